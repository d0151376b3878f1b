//! Random stack files: every valid one compiles to a template that reads back as itself, and in which nothing is found.

#![allow(clippy::unwrap_used)] // a test panics

const STACKS: u64 = 150;

#[test]
fn a_valid_stack_compiles_to_a_template_without_findings() {
    for seed in 0..STACKS {
        let text = sampler::stack(seed);
        let (stack, _) =
            spec::parse(&text).unwrap_or_else(|findings| panic!("{seed}: {findings:#?}\n{text}"));
        let template =
            compile::compile(&stack).unwrap_or_else(|findings| panic!("{seed}: {findings:#?}\n{text}"));
        let yaml = cfn::to_yaml(&template).unwrap();
        let document = cfn::read::read(&yaml).unwrap();
        assert_eq!(document.to_yaml().unwrap(), yaml, "{seed}: read and printed again");
        assert_eq!(document.to_value(), template.to_value(), "{seed}");
        let json = cfn::to_json(&template);
        assert_eq!(cfn::read::read(&json).unwrap().to_value(), template.to_value(), "{seed}: as JSON");
        let findings = check::check(&document);
        // What is large is large.
        let unexpected: Vec<_> = findings
            .iter()
            .filter(|finding| !["limit-near", "template-needs-bucket"].contains(&finding.code))
            .collect();
        assert!(unexpected.is_empty(), "{seed}: {unexpected:#?}\n{text}");
    }
}

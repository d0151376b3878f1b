//! Any text is a stack file or gives findings whose places can be shown; a stack that keeps the rules compiles, and its
//! template reads back as itself.

#![no_main]

use diag::{Source, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = yaml::decode(bytes) else { return };
    match spec::parse(text) {
        Err(findings) => {
            let source = Source { name: "stack.yaml".to_owned(), text: text.to_owned() };
            for finding in findings.iter().take(20) {
                let _ = render(finding, &source, false);
            }
        }
        Ok((stack, _)) => {
            let Ok(template) = compile::compile(&stack) else { return };
            let printed = cfn::to_yaml(&template).expect("a template that prints");
            let document = cfn::read::read(&printed).expect("a template that reads");
            assert_eq!(document.to_value(), template.to_value());
        }
    }
});

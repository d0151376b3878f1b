//! Every file in `stacks/` is a stack without findings.

#[test]
fn every_stack_is_right() {
    insta::glob!("../../../stacks", "*.yaml", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        match spec::parse(&text) {
            Ok((_, warnings)) => assert!(warnings.is_empty(), "{}: {warnings:#?}", path.display()),
            Err(findings) => panic!("{}: {findings:#?}", path.display()),
        }
    });
}

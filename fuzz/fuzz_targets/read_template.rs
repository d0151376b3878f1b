//! Any text is a template or gives a finding whose place can be shown; what was read prints, and reads back as the same.

#![no_main]

use diag::{Source, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = yaml::decode(bytes) else { return };
    match cfn::read::read(text) {
        Err(finding) => {
            let source = Source { name: "template.yaml".to_owned(), text: text.to_owned() };
            let _ = render(&finding, &source, false);
        }
        Ok(document) => {
            for at in (0..text.len()).step_by(text.len() / 16 + 1) {
                let path = document.path(at);
                let _ = document.at(&path);
            }
            let json = document.to_json();
            let again = cfn::read::read(&json).expect("JSON that reads");
            assert_eq!(again.to_value(), document.to_value());
        }
    }
});

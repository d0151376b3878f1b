//! Every rule takes any template, and what it finds can be shown, fixed and suppressed.

#![no_main]

use diag::{Source, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = yaml::decode(bytes) else { return };
    let Ok(document) = cfn::read::read(text) else { return };
    let source = Source { name: "template.yaml".to_owned(), text: text.to_owned() };
    let findings = check::check(&document);
    for finding in findings.iter().take(20) {
        let _ = render(finding, &source, false);
    }
    let fixes: Vec<_> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let _ = diag::apply(text, &fixes);
    let _ = check::suppressions(&document);
    let _ = diag::comments(text);
});

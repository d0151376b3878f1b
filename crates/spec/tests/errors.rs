//! Every code has an example in `errors/`, and every example is shown as people see it, in `snapshots/errors/`.
//!
//! To add one: drop a file `errors/<code>-<what>.yaml`, run the tests once with `INSTA_UPDATE=always`, and read the
//! new snapshot as somebody who has never seen the language.

use std::collections::BTreeSet;
use std::path::Path;

use diag::{Diagnostic, Source, mask, render};

/// The findings about a file, and the text that they speak of.
fn findings(path: &Path) -> (String, Vec<Diagnostic>) {
    let bytes = std::fs::read(path).expect("an example that can be read");
    let text = match yaml::decode(&bytes) {
        Ok(text) => text.to_owned(),
        Err((text, finding)) => return (text, vec![finding]),
    };
    let findings = match spec::parse(&text) {
        Ok((_, warnings)) => warnings,
        Err(findings) => findings,
    };
    (text, findings)
}

/// The code that a file is an example of: the longest one that its name begins with.
fn code_of(path: &Path) -> &'static str {
    let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name in UTF-8");
    let codes = yaml::CODES.iter().chain(spec::CODES).map(|(code, _)| *code);
    let fits = |code: &&str| name.strip_prefix(*code).is_some_and(|what| what.starts_with('-'));
    codes.filter(fits).max_by_key(|code| code.len()).unwrap_or_else(|| panic!("{name} begins with no code"))
}

#[test]
fn every_example_is_shown_as_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/errors");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::glob!("../errors", "*.yaml", |path| {
            let (text, findings) = findings(path);
            let code = code_of(path);
            assert!(findings.iter().any(|finding| finding.code == code), "{}: {findings:#?}", path.display());
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let source = mask(&Source { name, text }, &findings);
            let shown: Vec<String> = findings.iter().map(|finding| render(finding, &source, false)).collect();
            insta::assert_snapshot!("error", shown.join("\n\n"));
        });
    });
}

#[test]
fn every_code_has_an_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("errors");
    let shown: BTreeSet<&str> =
        std::fs::read_dir(folder).unwrap().map(|entry| code_of(&entry.unwrap().path())).collect();
    let codes: BTreeSet<&str> = yaml::CODES.iter().chain(spec::CODES).map(|(code, _)| *code).collect();
    assert_eq!(shown, codes);
}

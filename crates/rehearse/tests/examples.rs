//! Every code has examples that have the finding and examples that have not, in `examples/<code>/`, and what is said of
//! the former is shown as people see it, in `snapshots/rehearse-examples/`.
//!
//! To add one: drop a file `examples/<code>/fail-<what>.yaml` (or `pass-…`), run the tests once with
//! `INSTA_UPDATE=always`, and read the new snapshot as somebody who has never seen the code.

#![allow(clippy::unwrap_used, missing_docs)] // a test panics

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use diag::{Diagnostic, Source, render};
use rehearse::meanings;
use rehearse::world::Given;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// The examples of a code, by name, with their texts.
fn of(code: &str) -> Vec<(String, String)> {
    let folder = fs::read_dir(examples().join(code)).unwrap_or_else(|_| panic!("{code}: no examples"));
    let mut files: Vec<_> = folder
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn findings(name: &str, text: &str) -> Vec<Diagnostic> {
    let document = cfn::read::read(text).unwrap_or_else(|finding| panic!("{name}: {}", finding.message));
    rehearse::rehearse(&document, &Given::default()).findings()
}

#[test]
fn every_code_is_shown_by_its_examples() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/rehearse-examples");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut shown_codes = Vec::new();
    for code in meanings().map(|meaning| meaning.code) {
        let mut shown = Vec::new();
        let (mut failing, mut passing) = (0, 0);
        for (name, text) in of(code) {
            let mut found = findings(&name, &text);
            // Short examples have nobody who listens to failures, and are about something else.
            found.retain(|finding| finding.code == code || finding.code != "failure-unheard");
            if name.starts_with("fail-") {
                failing += 1;
                assert!(found.iter().any(|finding| finding.code == code), "{code}/{name}: {found:#?}");
                let source = Source { name, text };
                shown.extend(found.iter().map(|finding| render(finding, &source, false)));
            } else {
                passing += 1;
                assert!(name.starts_with("pass-"), "{code}/{name}");
                // They show how it is right: nothing else is wrong with them either.
                assert!(found.is_empty(), "{code}/{name}: {found:#?}");
            }
        }
        assert!(failing > 0 && passing > 0, "{code} needs a failing and a passing example");
        shown_codes.push((code, shown.join("\n\n")));
    }
    settings.bind(|| {
        for (code, shown) in shown_codes {
            insta::assert_snapshot!(code, shown);
        }
    });
}

#[test]
fn every_example_is_of_a_code() {
    let codes: BTreeSet<_> = meanings().map(|meaning| meaning.code.to_owned()).collect();
    for entry in fs::read_dir(examples()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(codes.contains(&name), "examples/{name} is of no code");
    }
}

#[test]
fn every_code_explains_itself() {
    let mut codes = BTreeSet::new();
    for meaning in meanings() {
        let code = meaning.code;
        assert!(codes.insert(code), "{code} is taken");
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
        let first = meaning.title.chars().next().unwrap();
        assert!(meaning.title.ends_with('.') && first.is_ascii_uppercase(), "{code}");
        assert!(meaning.explanation.len() > 100, "{code}: says too little");
        // How calls are declared is not AWS's.
        let is_ours = code == "calls-declaration-invalid";
        let is_aws = |page: &&str| page.starts_with("https://docs.aws.amazon.com/");
        assert!(is_ours != (!meaning.pages.is_empty() && meaning.pages.iter().all(is_aws)), "{code}");
    }
}

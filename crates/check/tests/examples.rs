//! Every rule has examples that break it and examples that keep it, in `examples/<code>/`, and what it says of the former
//! is shown as people see it, in `snapshots/check/`.
//!
//! To add one: drop a file `examples/<code>/fail-<what>.yaml` (or `.json`, or `pass-…`), run the tests once with
//! `INSTA_UPDATE=always`, and read the new snapshot as somebody who has never seen the rule.

#![allow(clippy::unwrap_used)] // a test panics

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use check::{Rule, rules};
use diag::{Diagnostic, Source, mask, render};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// The rule's examples, by name, with their texts.
fn of(rule: &Rule) -> Vec<(String, String)> {
    let folder =
        fs::read_dir(examples().join(rule.code)).unwrap_or_else(|_| panic!("{}: no examples", rule.code));
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
    check::check(&document)
}

#[test]
fn every_rule_is_shown_by_its_examples() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/check");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut shown_rules = Vec::new();
    for rule in rules() {
        let mut shown = Vec::new();
        let (mut failing, mut passing) = (0, 0);
        for (name, text) in of(rule) {
            let found = findings(&name, &text);
            let hit = found.iter().any(|finding| finding.code == rule.code);
            if name.starts_with("fail-") {
                failing += 1;
                assert!(hit, "{}/{name} is not found: {found:#?}", rule.code);
                let source = mask(&Source { name, text }, &found);
                shown.extend(found.iter().map(|finding| render(finding, &source, false)));
            } else {
                passing += 1;
                assert!(name.starts_with("pass-"), "{}/{name}", rule.code);
                assert!(!hit, "{}/{name} is found wrongly: {found:#?}", rule.code);
            }
        }
        assert!(failing > 0 && passing > 0, "{} needs a failing and a passing example", rule.code);
        shown_rules.push((rule.code, shown.join("\n\n")));
    }
    settings.bind(|| {
        for (code, shown) in shown_rules {
            insta::assert_snapshot!(code, shown);
        }
    });
}

#[test]
fn every_example_is_of_a_rule() {
    let codes: BTreeSet<String> = rules().map(|rule| rule.code.to_owned()).collect();
    if let Ok(folder) = fs::read_dir(examples()) {
        for entry in folder {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(codes.contains(&name), "examples/{name} is of no rule");
        }
    }
}

#[test]
fn every_rule_explains_itself() {
    let mut codes = BTreeSet::new();
    for rule in rules() {
        let code = rule.code;
        assert!(codes.insert(code), "{code} is taken");
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        assert!(
            rule.title.ends_with('.') && rule.title.starts_with(|first: char| first.is_ascii_uppercase()),
            "{code}"
        );
        assert!(rule.explanation.len() > 100, "{code}: says too little");
        let aws = |page: &&str| {
            page.starts_with("https://docs.aws.amazon.com/") || page.starts_with("https://yaml.org/")
        };
        assert!(!rule.pages.is_empty() && rule.pages.iter().all(aws), "{code}: {:?}", rule.pages);
    }
}

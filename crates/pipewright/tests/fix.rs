//! `pipewright check --fix`: what has one right answer is mended, and nothing else changes.

#![allow(clippy::unwrap_used)] // a test panics

mod program;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use program::{GOOD, TEMPLATE, folder, run, run_with};
use serde_json::Value as Json;

/// Two values without the quotes that they need, among comments and odd spacing.
fn unquoted() -> String {
    let source =
        "source:\n  codecommit: { repository:   012 , # the account\n                branch: on }  # kept";
    GOOD.replace("source: { codecommit: { repository: small } }", source)
}

fn quoted() -> String {
    unquoted().replace("012", "\"012\"").replace(": on", ": \"on\"")
}

#[test]
fn the_fixes_are_written_and_nothing_else_changes() {
    let folder = folder(&[("w.yaml", &unquoted()), ("good.yaml", GOOD)]);
    let path = folder.path().join("w.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let before = fs::metadata(folder.path().join("good.yaml")).unwrap().modified().unwrap();
    let run = run(folder.path(), &["check", "--fix", "w.yaml", "good.yaml"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), quoted());
    assert_eq!(run.stderr.matches("fixed[needs-quotes]: w.yaml: put it in quotes\n").count(), 2);
    assert!(run.stderr.ends_with("no findings in 2 files\n"), "{}", run.stderr);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::metadata(folder.path().join("good.yaml")).unwrap().modified().unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside");
}

#[test]
fn line_endings_byte_order_mark_and_a_missing_end_of_line_stay() {
    let windows = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    let folder = folder(&[("w.yaml", &windows(&unquoted()))]);
    let run = run(folder.path(), &["check", "--fix", "w.yaml"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
    assert_eq!(fs::read_to_string(folder.path().join("w.yaml")).unwrap(), windows(&quoted()));
}

#[test]
fn what_cannot_be_fixed_remains_and_is_reported() {
    let bad = unquoted().replace("python3.13", "python3.31");
    let folder = folder(&[("w.yaml", &bad)]);
    let without = run(folder.path(), &["check", "w.yaml"]);
    assert!(without.stderr.contains("; --fix mends 2\n"), "{}", without.stderr);
    let run = run(folder.path(), &["check", "--fix", "w.yaml"]);
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("unknown-value") && !run.stdout.contains("needs-quotes"), "{}", run.stdout);
    assert_eq!(
        fs::read_to_string(folder.path().join("w.yaml")).unwrap(),
        quoted().replace("python3.13", "python3.31")
    );
}

#[test]
fn a_suppressed_finding_and_a_milder_one_are_not_fixed() {
    let folder = folder(&[("t.yaml", TEMPLATE)]);
    let run = run(folder.path(), &["check", "--fix", "t.yaml", "--min-severity", "error"]);
    assert_eq!(run.status, 0);
    assert_eq!(fs::read_to_string(folder.path().join("t.yaml")).unwrap(), TEMPLATE);
}

#[test]
fn a_link_is_followed() {
    let folder = folder(&[("real.yaml", &unquoted())]);
    symlink("real.yaml", folder.path().join("link.yaml")).unwrap();
    assert_eq!(run(folder.path(), &["check", "--fix", "link.yaml"]).status, 0);
    assert!(fs::symlink_metadata(folder.path().join("link.yaml")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(folder.path().join("real.yaml")).unwrap(), quoted());
}

#[test]
fn what_is_no_file_cannot_be_mended() {
    let folder = folder(&[]);
    for (path, message) in
        [("-", "standard input cannot be mended"), ("/dev/stdin", "cannot be mended in place")]
    {
        let run = run_with(folder.path(), &["check", "--fix", path], unquoted().as_bytes());
        assert_eq!(run.status, 2, "{path}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
}

/// Every failing example whose findings can be fixed is clean of them afterwards, and differs where edits stand alone.
#[test]
fn every_example_that_can_be_fixed_is_right_afterwards() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let all = [files(&crates.join("check/examples")), files(&crates.join("spec/errors"))].concat();
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(all.iter().map(|path| path.to_str().unwrap()));
    let log: Json = serde_json::from_str(&run(&crates, &arguments).stdout).unwrap();
    let fixable = log["findings"].as_array().unwrap().iter().filter(|finding| finding.get("fix").is_some());
    let fixable: BTreeSet<_> =
        fixable.map(|finding| PathBuf::from(finding["file"].as_str().unwrap())).collect();
    let mut fixed = 0;
    for path in fixable {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let folder = folder(&[(name, &text)]);
        let before = findings(folder.path(), name);
        let expected = by_hand(folder.path(), name);
        fs::write(folder.path().join(name), &text).unwrap();
        run(folder.path(), &["check", "--fix", name]);
        let mended = fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(mended, expected, "{}", path.display());
        fixed += 1;
        let after = findings(folder.path(), name);
        let unfixable = before.iter().filter(|finding| finding.get("fix").is_none()).count();
        // A stack's rules have their say only once its values can be read.
        let is_template = path.starts_with(crates.join("check"));
        assert!(!is_template || after.len() <= unfixable, "{}: {after:#?}", path.display());
    }
    assert!(fixed >= 5, "{fixed} examples can be fixed");
}

fn findings(folder: &Path, name: &str) -> Vec<Json> {
    let run = run(folder, &["check", "--format", "json", name]);
    let log: Json = serde_json::from_str(&run.stdout).unwrap();
    log["findings"].as_array().unwrap().clone()
}

/// The file's text after the edits that the JSON tells, until there are none: of two that meet, the first counts.
fn by_hand(folder: &Path, name: &str) -> String {
    loop {
        let mut text = fs::read_to_string(folder.join(name)).unwrap();
        let mut edits: Vec<(usize, usize, String)> = Vec::new();
        for fix in findings(folder, name).iter().filter_map(|finding| finding.get("fix")) {
            let number = |edit: &Json, key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
            let edit = |edit: &Json| {
                (number(edit, "start"), number(edit, "end"), edit["text"].as_str().unwrap().to_owned())
            };
            let new: Vec<_> = fix["edits"].as_array().unwrap().iter().map(edit).collect();
            let meets = |(start, end, _): &(usize, usize, String)| {
                edits.iter().any(|(from, to, _)| (from, to) == (start, end) || (start < to && from < end))
            };
            if !new.iter().any(meets) {
                edits.extend(new);
            }
        }
        if edits.is_empty() {
            return text;
        }
        edits.sort();
        for (start, end, new) in edits.into_iter().rev() {
            text.replace_range(start..end, &new);
        }
        fs::write(folder.join(name), text).unwrap();
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

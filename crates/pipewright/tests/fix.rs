//! `pipewright check --fix`: what has one right answer is mended, and nothing else changes.

#![allow(clippy::unwrap_used)] // a test panics

mod program;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use program::{GOOD, TEMPLATE, folder, run, run_with};

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

/// Every failing example whose findings can be fixed is clean of them afterwards, and differs only where an edit stands.
#[test]
fn every_example_that_can_be_fixed_is_right_afterwards() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut fixed = 0;
    for path in files(&crates.join("check/examples")).into_iter().chain(files(&crates.join("spec/errors"))) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.file_name().unwrap().to_str().unwrap();
        let folder = folder(&[(name, &text)]);
        let before = run(folder.path(), &["check", "--format", "json", name]);
        let findings: serde_json::Value = serde_json::from_str(&before.stdout).unwrap();
        let findings = findings["findings"].as_array().unwrap();
        let edits: Vec<_> = findings
            .iter()
            .filter_map(|finding| finding.get("fix"))
            .flat_map(|fix| fix["edits"].as_array().unwrap())
            .collect();
        let run = run(folder.path(), &["check", "--fix", "--format", "json", name]);
        let after = fs::read_to_string(folder.path().join(name)).unwrap();
        if edits.is_empty() {
            assert_eq!(after, text, "{name}");
            continue;
        }
        fixed += 1;
        assert!(!run.stdout.contains("\"fix\""), "{}: fixes are left: {}", path.display(), run.stdout);
        let left: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let left = left["findings"].as_array().unwrap();
        let unfixable = findings.iter().filter(|finding| finding.get("fix").is_none()).count();
        // A stack's rules have their say only once its values can be read.
        let is_template = path.starts_with(crates.join("check"));
        assert!(!is_template || left.len() <= unfixable, "{}: {}", path.display(), run.stdout);
        assert_lines_kept(&text, &after, &edits, name);
    }
    assert!(fixed >= 5, "{fixed} examples can be fixed");
}

/// Lines that no edit touches are there afterwards as they were, in their order.
fn assert_lines_kept(before: &str, after: &str, edits: &[&serde_json::Value], name: &str) {
    let touched = |start: usize, end: usize| {
        edits.iter().any(|edit| {
            let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
            at("start") <= end && at("end") >= start
        })
    };
    let (mut start, mut rest) = (0, after.split_inclusive('\n'));
    for line in before.split_inclusive('\n') {
        if !touched(start, start + line.len()) {
            assert!(rest.any(|other| other == line), "{name}: {line:?} is gone");
        }
        start += line.len();
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

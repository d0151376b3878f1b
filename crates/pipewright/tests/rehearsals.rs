//! The rehearsals that the README shows, as they are.

#![allow(clippy::unwrap_used)] // a test panics

mod program;
mod support;

use std::fs;

use program::run;
use support::root;

/// What a rehearsal prints, as the README has it.
fn rehearsal(name: &str, status: i32) -> String {
    let run = run(&root(), &["rehearse", &format!("docs/rehearsal/{name}.yaml")]);
    assert_eq!(run.status, status, "{}", run.stderr);
    insta::with_settings!({ snapshot_path => root().join("snapshots/rehearsal"), prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, run.stdout);
    });
    run.stdout
}

#[test]
fn the_readme_shows_a_good_rehearsal_and_the_findings_of_a_broken_one() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let good = rehearsal("good", 0);
    assert!(readme.contains(good.trim_end()), "the README shows another rehearsal than\n{good}");
    let broken = rehearsal("broken", 1);
    let findings = broken.find("\nwarning[").map(|at| broken[at..].trim()).unwrap();
    assert!(readme.contains(findings), "the README shows other findings than\n{findings}");
}

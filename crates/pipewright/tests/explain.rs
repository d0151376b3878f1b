//! `pipewright explain`: every code has its explanation and its examples, and they are what the program itself finds.

#![allow(clippy::unwrap_used)] // a test panics

mod program;

use std::fs;
use std::path::Path;

use program::{folder, run};

/// The codes that the list names, each with its severity.
fn listed() -> Vec<(String, String)> {
    let folder = folder(&[]);
    let run = run(folder.path(), &["explain"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let rows = run.stdout.lines().filter_map(|line| line.strip_prefix("  "));
    rows.map(|row| {
        let mut words = row.split_whitespace().map(str::to_owned);
        (words.next().unwrap(), words.next().unwrap())
    })
    .collect()
}

#[test]
fn every_code_is_listed_once_and_explained() {
    let codes = listed();
    assert!(codes.len() > 60, "{}", codes.len());
    let folder = folder(&[]);
    for (at, (code, severity)) in codes.iter().enumerate() {
        assert!(!codes[..at].iter().any(|(other, _)| other == code), "{code} is listed twice");
        let run = run(folder.path(), &["explain", code]);
        assert_eq!(run.status, 0, "{code}");
        assert!(run.stdout.starts_with(&format!("{code} ({severity})\n\n")), "{}", run.stdout);
        assert!(run.stdout.contains("\nFails:\n\n    "), "{code} has no failing example");
        assert!(run.stdout.contains("\nPasses:\n\n    "), "{code} has no passing example");
    }
}

#[test]
fn a_code_that_does_not_exist_names_the_nearest() {
    let folder = folder(&[]);
    let nearest = run(folder.path(), &["explain", "late-alram"]);
    assert_eq!((nearest.status, nearest.stdout.as_str()), (2, ""));
    assert!(nearest.stderr.contains("did you mean `late-alarm`?"), "{}", nearest.stderr);
    let none = run(folder.path(), &["explain", "xyzzy"]);
    assert!(none.status == 2 && none.stderr.contains("lists all codes"), "{}", none.stderr);
}

/// The examples of the codes that no library has.
#[test]
fn examples_of_the_programs_own_codes_are_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("explained");
    let mut seen = 0;
    for entry in fs::read_dir(&root).unwrap() {
        let code = entry.unwrap().file_name().into_string().unwrap();
        for example in fs::read_dir(root.join(&code)).unwrap() {
            let example = example.unwrap();
            let name = example.file_name().into_string().unwrap();
            let run = run(example.path().parent().unwrap(), &["check", &name]);
            let found = run.stdout.contains(&format!("[{code}]"));
            assert_eq!(found, name.starts_with("fail-"), "{code}/{name}: {}", run.stdout);
            if name.starts_with("pass-") {
                assert!(run.stderr.starts_with("no findings"), "{code}/{name}: {}", run.stdout);
            }
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}

//! `docs/features.md` speaks of the stack files that are there, and of all of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const TABLE: &str = include_str!("../../../docs/features.md");

/// The key and the stack's name of each row.
fn rows() -> Vec<(&'static str, &'static str)> {
    let rows = TABLE.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let [key, stack] = row.trim_matches('|').split('|').skip(2).collect::<Vec<_>>()[..] else {
            panic!("four cells: {row}");
        };
        let key = key.trim().trim_matches('`');
        let name = stack.split_once('[').and_then(|(_, rest)| rest.split_once(']')).expect("a link").0;
        assert!(stack.contains(&format!("(../stacks/{name}.yaml)")), "the link leads elsewhere: {row}");
        (key, name)
    })
    .collect()
}

/// Whether a mapping of the file has the key, in block or in flow style.
fn uses(file: &str, key: &str) -> bool {
    let marked = format!("{key}:");
    file.lines().filter(|line| !line.trim_start().starts_with('#')).any(|line| {
        line.match_indices(&marked).any(|(at, _)| {
            line[..at].chars().next_back().is_none_or(|before| matches!(before, ' ' | '{' | ','))
        })
    })
}

#[test]
fn every_row_is_true_and_every_stack_has_one() {
    let stacks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stacks");
    let mut named = BTreeSet::new();
    for (key, stack) in rows() {
        let path = stacks.join(format!("{stack}.yaml"));
        let file = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{stack} is no stack"));
        assert!(uses(&file, key), "{stack} does not use `{key}`");
        named.insert(stack.to_owned());
    }
    let files = fs::read_dir(&stacks).expect("the stacks").map(|entry| entry.expect("a file").path());
    let there: BTreeSet<_> =
        files.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    assert_eq!(named, there, "stacks that the table names, and stacks that are there");
}

#[test]
fn a_key_is_looked_for_where_keys_stand() {
    assert!(uses("a:\n  b: 1", "b") && uses("a: {b: 1}", "b") && uses("a: { c: 1, b: 2 }", "b"));
    assert!(!uses("# b: 1", "b") && !uses("ab: 1", "b") && !uses("a: b", "b"));
}

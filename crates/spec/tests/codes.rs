//! The list of codes is complete and orderly.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn codes_are_kebab_case_and_unique() {
    let codes: BTreeSet<&str> = spec::CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), spec::CODES.len());
    for (code, meaning) in spec::CODES {
        assert!(
            code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{code}"
        );
        assert!(
            meaning.ends_with('.') && meaning.starts_with(|first: char| first.is_ascii_uppercase()),
            "{meaning}"
        );
    }
}

/// Every finding is made from the list: nowhere else is one made.
#[test]
fn findings_are_made_from_the_list_alone() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("codes.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(
                    !text.contains("Diagnostic::error(") && !text.contains("Diagnostic::warning("),
                    "{}",
                    path.display()
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 20);
}

//! Every code has an explanation and a mended example: the file in `mended/` is the one of the same name in `errors/`, put right.

#![allow(clippy::unwrap_used)] // a test panics

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The files of a folder of this crate, in alphabetical order.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn codes() -> impl Iterator<Item = &'static str> {
    yaml::CODES.iter().chain(spec::CODES).map(|(code, _)| *code)
}

/// The code that a file is an example of: the longest one that its name begins with.
fn code_of(path: &Path) -> &'static str {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let fits = |code: &&str| name.strip_prefix(*code).is_some_and(|what| what.starts_with('-'));
    codes().filter(fits).max_by_key(|code| code.len()).unwrap()
}

#[test]
fn every_mended_example_is_right() {
    for path in files("mended") {
        let text = std::fs::read_to_string(&path).unwrap();
        match spec::parse(&text) {
            Ok((_, warnings)) => assert!(warnings.is_empty(), "{}: {warnings:#?}", path.display()),
            Err(findings) => panic!("{}: {findings:#?}", path.display()),
        }
    }
}

#[test]
fn every_code_has_a_mended_example_beside_its_failing_one() {
    let failing: BTreeSet<_> =
        files("errors").iter().map(|path| path.file_name().unwrap().to_owned()).collect();
    let mended = files("mended");
    for path in &mended {
        assert!(failing.contains(path.file_name().unwrap()), "{} mends nothing", path.display());
    }
    let shown: BTreeSet<_> = mended.iter().map(|path| code_of(path)).collect();
    assert_eq!(shown, codes().collect());
}

#[test]
fn every_code_is_explained_once() {
    let mut explained = BTreeSet::new();
    let meanings = yaml::meanings().chain(spec::meanings().map(|(_, meaning)| meaning));
    for meaning in meanings {
        assert!(explained.insert(meaning.code), "{} is explained twice", meaning.code);
        assert!(meaning.title.ends_with('.'), "{}", meaning.code);
        assert!(meaning.explanation.ends_with('.') && meaning.explanation.len() > 60, "{}", meaning.code);
        assert!(!meaning.explanation.contains("  "), "{}: two spaces in a row", meaning.code);
        for page in meaning.pages {
            assert!(page.starts_with("https://docs.aws.amazon.com/"), "{page}");
        }
    }
    assert_eq!(explained, codes().collect());
}

/// The severity that the explanation tells is the one that findings have.
#[test]
fn severities_are_those_of_the_findings() {
    let meanings: Vec<_> = yaml::meanings().chain(spec::meanings().map(|(_, meaning)| meaning)).collect();
    for path in files("errors") {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let (Ok((_, findings)) | Err(findings)) = spec::parse(&text);
        for finding in findings {
            let meaning = meanings.iter().find(|meaning| meaning.code == finding.code).unwrap();
            assert_eq!(meaning.severity, finding.severity, "{}: {}", path.display(), finding.code);
        }
    }
}

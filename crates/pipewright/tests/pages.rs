//! The pages in `docs/` are held to the files: every link leads somewhere, and what a page shows of a stack file stands in one.

#![allow(clippy::unwrap_used)] // a test panics

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::root;

/// The pages in `docs/` about the stack language.
fn pages() -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = entries.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The targets of all links in a text.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0))
}

/// The anchor that a heading gets.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_matches(['#', ' ']).to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect::<String>().replace(' ', "-")
}

fn leads_somewhere(from: &Path, link: &str) -> bool {
    let (file, section) = link.split_once('#').unwrap_or((link, ""));
    let target = if file.is_empty() { from.to_owned() } else { from.parent().unwrap().join(file) };
    let Ok(text) = fs::read_to_string(&target) else { return target.is_dir() };
    section.is_empty() || text.lines().any(|line| line.starts_with('#') && anchor(line) == section)
}

#[test]
fn every_link_leads_somewhere() {
    for (path, text) in pages() {
        for link in links(&text).filter(|link| !link.contains("://")) {
            assert!(leads_somewhere(&path, link), "{}: {link}", path.display());
        }
    }
}

/// A reader copies what is shown: it stands, line for line, in a file that the tests compile.
#[test]
fn what_a_page_shows_stands_in_a_stack() {
    let mut shown = 0;
    let mut sources = Vec::new();
    let mut folders = ["stacks", "crates/pipewright/tests/projects", "kit/application"]
        .map(|folder| root().join(folder))
        .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    for (path, text) in pages() {
        for block in text.split("```yaml\n").skip(1) {
            let (block, _) = block.split_once("```").unwrap();
            let stands = sources.iter().any(|source| source.contains(block));
            assert!(stands, "{}: in no stack:\n{block}", path.display());
            shown += 1;
        }
    }
    assert!(shown >= 2, "{shown}");
}

//! The arrows between crates run one way, and the libraries stay pure.

#![allow(clippy::unwrap_used)] // a test panics

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value as Json;
use support::{list, root};

/// What each crate may depend on among its own kind.
const ARROWS: [(&str, &[&str]); 7] = [
    (
        "pipewright",
        &["pipewright-cfn", "pipewright-check", "pipewright-compile", "pipewright-diag", "pipewright-spec"],
    ),
    ("pipewright-cfn", &[]),
    ("pipewright-check", &["pipewright-cfn", "pipewright-diag"]),
    ("pipewright-compile", &["pipewright-cfn", "pipewright-diag", "pipewright-spec"]),
    ("pipewright-diag", &[]),
    ("pipewright-spec", &["pipewright-diag"]),
    ("xtask", &[]),
];

#[test]
fn dependencies_run_one_way() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Json = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = BTreeMap::new();
    for package in list(&metadata["packages"]) {
        let mut own: Vec<_> = list(&package["dependencies"])
            .iter()
            .filter(|dependency| dependency["path"].is_string() && dependency["kind"].is_null())
            .map(|dependency| dependency["name"].as_str().unwrap())
            .collect();
        own.sort_unstable();
        found.insert(package["name"].as_str().unwrap(), own);
    }
    let wanted: BTreeMap<_, _> = ARROWS.into_iter().map(|(name, own)| (name, own.to_vec())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn libraries_read_and_print_nothing() {
    let impure =
        ["std::fs", "std::io", "std::env", "std::net", "std::process", "std::time", "println!", "print!("];
    for library in ["cfn", "check", "compile", "diag", "spec"] {
        let mut folders = vec![root().join("crates").join(library).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap();
                for word in impure {
                    assert!(!code.contains(word), "{} uses {word}", path.display());
                }
            }
        }
    }
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let output = Command::new("git").args(["ls-files", "*.rs"]).current_dir(root()).output();
    let listed =
        output.ok().filter(|output| output.status.success()).map(|output| output.stdout).unwrap_or_default();
    for file in String::from_utf8(listed).unwrap().lines() {
        if let Ok(text) = fs::read_to_string(root().join(file)) {
            assert!(text.starts_with("//!"), "{file} does not open with `//!`");
        }
    }
}

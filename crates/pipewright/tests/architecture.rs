//! The arrows between crates run one way, and the libraries stay pure.

#![allow(clippy::unwrap_used)] // a test panics

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use support::{list, root};

/// What each crate may depend on among its own kind; tests may depend on more.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "pipewright",
        &[
            "pipewright-cfn",
            "pipewright-check",
            "pipewright-compile",
            "pipewright-diag",
            "pipewright-rehearse",
            "pipewright-spec",
            "pipewright-yaml",
        ],
    ),
    ("pipewright-cfn", &["pipewright-diag", "pipewright-yaml"]),
    ("pipewright-check", &["pipewright-cfn", "pipewright-diag", "pipewright-facts", "pipewright-yaml"]),
    ("pipewright-compile", &["pipewright-cfn", "pipewright-diag", "pipewright-spec"]),
    ("pipewright-diag", &[]),
    ("pipewright-facts", &[]),
    ("pipewright-iam", &[]),
    (
        "pipewright-rehearse",
        &["pipewright-cfn", "pipewright-diag", "pipewright-facts", "pipewright-iam", "pipewright-yaml"],
    ),
    ("pipewright-sampler", &[]),
    ("pipewright-spec", &["pipewright-diag", "pipewright-yaml"]),
    ("pipewright-yaml", &["pipewright-diag"]),
    ("xtask", &["pipewright-facts"]),
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
    let wanted: BTreeMap<_, _> = ARROWS.iter().map(|(name, own)| (*name, own.to_vec())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn libraries_read_and_print_nothing() {
    // `std::{` would hide what follows it.
    let impure = [
        "std::{",
        "std::fs",
        "std::io",
        "std::env",
        // Addresses are values; these open connections.
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "std::process",
        "std::time",
        "println!",
        "print!(",
        "dbg!",
    ];
    for library in ["cfn", "check", "compile", "diag", "facts", "iam", "rehearse", "spec", "yaml"] {
        let files = sources(&root().join("crates").join(library).join("src"));
        assert!(!files.is_empty(), "{library}");
        for (path, text) in files {
            let code = text.split("#[cfg(test)]").next().unwrap();
            for word in impure {
                assert!(!code.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let files = sources(&root().join("crates"));
    assert!(files.len() > 50);
    for (path, text) in files {
        assert!(text.starts_with("//!"), "{} does not open with `//!`", path.display());
    }
}

/// Every Rust file below a folder.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
    files
}

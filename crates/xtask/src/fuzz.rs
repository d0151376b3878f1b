//! `cargo xtask fuzz`: every fuzz target for a bounded while, from the repository's own files as seeds.
//!
//! A panic, ten seconds on one input, or more than 256 MiB end it with the input that did it. The inputs found on the way
//! are kept in `target/fuzz/corpus`, so that the next run goes on where this one stopped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::run as execute;

/// Each target, and where its seeds are.
const TARGETS: [(&str, &[&str]); 5] = [
    ("read-stack", &["stacks", "crates/spec/errors"]),
    ("read-template", &["snapshots", "stacks", "crates/spec/errors"]),
    ("check", &["snapshots", "crates/check/examples", "crates/check/templates"]),
    ("expressions", &["crates/check/examples"]),
    ("rehearse", &["snapshots", "crates/rehearse/examples", "crates/check/templates"]),
];

const VERSION: &str = "0.13.2";

/// `--seconds N` for each target, 600 by default; and the targets' names, all by default.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let mut seconds = 600;
    let mut names = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == "--seconds" {
            let given = arguments.next().and_then(|given| given.parse().ok());
            seconds = given.ok_or("--seconds needs a number")?;
        } else if TARGETS.iter().any(|(name, _)| name == argument) {
            names.push(argument.as_str());
        } else {
            let known: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
            return Err(format!("no fuzz target `{argument}`; there are {}", known.join(", ")));
        }
    }
    all(seconds, &names)
}

/// Runs the named targets, or all where none is named.
pub(crate) fn all(seconds: u32, names: &[&str]) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    let target = root.join("target/fuzz");
    let fuzz = installed(&root)?;
    execute(
        Command::new(&fuzz)
            // No code here is unsafe: there is nothing that a sanitizer could find.
            .args(["fuzz", "build", "--sanitizer", "none", "--target-dir"])
            .arg(&target)
            .current_dir(&root),
    )?;
    for (name, seeds) in TARGETS {
        if names.is_empty() || names.contains(&name) {
            one(&root, &target, name, seeds, seconds)?;
        }
    }
    Ok(())
}

fn one(root: &Path, target: &Path, name: &str, seeds: &[&str], seconds: u32) -> Result<(), String> {
    let binary = binary(target, name)?;
    let corpus = target.join("corpus").join(name);
    fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    let log = target.join(format!("{name}.log"));
    let file = fs::File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let status = Command::new(binary)
        .arg(&corpus)
        .args(seeds.iter().map(|seed| root.join(seed)).filter(|seed| seed.exists()))
        .arg(format!("-max_total_time={seconds}"))
        .args(["-rss_limit_mb=256", "-timeout=10", "-max_len=60000"])
        .arg(format!("-artifact_prefix={}/{name}-", target.display()))
        .current_dir(target)
        .stderr(file)
        .status()
        .map_err(|error| format!("{name}: {error}"))?;
    let said = fs::read(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let said = String::from_utf8_lossy(&said);
    if !status.success() {
        let last: Vec<_> = said.lines().rev().take(30).collect();
        let last: Vec<_> = last.into_iter().rev().collect();
        return Err(format!("fuzz {name}: {status}\n{}", last.join("\n")));
    }
    let runs = said.lines().rev().find(|line| line.starts_with("Done ")).unwrap_or("Done");
    eprintln!("fuzz {name}: {runs}, nothing found");
    Ok(())
}

/// Where cargo-fuzz has put a target: under the host's triple.
fn binary(target: &Path, name: &str) -> Result<PathBuf, String> {
    let folders = fs::read_dir(target).map_err(|error| format!("{}: {error}", target.display()))?;
    let candidates = folders.flatten().map(|folder| folder.path().join("release").join(name));
    candidates.into_iter().find(|path| path.is_file()).ok_or_else(|| format!("cargo-fuzz built no {name}"))
}

/// cargo-fuzz, installed under `target/tools` where the machine has none.
fn installed(root: &Path) -> Result<PathBuf, String> {
    let tools = root.join("target/tools");
    let own = tools.join("bin/cargo-fuzz");
    if !own.exists() {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let install = ["install", "cargo-fuzz", "--version", VERSION, "--locked", "--quiet", "--root"];
        execute(Command::new(cargo).args(install).arg(&tools))?;
    }
    Ok(own)
}

//! The program run as its users run it, in a folder of its own.

// Each test file is a crate of its own and uses a part of this.
#![allow(dead_code)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A stack without findings.
pub(crate) const GOOD: &str = "\
edition: 2026
name: small
source: { codecommit: { repository: small } }
functions:
  hello: { runtime: python3.13, code: app }
stages:
  - { name: Build, build: { commands: [python -m unittest] } }
  - { name: Review, approval: { emails: [reviewer@example.com] } }
  - { name: Release, deploy: { functions: [hello] } }
";

/// A template without findings.
pub(crate) const TEMPLATE: &str = "\
Resources:
  Reviewers:
    Type: AWS::SNS::Topic
";

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A folder with these files; those in `stacks/` are found by name.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR");
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    finished(program(folder, arguments).stdin(Stdio::null()).output().unwrap())
}

pub(crate) fn run_with(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Run {
    let mut child = program(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may refuse before it reads.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    finished(child.wait_with_output().unwrap())
}

fn finished(output: std::process::Output) -> Run {
    Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

//! SARIF logs for the judge of their form: of every stack, and of every example of a finding.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files whose findings are logged: those of examples show every part that a result can have.
const EXAMPLES: [&str; 3] = ["crates/spec/errors", "crates/check/examples", "crates/pipewright/explained"];

/// Writes `stacks.sarif` and `examples.sarif` into a folder beside the templates.
pub(crate) fn logs(root: &Path, target: &Path) -> Result<(), String> {
    let folder = target.join("sarif");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut examples = Vec::new();
    for example in EXAMPLES {
        files(&root.join(example), &mut examples)?;
    }
    let relative = examples.iter().filter_map(|path| path.strip_prefix(root).ok().map(PathBuf::from));
    log(root, &folder.join("stacks.sarif"), &[PathBuf::from("--all")])?;
    log(root, &folder.join("examples.sarif"), &relative.collect::<Vec<_>>())
}

/// Findings are no failure here.
fn log(root: &Path, into: &Path, files: &[PathBuf]) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    let check = ["run", "--quiet", "--package", "pipewright", "--", "check", "--format", "sarif", "-o"];
    command.args(check).arg(into).args(files).current_dir(root);
    let status = command.status().map_err(|error| format!("check --format sarif: {error}"))?;
    if matches!(status.code(), Some(0 | 1)) { Ok(()) } else { Err(format!("check --format sarif: {status}")) }
}

/// Every file below a folder, in alphabetical order.
fn files(folder: &Path, into: &mut Vec<PathBuf>) -> Result<(), String> {
    let failure = |error| format!("{}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failure)? {
        paths.push(entry.map_err(failure)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() { files(&path, into)? } else { into.push(path) }
    }
    Ok(())
}

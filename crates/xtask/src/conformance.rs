//! `cargo xtask conformance`: judges from outside over every stack.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::run as execute;
use crate::sarif;
use crate::{fuzz, python};

/// Enough to see that a target works and that nothing near its seeds breaks it.
const FUZZ_SECONDS: u32 = 20;

/// Sets up the judges, makes the templates, lets the judges judge.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    let judges = root.join("crates/xtask/conformance");
    let target = root.join("target/conformance");
    fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
    let python = python::environment(&target.join("venv"), &judges.join("requirements.txt"))?;
    let checkov = python::environment(&target.join("checkov"), &judges.join("requirements-checkov.txt"))?;
    let templates = templates(&root, &target)?;
    sarif::logs(&root, &target)?;
    execute(
        Command::new(python)
            .args(["-m", "judges", "--templates"])
            .arg(templates)
            .arg("--checkov")
            .arg(checkov.with_file_name("checkov"))
            .arg("--stacks-dir")
            .arg(root.join("stacks"))
            .args(arguments)
            .env("PYTHONPATH", &judges)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(&root),
    )?;
    // Naming some judges means wanting only those.
    if arguments.is_empty() { fuzz::all(FUZZ_SECONDS, &[]) } else { Ok(()) }
}

/// Every stack's template as YAML and as JSON, by the compiler as it is now.
fn templates(root: &Path, target: &Path) -> Result<PathBuf, String> {
    let folder = target.join("templates");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    for format in ["yaml", "json"] {
        let synth =
            ["run", "--quiet", "--package", "pipewright", "--", "synth", "--all", "--format", format, "-o"];
        execute(Command::new(&cargo).args(synth).arg(&folder).current_dir(root))?;
    }
    Ok(folder)
}

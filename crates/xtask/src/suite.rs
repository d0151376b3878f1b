//! What the Python suites stand on: their environment, every stack's template, and the program itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::python;
use crate::run::run as execute;

/// Everything set up, under `target/conformance/`.
pub(crate) struct Suite {
    /// The repository.
    pub(crate) root: PathBuf,
    /// The folder that all of this is kept in.
    pub(crate) target: PathBuf,
    sources: PathBuf,
    python: PathBuf,
    templates: PathBuf,
    program: PathBuf,
}

impl Suite {
    /// Sets up what is missing, and prints the templates anew.
    pub(crate) fn new() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
        let sources = root.join("crates/xtask/conformance");
        let target = root.join("target/conformance");
        fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
        let python = python::environment(&target.join("venv"), &sources.join("requirements.txt"))?;
        let templates = templates(&root, &target)?;
        // Printing the templates has built it, beside this very program.
        let own = std::env::current_exe().map_err(|error| format!("this program's own path: {error}"))?;
        let program = own.with_file_name(format!("pipewright{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { root, target, sources, python, templates, program })
    }

    /// The environment that a lock file of the suites makes, beside the main one.
    pub(crate) fn environment(&self, name: &str, lock: &str) -> Result<PathBuf, String> {
        python::environment(&self.target.join(name), &self.sources.join(lock))
    }

    /// The command that runs one of the suites over the templates.
    pub(crate) fn module(&self, name: &str) -> Command {
        let mut command = Command::new(&self.python);
        command
            .args(["-m", name, "--templates"])
            .arg(&self.templates)
            .arg("--pipewright")
            .arg(&self.program)
            .env("PYTHONPATH", &self.sources)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(&self.root);
        command
    }
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

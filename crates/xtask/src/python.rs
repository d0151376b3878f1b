//! Python environments that hold exactly what a lock file says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::run;

/// The environment in `folder`, made anew unless it was made from this very lock file.
pub(crate) fn environment(folder: &Path, lock: &Path) -> Result<PathBuf, String> {
    let wanted = fs::read_to_string(lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let stamp = folder.join("made-from.txt");
    let python = folder.join("bin/python");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) && python.exists() {
        return Ok(python);
    }
    eprintln!("installing {} into {}", lock.display(), folder.display());
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder)).map_err(|error| {
        format!(
            "{error}\nconformance needs Python 3.11 or newer with venv (Debian: apt-get install python3-venv)"
        )
    })?;
    let pip =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"];
    run(Command::new(&python).args(pip).arg(lock))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(python)
}

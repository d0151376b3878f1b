//! What the judge `iam-simulate` stands on: random policies and requests with our answers, and the npm package that is asked
//! about the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::run;

/// Enough to reach every operator in every form, and still a few seconds.
const PAIRS: &str = "12000";
const SEED: &str = "1";

/// The folder that has both, under `target/conformance/`.
pub(crate) fn second_opinion(root: &Path, target: &Path) -> Result<PathBuf, String> {
    let folder = target.join("iam-simulate");
    install(&root.join("crates/xtask/conformance/iam-simulate"), &folder)?;
    let pairs = folder.join("pairs.jsonl");
    let file = fs::File::create(&pairs).map_err(|error| format!("{}: {error}", pairs.display()))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let example = ["run", "--quiet", "--package", "pipewright-iam", "--example", "pairs", "--", PAIRS, SEED];
    run(Command::new(cargo).args(example).stdout(file).current_dir(root))?;
    Ok(folder)
}

/// Copies the package's files, and installs what the lock file says unless this very lock file has been installed.
fn install(sources: &Path, folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for name in ["package.json", "package-lock.json", "simulate.mjs"] {
        let source = sources.join(name);
        fs::copy(&source, folder.join(name)).map_err(|error| format!("{}: {error}", source.display()))?;
    }
    let read =
        |file: PathBuf| fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()));
    let wanted = read(folder.join("package-lock.json"))?;
    let stamp = folder.join("made-from.json");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) && folder.join("node_modules").exists() {
        return Ok(());
    }
    eprintln!("installing {} into {}", sources.join("package-lock.json").display(), folder.display());
    let npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    run(Command::new("npm").args(npm).current_dir(folder))
        .map_err(|error| format!("{error}\nconformance needs Node.js 20 or newer with npm"))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

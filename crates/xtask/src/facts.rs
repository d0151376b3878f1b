//! `cargo xtask facts`: makes the data files of the crate `facts` from pinned packages.
//!
//! The packages are taken by name into `target/facts/` and never kept; what they carry is gathered by
//! `crates/xtask/facts/gather.py` and encoded here, as `facts::layout` says.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

use crate::python;
use crate::run::run as execute;
use packages::Packages;

mod attributes;
mod book;
mod dump;
mod extensions;
mod graph;
mod iam;
mod packages;
mod patterns;
mod policies;
mod samples;
mod schema;
mod types;

/// What is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chore {
    Make,
    Check,
    Verify,
}

/// Makes the files; with `--check` only says whether they are what comes out. With `--verify` compares what the crate
/// tells with what the packages carry, all of it.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let chore = match arguments {
        [] => Chore::Make,
        [only] if only == "--check" => Chore::Check,
        [only] if only == "--verify" => Chore::Verify,
        _ => return Err("usage: cargo xtask facts [--check | --verify]".to_owned()),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    let packages = Packages::fetch(&root)?;
    let gathered = packages.gather(&root)?;
    if chore == Chore::Verify {
        return verify(&root, &packages, &gathered);
    }
    let (types, about_types) = types::encode(&read(&gathered.join("types.json"))?)?;
    let (iam, about_iam) = iam::encode(&read(&gathered.join("iam.json"))?)?;
    let (policies, about_policies) = policies::encode(&read(&gathered.join("policies.json"))?)?;
    for line in about_types.iter().chain(&about_iam).chain(&about_policies) {
        eprintln!("{line}");
    }
    let files = [("types.bin", types), ("iam.bin", iam), ("policies.bin", policies)];
    for (name, bytes) in &files {
        eprintln!("{name}: {} bytes", bytes.len());
    }
    for (name, bytes) in files {
        let path = root.join("crates/facts/data").join(name);
        let known = fs::read(&path).unwrap_or_default();
        if chore == Chore::Check && known != bytes {
            return Err(format!("{} is not what comes out: run `cargo xtask facts`", path.display()));
        }
        if known != bytes {
            fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// Lets Python compare, which has cfn-lint's own loader, and tries the patterns on texts that cfn-lint's engine judges.
fn verify(root: &Path, packages: &Packages, gathered: &Path) -> Result<(), String> {
    let lock = root.join("crates/xtask/conformance/requirements.txt");
    let python = python::environment(&root.join("target/conformance/venv"), &lock)?;
    let script = |name: &str| {
        let mut command = Command::new(&python);
        command.arg(root.join("crates/xtask/facts").join(name)).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    };
    let (types, dump, samples) =
        (gathered.join("types.json"), gathered.join("dump.json"), gathered.join("samples.json"));
    fs::write(&dump, dump::everything().to_string())
        .map_err(|error| format!("{}: {error}", dump.display()))?;
    let policies = gathered.join("policies.json");
    execute(script("compare.py").args([&dump, &types, &packages.iam_data, &policies]))?;
    execute(script("samples.py").args([&types, &samples]))?;
    samples::compare(&read(&samples)?)
}

fn read(path: &Path) -> Result<Json, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

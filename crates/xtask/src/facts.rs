//! `cargo xtask facts`: makes the data files of the crate `facts` from pinned packages.
//!
//! The packages are taken by name into `target/facts/` and never kept; what they carry is gathered by
//! `crates/xtask/facts/gather.py` and encoded here, as `facts::layout` says.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

mod attributes;
mod book;
mod extensions;
mod graph;
mod iam;
mod packages;
mod patterns;
mod schema;
mod types;

/// Makes the files; with `--check` only says whether they are what comes out.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let check = match arguments {
        [] => false,
        [only] if only == "--check" => true,
        _ => return Err("usage: cargo xtask facts [--check]".to_owned()),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    let gathered = packages::gather(&root)?;
    let (types, about_types) = types::encode(&read(&gathered.join("types.json"))?)?;
    let (iam, about_iam) = iam::encode(&read(&gathered.join("iam.json"))?)?;
    eprint!("{about_types}{about_iam}");
    eprintln!("types.bin: {} bytes, iam.bin: {} bytes", types.len(), iam.len());
    for (name, bytes) in [("types.bin", types), ("iam.bin", iam)] {
        let path = root.join("crates/facts/data").join(name);
        let known = fs::read(&path).unwrap_or_default();
        if check && known != bytes {
            return Err(format!("{} is not what comes out: run `cargo xtask facts`", path.display()));
        }
        if known != bytes {
            fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Json, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

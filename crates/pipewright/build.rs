//! Gathers the examples of all codes, so that `pipewright explain` shows what the tests run and reads no file for it.
//!
//! In: `errors/` and `mended/` of the stack language, `examples/` of the rules and of rehearsals, `explained/` of this crate. Out:
//! `examples.rs` with one failing and one passing text for each code. Where a code has several, the shortest is taken that
//! has both; a code without any is left out, which a test complains about. Also says how the binary is linked.

#![allow(clippy::print_stdout)] // a build script speaks to cargo on it

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A text, and what of its code it shows: what stands in its file's name behind the code.
type Texts = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    fixed_in_memory()?;
    let crates = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("..");
    let mut examples: Vec<(String, Texts, Texts)> = Vec::new();
    for folder in ["check/examples", "rehearse/examples", "pipewright/explained"] {
        for code in entries(&crates.join(folder))? {
            let name = name(&code);
            examples.push((name, texts(&code, "fail-")?, texts(&code, "pass-")?));
        }
    }
    // These are called after their code and what they show of it; which part is the code, `explain` knows.
    let (errors, mended) = (texts(&crates.join("spec/errors"), "")?, texts(&crates.join("spec/mended"), "")?);
    for (what, passes) in mended {
        if let Some(fails) = errors.get(&what) {
            let pair = |text: &str| Texts::from([(what.clone(), text.to_owned())]);
            examples.push((what.clone(), pair(fails), pair(&passes)));
        }
    }
    let mut code = String::from("const EXAMPLES: &[Example] = &[\n");
    for (name, fails, passes) in examples {
        if let Some((fails, passes)) = shortest(&fails, &passes) {
            writeln!(code, "Example {{ code: {name:?}, fails: {fails:?}, passes: {passes:?} }},")?;
        }
    }
    fs::write(Path::new(&std::env::var("OUT_DIR")?).join("examples.rs"), code + "];\n")?;
    Ok(())
}

/// Links the binary for one address: the loader would otherwise patch, and so copy, each page of its tables at every start.
fn fixed_in_memory() -> Result<(), Box<dyn Error>> {
    let target = |key: &str| std::env::var(format!("CARGO_CFG_TARGET_{key}"));
    if target("OS")? == "linux" && target("ENV")? == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    Ok(())
}

/// The shortest pair that shows the same, or else the shortest of each.
fn shortest<'t>(fails: &'t Texts, passes: &'t Texts) -> Option<(&'t str, &'t str)> {
    let same = fails.iter().filter_map(|(what, text)| Some((text.as_str(), passes.get(what)?.as_str())));
    let least = |texts: &'t Texts| texts.values().map(String::as_str).min_by_key(|text| text.len());
    same.min_by_key(|(fails, passes)| fails.len() + passes.len()).or_else(|| least(fails).zip(least(passes)))
}

/// The texts of the files whose names begin so. Bytes that are no UTF-8 are shown as such.
fn texts(folder: &Path, prefix: &str) -> Result<Texts, Box<dyn Error>> {
    let mut texts = Texts::new();
    for path in entries(folder)? {
        if let Some(what) = name(&path).strip_prefix(prefix) {
            let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
            texts.insert(what.to_owned(), text);
        }
    }
    Ok(texts)
}

/// A folder's entries; none, where there is no such folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

/// A file's name without its ending.
fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

//! What the tests over stacks share.

// Each test file is a crate of its own and uses a part of this.
#![allow(dead_code, unused_imports)]

use std::fs;
use std::path::{Path, PathBuf};

use cfn::Template;
use serde_json::Value as Json;

#[path = "../../../compile/tests/support/bare.rs"]
mod bare;

pub(crate) use bare::bare;

/// A file in `stacks/`.
pub(crate) struct StackFile {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file in `stacks/`, in alphabetical order.
pub(crate) fn stacks() -> Vec<StackFile> {
    let mut paths: Vec<_> =
        fs::read_dir(root().join("stacks")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    assert!(paths.len() >= 5, "stacks/ lost its files");
    paths
        .into_iter()
        .map(|path| StackFile {
            name: path.file_stem().unwrap().to_string_lossy().into_owned(),
            text: fs::read_to_string(&path).unwrap(),
        })
        .collect()
}

/// The template of a stack file that has no errors.
pub(crate) fn template(text: &str) -> Template {
    let (stack, _) = spec::parse(text).unwrap_or_else(|findings| panic!("{findings:#?}"));
    compile::compile(&stack).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// The template as YAML.
pub(crate) fn synthesize(text: &str) -> String {
    cfn::to_yaml(&template(text)).unwrap()
}

/// The resources of a type, each with its logical ID.
pub(crate) fn resources<'t>(template: &'t Json, kind: &'t str) -> impl Iterator<Item = (&'t str, &'t Json)> {
    template["Resources"]
        .as_object()
        .unwrap()
        .iter()
        .filter(move |(_, resource)| resource["Type"] == kind)
        .map(|(id, resource)| (id.as_str(), resource))
}

/// One value or a list of values, as a list.
pub(crate) fn list(value: &Json) -> Vec<&Json> {
    match value {
        Json::Null => Vec::new(),
        Json::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// Whether snapshots are being accepted: `INSTA_UPDATE=always cargo test`.
pub(crate) fn accepting() -> bool {
    std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always")
}

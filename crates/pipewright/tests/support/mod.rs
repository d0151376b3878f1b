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
        .flat_map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            pipelines(name, &fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// A stack file as it is, or one for each entry of its matrix with that entry alone.
fn pipelines(name: String, text: &str) -> Vec<StackFile> {
    let document = spec::Document::load(text, None).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let entries: Vec<_> = document.entries().iter().filter_map(spec::Entry::name).collect();
    if entries.is_empty() {
        return vec![StackFile { name, text: text.to_owned() }];
    }
    let is_other = |line: &str, entry: &str| {
        entries.iter().any(|other| *other != entry && line.starts_with(&format!("  {other}: {{")))
    };
    entries
        .iter()
        .map(|entry| StackFile {
            name: format!("{name}-{entry}"),
            text: text.split_inclusive('\n').filter(|line| !is_other(line, entry)).collect(),
        })
        .collect()
}

/// The template of a stack file that has no errors.
pub(crate) fn template(text: &str) -> Template {
    let (stack, _) = spec::parse(text).unwrap_or_else(|findings| panic!("{findings:#?}"));
    compile::compile(&stack).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// All templates of a stack file that has no errors: the pipeline's under the file's name, those of environments elsewhere
/// under it and theirs.
pub(crate) fn templates(stack: &StackFile) -> Vec<(String, Template)> {
    let (parsed, _) = spec::parse(&stack.text).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let all = compile::compile_all(&parsed).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let others = all.environments.into_iter();
    let others = others.map(|(environment, template)| (format!("{}.{environment}", stack.name), template));
    std::iter::once((stack.name.clone(), all.pipeline)).chain(others).collect()
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

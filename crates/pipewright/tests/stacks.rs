//! Every file in `stacks/` against its template in `snapshots/`: drop a file there, accept the snapshot, done.
//!
//! Beside each snapshot lies the raw template, for tools that read CloudFormation.

#![allow(clippy::unwrap_used)] // a test panics

mod support;

use std::fs;

use serde_json::Value as Json;
use support::{accepting, root, stacks, synthesize, templates};

#[test]
fn each_stack_gives_its_template() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut stale = Vec::new();
    insta::allow_duplicates! {
        for (name, template) in stacks().iter().flat_map(templates) {
            let template = cfn::to_yaml(&template).unwrap();
            let raw = root().join("snapshots").join(format!("{name}.yaml"));
            settings.bind(|| insta::assert_snapshot!(name.as_str(), template));
            if fs::read_to_string(&raw).ok().as_deref() != Some(template.as_str()) {
                if accepting() {
                    fs::write(&raw, &template).unwrap();
                } else {
                    stale.push(raw);
                }
            }
        }
    }
    assert!(stale.is_empty(), "not up to date: {stale:?}; accept with INSTA_UPDATE=always cargo test");
}

#[test]
fn each_snapshot_belongs_to_a_stack() {
    let names: Vec<_> = stacks().iter().flat_map(templates).map(|(name, _)| name).collect();
    for entry in fs::read_dir(root().join("snapshots")).unwrap() {
        let path = entry.unwrap().path();
        // A difference that waits to be accepted is no snapshot yet.
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "new") {
            continue;
        }
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(names.contains(&stem), "no stack in stacks/ for {}", path.display());
    }
}

#[test]
fn the_same_stack_gives_the_same_bytes() {
    for stack in stacks() {
        let first = synthesize(&stack.text);
        assert!((0..19).all(|_| synthesize(&stack.text) == first), "{}", stack.name);
    }
}

#[test]
fn the_default_stack_deploys_without_a_bucket() {
    let default = stacks().into_iter().find(|stack| stack.name == "default").unwrap();
    let bytes = synthesize(&default.text).len();
    assert!(bytes < 51_200, "{bytes} bytes: aws cloudformation deploy takes 51,200 without --s3-bucket");
}

#[test]
fn each_stack_tells_editors_its_schema() {
    for stack in stacks() {
        let modeline = "# yaml-language-server: $schema=../schemas/stack.schema.json";
        assert_eq!(stack.text.lines().next(), Some(modeline), "{}", stack.name);
    }
}

/// Short intrinsics read as their bare texts; everything else is what it was.
#[test]
fn yaml_and_json_say_the_same() {
    for (name, template) in stacks().iter().flat_map(templates) {
        let json: Json = serde_json::from_str(&cfn::to_json(&template)).unwrap();
        let yaml: Json = serde_yaml::from_str(&cfn::to_yaml(&template).unwrap()).unwrap();
        assert_eq!(yaml, support::bare(json), "{name}");
    }
}

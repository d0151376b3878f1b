//! The project file `pipewright.yaml`: settings that all its stacks inherit.
//!
//! In: the tree of a stack file and the text of its project file. Out: one tree, in which what the stack does not say itself
//! is what the project says. A place in the project file counts from the end of the stack file's text on
//! ([`beginning`]): whoever shows a finding tells the two apart by that.

use diag::{Diagnostic, Span, nearest};
use serde_json::Value as Json;
use yaml::{Node, Value};

use crate::Stack;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::{list, report_duplicates, wrong_type};
use crate::rules::uses;

/// What a project file can say: keys of a stack that are no stack's own.
pub const KEYS: [&str; 11] = [
    "edition",
    "name-prefix",
    "tags",
    "parameters",
    "permissions-boundary",
    "role-path",
    "deletion-policy",
    "encryption",
    "log-retention",
    "artifact-retention",
    "notifications",
];

/// Those of which a stack's own entries are added to the project's.
const MERGED: [&str; 2] = ["tags", "parameters"];

/// Where the places of a project file begin, beside a stack file of that text.
pub fn beginning(stack: &str) -> usize {
    stack.len() + 1
}

/// Moves a finding's places.
pub(crate) fn shifted(finding: Diagnostic, by: usize) -> Diagnostic {
    let moved = |span: Span| Span { start: span.start + by, end: span.end + by };
    let related = finding.related.into_iter().map(|(span, label)| (moved(span), label)).collect();
    Diagnostic { span: finding.span.map(moved), related, fix: None, ..finding }
}

/// What is wrong with a project file as such: keys that are none of its own.
pub(crate) fn check(project: &Node, findings: &mut Findings) {
    let Some(entries) = project.entries() else {
        findings.push(wrong_type(project, "a mapping"));
        return;
    };
    report_duplicates(entries, findings);
    for (key, _) in entries {
        let Some(name) = key.scalar().map(|key| key.text.as_str()) else {
            findings.push(wrong_type(key, "a key"));
            continue;
        };
        if KEYS.contains(&name) {
            continue;
        }
        let finding = Finding::UnknownKey.error(format!("the project has no key `{name}`")).at(key.span);
        findings.push(
            finding
                .label(match nearest(name, KEYS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "each stack says this itself".to_owned(),
                })
                .help(format!("its keys: {}", list(KEYS))),
        );
    }
}

/// What is wrong with a project file by itself: no YAML, or keys that are none of its own. Its values are read with each
/// stack that inherits them.
pub fn findings(text: &str) -> Vec<Diagnostic> {
    match crate::parse::project(text, 0) {
        Ok(tree) => {
            let mut findings = Findings::default();
            check(&tree, &mut findings);
            findings.into_sorted()
        }
        Err(finding) => vec![finding],
    }
}

/// Adds to a stack what its project says and it does not.
pub(crate) fn inherit(stack: &mut Node, project: Node) {
    let (Value::Map(own), Value::Map(inherited)) = (&mut stack.value, project.value) else { return };
    for (key, value) in inherited {
        let name = key.scalar().map(|key| key.text.clone()).unwrap_or_default();
        let there = own.iter_mut().find(|(own, _)| own.scalar().is_some_and(|own| own.text == name));
        match there {
            Some((_, there)) if MERGED.contains(&name.as_str()) => merge(there, value),
            Some(_) => {}
            None => own.push((key, value)),
        }
    }
}

/// The project's entries first, then the stack's; where both have one, the stack's.
fn merge(own: &mut Node, inherited: Node) {
    let (Value::Map(own), Value::Map(inherited)) = (&mut own.value, inherited.value) else { return };
    let name = |key: &Node| key.scalar().map(|key| key.text.clone());
    let mut new: Vec<_> = inherited
        .into_iter()
        .filter(|(key, _)| !own.iter().any(|(there, _)| name(there) == name(key)))
        .collect();
    new.append(own);
    *own = new;
}

/// Forgets the project's parameters that this stack does not use.
pub(crate) fn forget_unused(stack: &mut Stack, beginning: usize) {
    let used = uses(stack);
    stack.parameters.retain(|name, _| {
        name.span().is_none_or(|span| span.start < beginning) || used.contains(name.as_str())
    });
}

/// The JSON Schema of project files: that of stacks, without what is a stack's own.
pub fn schema() -> Json {
    let mut schema = crate::schema();
    if let Some(properties) = schema.get_mut("properties").and_then(Json::as_object_mut) {
        properties.retain(|key, _| KEYS.contains(&key.as_str()));
    }
    schema["required"] = Json::Array(Vec::new());
    schema["title"] = "project".into();
    schema["description"] = "What all stacks of a project inherit.".into();
    prune(&mut schema);
    schema
}

/// Without definitions that nothing refers to.
fn prune(schema: &mut Json) {
    loop {
        let text = schema.to_string();
        let Some(definitions) = schema.get_mut("definitions").and_then(Json::as_object_mut) else { return };
        let before = definitions.len();
        definitions.retain(|name, _| text.contains(&format!("\"#/definitions/{name}\"")));
        if definitions.len() == before {
            return;
        }
    }
}

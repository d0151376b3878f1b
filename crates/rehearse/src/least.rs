//! The narrowest policy that suffices: what the steps call under a role, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::calls::When;
use crate::walk::{Judged, Walk};
use crate::world::World;

/// A statement that allows these actions on these resources, in one line of YAML, to stand in the resource `owner`.
pub(crate) fn statement<'t>(
    world: &World<'t>,
    owner: &'t str,
    actions: &[String],
    resources: &[&str],
) -> String {
    let resources: Vec<_> =
        resources.iter().map(|resource| text(&world.written_in(owner, resource))).collect();
    let one_or_list = |items: &[String]| match items {
        [only] => only.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    format!("{{ Effect: Allow, Action: {}, Resource: {} }}", one_or_list(actions), one_or_list(&resources))
}

/// A text as YAML: what is one reference as such, what has references as a `!Sub`.
fn text(written: &str) -> String {
    let whole = written.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    if let Some(name) = whole.filter(|name| !name.contains(['$', '!', ' '])) {
        return if name.contains('.') { format!("!GetAtt {name}") } else { format!("!Ref {name}") };
    }
    if let Some(export) = whole.and_then(|name| name.strip_prefix(IMPORT)).filter(|name| !name.contains('$'))
    {
        return format!("!ImportValue {export}");
    }
    let (written, imports) = imported(written);
    if !imports.is_empty() {
        let names = imports.iter().map(|(name, export)| format!("{name}: !ImportValue {export}"));
        return format!("!Sub [\"{written}\", {{ {} }}]", names.collect::<Vec<_>>().join(", "));
    }
    if written.contains("${") { format!("!Sub \"{written}\"") } else { format!("\"{written}\"") }
}

/// How a symbol begins that stands for another stack's output.
const IMPORT: &str = "ImportValue ";

/// A text with names of its own for other stacks' outputs, as the long form of `!Sub` has them: names and exports.
fn imported(written: &str) -> (String, BTreeMap<String, &str>) {
    let (mut text, mut imports, mut rest) = (String::new(), BTreeMap::new(), written);
    while let Some((before, after)) = rest.split_once("${ImportValue ") {
        let Some((export, after)) = after.split_once('}').filter(|(export, _)| !export.contains('$')) else {
            break;
        };
        let words = export.split(|letter: char| !letter.is_ascii_alphanumeric());
        let name: String =
            words.map(|word| word[..1.min(word.len())].to_uppercase() + &word[1.min(word.len())..]).collect();
        text = text + before + "${" + &name + "}";
        imports.insert(name, export);
        rest = after;
    }
    (text + rest, imports)
}

/// The policy document that suffices for the resource `owner`: a role, or a managed policy. `None`, where no step calls
/// anything under it.
pub(crate) fn policy<'t>(world: &World<'t>, walks: &[Walk<'t>], owner: &str) -> Option<String> {
    let steps = walks.iter().flat_map(|walk| &walk.steps);
    let acts: Vec<_> =
        steps.flat_map(|step| &step.acts).filter(|act| act.caller.owner() == Some(owner)).collect();
    let owner = acts.first()?.caller.owner()?;
    let mut by_resource: Vec<(String, Option<String>, BTreeSet<String>)> = Vec::new();
    for judged in acts.iter().flat_map(|act| &act.calls) {
        if matches!(judged.call.when, When::Listed(_)) {
            continue;
        }
        let resource = world.written_in(owner, &judged.call.resource);
        let passed = passed_to(judged);
        let action = judged.call.action.to_string();
        match by_resource.iter_mut().find(|(known, to, _)| *known == resource && *to == passed) {
            Some((_, _, actions)) => drop(actions.insert(action)),
            None => by_resource.push((resource, passed, BTreeSet::from([action]))),
        }
    }
    let mut document = "Version: \"2012-10-17\"\nStatement:\n".to_owned();
    for (resources, passed, actions) in together(by_resource) {
        document.push_str("- Effect: Allow\n  Action:\n");
        for action in actions {
            let _ = writeln!(document, "  - {action}");
        }
        match resources.as_slice() {
            [only] => drop(writeln!(document, "  Resource: {}", text(only))),
            several => {
                document.push_str("  Resource:\n");
                for resource in several {
                    let _ = writeln!(document, "  - {}", text(resource));
                }
            }
        }
        if let Some(service) = passed {
            let _ = writeln!(
                document,
                "  Condition:\n    StringEquals:\n      \"iam:PassedToService\": \"{service}\""
            );
        }
    }
    let unknown: BTreeMap<_, _> =
        acts.iter().flat_map(|act| act.unmodelled.iter().map(move |why| (why, act))).collect();
    for (why, act) in unknown {
        let _ = writeln!(document, "# {}: {}", act.what, world.shown(why));
    }
    for judged in acts.iter().flat_map(|act| &act.seen) {
        let _ = writeln!(
            document,
            "# seen in a program, for a resource that is not known: {}",
            judged.call.action
        );
    }
    Some(document)
}

/// To which service a role is passed.
fn passed_to(judged: &Judged<'_>) -> Option<String> {
    let mut context = judged.call.context.iter();
    context.find(|(key, _)| *key == "iam:PassedToService").map(|(_, service)| service.clone())
}

type Statement = (Vec<String>, Option<String>, BTreeSet<String>);

/// Resources with the same actions, together.
fn together(each: Vec<(String, Option<String>, BTreeSet<String>)>) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    for (resource, passed, actions) in each {
        match found.iter_mut().find(|(_, to, known)| *to == passed && *known == actions) {
            Some((resources, ..)) => resources.push(resource),
            None => found.push((vec![resource], passed, actions)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn texts_are_written_so_that_cloudformation_reads_them() {
        for (written, expected) in [
            ("*", "\"*\""),
            ("${Key.Arn}", "!GetAtt Key.Arn"),
            ("${Topic}", "!Ref Topic"),
            ("${Store.Arn}/*", "!Sub \"${Store.Arn}/*\""),
            ("${ImportValue shared-key}", "!ImportValue shared-key"),
            (
                "arn:aws:s3:::${ImportValue shared-store}/${A}/*",
                "!Sub [\"arn:aws:s3:::${SharedStore}/${A}/*\", { SharedStore: !ImportValue shared-store }]",
            ),
        ] {
            assert_eq!(text(written), expected);
        }
    }
}

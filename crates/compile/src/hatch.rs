//! The escape hatch: what the stack file says in CloudFormation's own language.
//!
//! In: a finished template, and the raw conditions, resources, outputs and overrides of the stack. Out: the template with
//! them, every part knowing its place in the file; or each of them that has no place in the template. What they say is judged
//! later, like the rest.

mod path;
mod target;

use cfn::Template;
use cfn::read::{Call, Kind, Node, Step};
use diag::{Diagnostic, Span, nearest};
use serde_json::Value as Json;
use spec::{Located, Overrides, Raw, Stack};

use crate::context::Context;
use target::{Miss, replace};

/// Adds what the stack has of its own, then changes what it wants changed.
pub(crate) fn open(cx: &mut Context<'_>) -> Result<(), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let stack = cx.stack;
    let template = &mut cx.template;
    for (name, raw) in &stack.conditions {
        let value = cfn::read::value(raw.node());
        if template.condition(name, value.to_value()).is_ok() {
            places(template, &["Conditions", name].map(Step::key), name, raw, &value);
        }
    }
    if !stack.resources.is_empty() {
        template.section("The stack file's own resources");
    }
    for (id, raw) in &stack.resources {
        let value = cfn::read::value(raw.node());
        match template.raw_resource(id, value.to_value()) {
            Ok(()) => places(template, &["Resources", id].map(Step::key), id, raw, &value),
            Err(_) => findings.push(taken(id, "resource")),
        }
    }
    for (id, raw) in &stack.outputs {
        let value = cfn::read::value(raw.node());
        match template.raw_output(id, value.to_value()) {
            Ok(()) => places(template, &["Outputs", id].map(Step::key), id, raw, &value),
            Err(_) => findings.push(taken(id, "output")),
        }
    }
    for (id, changes) in &stack.overrides {
        overrides(stack, template, id, changes, &mut findings);
    }
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// All changes of one resource, in the order of the file.
fn overrides(
    stack: &Stack,
    template: &mut Template,
    id: &Located<String>,
    changes: &Overrides,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(finding) = unfit(stack, template, id) {
        findings.push(finding);
        return;
    }
    let mut changed: Vec<(Vec<Step>, &Located<String>)> = Vec::new();
    for (path, raw) in changes {
        let value = cfn::read::value(raw.node());
        let steps = match one(template, id, path, &value) {
            Ok(steps) => steps,
            Err(finding) => {
                findings.push(finding);
                continue;
            }
        };
        if let Some((_, earlier)) = changed.iter().find(|(earlier, _)| earlier.starts_with(&steps)) {
            findings.push(
                invalid(path.span(), format!("`{}` undoes the override before it", path.as_str()))
                    .label("replaces the whole")
                    .related(earlier.span(), "changes a part of it")
                    .help("write the whole first, or the part into it"),
            );
            continue;
        }
        let whole: Vec<_> = ["Resources", id].map(Step::key).into_iter().chain(steps.clone()).collect();
        places(template, &whole, path, raw, &value);
        changed.push((steps, path));
    }
}

/// Why nothing of a resource can be changed.
fn unfit(stack: &Stack, template: &mut Template, id: &Located<String>) -> Option<Diagnostic> {
    if stack.resources.contains_key(id) {
        return Some(
            invalid(id.span(), format!("`{}` is a resource of this file's own", id.as_str()))
                .label("not generated")
                .help("write it under `resources` as it is to be"),
        );
    }
    if template.resource_mut(id).is_some() {
        return None;
    }
    let finding = invalid(id.span(), format!("the template has no resource `{}`", id.as_str()));
    let finding = match nearest(id, template.resource_ids()) {
        Some(near) => finding.label(format!("did you mean `{near}`?")),
        None => finding.label("unknown"),
    };
    Some(finding.help(
        "logical IDs are those of the printed template: `pipewright synth` without this override shows them",
    ))
}

/// Makes one change, and says where in the resource.
fn one(
    template: &mut Template,
    id: &Located<String>,
    path: &Located<String>,
    value: &Node,
) -> Result<Vec<Step>, Diagnostic> {
    let picks = path::parse(path).map_err(|label| {
        invalid(path.span(), format!("`{}` is no path", path.as_str())).label(label).help(
            "keys with dots between them, items of lists in brackets: `Properties.Stages[Build].Actions[0].RunOrder`",
        )
    })?;
    let Some(resource) = template.resource_mut(id) else { return Ok(Vec::new()) };
    let kind = resource["Type"].as_str().unwrap_or_default();
    let first = picks.first().map(path::Pick::text).unwrap_or_default();
    if first == "Type" {
        return Err(invalid(path.span(), "a resource's type can't be changed")
            .label("would be another resource")
            .help("add a resource of your own under `resources`"));
    }
    if first == "Properties" && matches!(kind, "AWS::Lambda::Alias" | "AWS::Lambda::Version") {
        return Err(invalid(path.span(), format!("`{}` must stay as it is", id.as_str()))
            .label("would move live traffic")
            .help(
                "with any other property, the next update of the stack sends the placeholder's version again, past every gate; \
                 releasing is the pipeline's work",
            ));
    }
    let json = (!value.is_no_value()).then(|| value.to_value());
    replace(resource, &picks, json).map_err(|miss| told(&miss, id, path, resource))
}

/// A path that leads nowhere, as a finding.
fn told(miss: &Miss, id: &Located<String>, path: &Located<String>, resource: &Json) -> Diagnostic {
    let place = if miss.reached.is_empty() {
        format!("`{}`", id.as_str())
    } else {
        format!("`{}` of `{}`", miss.reached, id.as_str())
    };
    let finding = invalid(path.span(), format!("{place} {}", miss.why));
    let finding = match nearest(&miss.wanted, miss.there.iter().map(String::as_str)) {
        Some(near) => finding.label(format!("did you mean `{near}`?")),
        None => finding.label("leads nowhere"),
    };
    let kind = resource["Type"].as_str().unwrap_or_default();
    let finding = finding.help(format!("`{}` is of the type {kind}", id.as_str()));
    if miss.there.is_empty() {
        return finding;
    }
    let there = miss.there.join(", ");
    finding.help(format!("there are: {there}; of a path, only the last key may be new"))
}

fn invalid(place: Option<Span>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("invalid-override", message).at(place)
}

fn taken(id: &Located<String>, what: &str) -> Diagnostic {
    let finding = Diagnostic::error(
        "logical-id-taken",
        format!("`{}` is the ID of a generated {what}, or of a parameter", id.as_str()),
    );
    let cure = if what == "resource" {
        "choose another ID; to change the generated one, name it under `overrides`"
    } else {
        "choose another ID"
    };
    finding.at(id.span()).label("taken").help(cure)
}

/// Says of every part of a value where in the stack file it stands.
fn places(template: &mut Template, path: &[Step], key: &Located<String>, raw: &Raw, value: &Node) {
    let Some(span) = key.span().filter(|_| raw.is_placed()) else { return };
    template.comes_from(path.iter().cloned(), span);
    inner(template, &mut path.to_vec(), value);
}

fn inner(template: &mut Template, path: &mut Vec<Step>, value: &Node) {
    let mut below = |step: Step, place: Span, value: &Node| {
        path.push(step);
        template.comes_from(path.iter().cloned(), place);
        inner(template, path, value);
        path.pop();
    };
    match &value.kind {
        Kind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                below(Step::Index(index), item.handle(), item);
            }
        }
        Kind::Map(entries) => {
            for entry in entries {
                let scalar = entry.value.scalar().map(|_| entry.value.span);
                below(Step::key(&entry.key), scalar.unwrap_or(entry.key_span), &entry.value);
            }
        }
        Kind::Call(call) => {
            let Call { function, argument, name_span } = call.as_ref();
            below(Step::key(function.name()), *name_span, argument);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use spec::{CodeCommit, Deploy, Function, Raw, Runtime, Stack, Stage};

    fn stack() -> Stack {
        let mut stack = Stack::new("x", CodeCommit::new("x"));
        let api = stack.function("api", Function::created(Runtime::Python313, "api"));
        let build = spec::Build { commands: vec!["make".into()], ..spec::Build::default() };
        stack.stages.push(Stage::new("Build", build));
        stack.stages.push(Stage::new("Live", Deploy::of([api])));
        stack
    }

    #[test]
    fn a_stack_in_rust_has_the_hatch_too() {
        let mut stack = stack();
        let size = Raw::parse("{ Size: 1024 }").unwrap();
        stack.overrides.insert("ApiFunction".into(), [("Properties.EphemeralStorage".into(), size)].into());
        stack.resources.insert("Own".into(), Raw::parse("Type: AWS::SNS::Topic").unwrap());
        stack.outputs.insert("Own".into(), Raw::parse("Value: !GetAtt Own.TopicName").unwrap());
        let template = crate::compile(&stack).unwrap().to_value();
        assert_eq!(template["Resources"]["ApiFunction"]["Properties"]["EphemeralStorage"]["Size"], 1024);
        assert_eq!(template["Resources"]["Own"]["Type"], "AWS::SNS::Topic");
        assert_eq!(template["Outputs"]["Own"]["Value"]["Fn::GetAtt"][1], "TopicName");
    }

    #[test]
    fn every_wrong_override_is_told() {
        let mut stack = stack();
        for (id, path) in [
            ("ApiFuntion", "Properties.Timeout"),
            ("ApiFunction", "Propertys.Timeout"),
            ("ApiFunction", "Type"),
            ("ApiFunction", "Properties..Timeout"),
            ("ApiFunction", "Properties.VpcConfig.SubnetIds"),
            ("ApiFunction", "Properties.Architectures[1]"),
            ("ApiFunction", "Properties.Timeout.Seconds"),
            ("ApiAlias", "Properties.Description"),
            ("Pipeline", "Properties.Stages[Biuld].Actions[0].RunOrder"),
        ] {
            let raw = || Raw::parse("'1'").unwrap();
            stack.overrides = [(id.into(), [(path.into(), raw())].into())].into();
            let findings = crate::compile(&stack).unwrap_err();
            let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
            assert_eq!(codes, ["invalid-override"], "{id} {path}");
        }
    }
}

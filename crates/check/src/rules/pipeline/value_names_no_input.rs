//! `value-names-no-input`: a configuration value that names an artifact which is no input of the action.

use diag::{Severity, nearest};
use serde_json::Value;

use super::json::{self, HOLE, Json};
use super::mend::{listed, reword};
use crate::Rule;
use crate::context::Context;
use crate::pipelines::types::Form;
use crate::pipelines::{Pipeline, Step};
use crate::resolve::{Pattern, Piece};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-names-no-input",
    severity: Severity::Error,
    title: "A configuration value names an artifact that is no input of its action.",
    explanation: "A template's path, a template configuration, the primary source of a build and the files of a blue/green \
        deployment are looked for in an input artifact of the action, which the value names: `Artifact::path/in/it`, or the \
        artifact's name alone. So do `Fn::GetArtifactAtt` and `Fn::GetParam` in parameter overrides. An artifact that is not \
        among `InputArtifacts` is not there when the action runs, and CodePipeline refuses it or the action fails.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-parameter-override-functions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        let Some(kind) = step.kind else { continue };
        if is_indifferent(ctx, step) {
            continue;
        }
        for setting in &step.settings {
            let Some(key) = kind.key(&setting.entry.key) else { continue };
            for pattern in ctx.patterns(&setting.entry.value) {
                match key.form {
                    Form::Artifact => named(ctx, step, &pattern, &whole(&pattern), out),
                    Form::File | Form::FileOrText => file(ctx, step, key.name, key.form, &pattern, out),
                    Form::Parameters => overrides(ctx, step, &pattern, out),
                    _ => {}
                }
            }
        }
    }
}

/// Whether it works on what is there already, and does not look at the paths.
fn is_indifferent<'t>(ctx: &Context<'t>, step: &Step<'t>) -> bool {
    step.is("Deploy", "CloudFormation")
        && step
            .setting(ctx, "ActionMode")
            .is_none_or(|mode| ["CHANGE_SET_EXECUTE", "DELETE_ONLY"].contains(&&*mode.value))
}

/// The text with holes in it.
fn whole(pattern: &Pattern<'_>) -> String {
    let piece = |piece: &Piece<'_>| match piece {
        Piece::Known(text) => text.to_string(),
        Piece::Hole(_) => HOLE.to_string(),
    };
    pattern.pieces.iter().map(piece).collect()
}

fn file(
    ctx: &Context<'_>,
    step: &Step<'_>,
    key: &str,
    form: Form,
    pattern: &Pattern<'_>,
    out: &mut Findings,
) {
    let text = whole(pattern);
    if let Some((artifact, path)) = text.split_once("::") {
        if path.is_empty() {
            let finding =
                RULE.at(pattern.node.handle(), format!("`{key}` names no file in the artifact `{artifact}`"));
            out.add(finding.help(format!("write `{artifact}::` and the file's path in it")));
        }
        return named(ctx, step, pattern, artifact, out);
    }
    if matches!(form, Form::FileOrText) || text.contains([HOLE, '#']) || text.is_empty() {
        return;
    }
    let mut finding = RULE.at(pattern.node.handle(), format!("`{key}` names no artifact"));
    let first = step.inputs.names().next().map_or("Artifact", |name| &*name.value);
    finding =
        finding.help(format!("write `{first}::{text}`: the input artifact, two colons, and the file in it"));
    out.add(finding);
}

fn named(ctx: &Context<'_>, step: &Step<'_>, pattern: &Pattern<'_>, artifact: &str, out: &mut Findings) {
    if artifact.contains([HOLE, '#']) || artifact.is_empty() || !step.inputs.lack(artifact) {
        return;
    }
    let inputs = || step.inputs.names().map(|name| &*name.value);
    let written = pattern.node.text().unwrap_or_default();
    let span = match written.find(artifact) {
        Some(at) => ctx.document().place(pattern.node, at..at + artifact.len()),
        None => pattern.node.handle(),
    };
    let mut finding = RULE.at(span, format!("`{artifact}` is no input of the {}", step.title()));
    if let Some(list) = step.inputs.node {
        finding = finding.related(list.handle(), "its inputs");
    }
    finding = match nearest(artifact, inputs()) {
        Some(near) => finding.fix(reword(ctx, span, artifact, near)).help(format!("write `{near}`")),
        None if inputs().next().is_some() => finding.help(format!("its inputs are {}", listed(inputs()))),
        None => finding.help(format!("add `{artifact}` to its `InputArtifacts`")),
    };
    out.add(finding);
}

/// The artifacts that functions in parameter overrides name.
fn overrides(ctx: &Context<'_>, step: &Step<'_>, pattern: &Pattern<'_>, out: &mut Findings) {
    let Some(Json::Is(Value::Object(parameters))) = json::read(ctx, pattern) else { return };
    for value in parameters.values() {
        let call = value.get("Fn::GetArtifactAtt").or_else(|| value.get("Fn::GetParam"));
        if let Some(artifact) = call.and_then(|call| call.get(0)).and_then(Value::as_str) {
            named(ctx, step, pattern, artifact, out);
        }
    }
}

//! `configuration-missing-key`: a configuration without a key that the action or rule needs.

use diag::{Severity, nearest};

use super::mend::listed;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::{Pipeline, Step};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "configuration-missing-key",
    severity: Severity::Error,
    title: "An action's or rule's configuration lacks a key that it cannot go without.",
    explanation: "Some configuration keys are always needed, others depending on the rest: a change set needs its name, a \
        build with several inputs its primary source, an unpacked deployment to S3 no object key but a packed one does. \
        CodePipeline refuses a pipeline without the former (\"is missing required configuration\"), and an action without \
        the latter fails when it runs.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/structure-configuration-examples.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        let Some(kind) = step.kind else { continue };
        let required = kind.all_keys().iter().filter(|key| key.required);
        let required = required.map(|key| (key.name, String::new()));
        for (key, why) in required.chain(depending(ctx, step)) {
            if step.lacks(key) && !is_misspelt(step, key) {
                say(step, key, &why, out);
            }
        }
    }
}

/// Whether a key that the provider does not have is that one misspelt, which is said of it already.
fn is_misspelt(step: &Step<'_>, key: &str) -> bool {
    let is_unknown = |name: &&str| step.kind.is_some_and(|kind| kind.key(name).is_none());
    let written = step.settings.iter().map(|setting| setting.entry.key.as_str());
    written.filter(is_unknown).any(|written| nearest(written, [key]).is_some())
}

fn say(step: &Step<'_>, key: &str, why: &str, out: &mut Findings) {
    let provider = step.kind.map_or("", |kind| kind.provider);
    let finding = RULE.at(step.configuration_span(), format!("the {} has no `{key}`", step.title()));
    out.add(finding.help(format!("`{provider}` needs `{key}` in its `Configuration`{why}")));
}

/// The keys that are needed because of others, each with why.
fn depending<'t>(ctx: &Context<'t>, step: &Step<'t>) -> Vec<(&'static str, String)> {
    let is = |key: &str, value: &str| {
        step.setting(ctx, key).is_some_and(|text| text.value == value && !text.value.contains("#{"))
    };
    let provider = step.kind.map_or("", |kind| kind.provider);
    let mut keys = Vec::new();
    match provider {
        "S3" if is("Extract", "false") => keys.push(("ObjectKey", " where `Extract` is `false`".to_owned())),
        "CloudFormation" => {
            let mode = step.setting(ctx, "ActionMode");
            let mode = mode.as_ref().map_or("", |mode| &mode.value);
            let why = format!(" where `ActionMode` is `{mode}`");
            if ["CHANGE_SET_REPLACE", "CHANGE_SET_EXECUTE"].contains(&mode) {
                keys.push(("ChangeSetName", why.clone()));
            }
            if ["CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_REPLACE"].contains(&mode) {
                keys.push(("TemplatePath", why));
            }
        }
        "CodeBuild" if step.inputs.complete && step.inputs.list.len() > 1 && step.gate.is_none() => {
            let names = listed(step.inputs.names().map(|name| &*name.value));
            // Inputs on both sides of a condition are not several inputs.
            if step.inputs.list.iter().all(|input| input.when == step.when) {
                keys.push(("PrimarySource", format!(": one of its inputs {names}")));
            }
        }
        "StepFunctions" if is("InputType", "FilePath") => {
            keys.push(("Input", " where `InputType` is `FilePath`".to_owned()));
        }
        "EKS" if step.lacks("HelmChartLocation") && step.lacks("HelmReleaseName") => {
            keys.push(("ManifestFiles", " where there is no Helm chart".to_owned()));
        }
        "EKS" if step.lacks("ManifestFiles") => {
            keys.push(("HelmReleaseName", " to install a chart".to_owned()));
            keys.push(("HelmChartLocation", " to install a chart".to_owned()));
        }
        "Lambda" if step.is("Deploy", "Lambda") && step.inputs.complete && step.inputs.list.is_empty() => {
            keys.push(("PublishedTargetVersion", " where it has no input artifact".to_owned()));
        }
        _ => {}
    }
    keys
}

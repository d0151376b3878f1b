//! `custom-action-mismatch`: an action of a custom type that the template defines otherwise.

use std::borrow::Cow;

use cfn::read::Node;
use diag::{Diagnostic, Severity, nearest};

use super::mend::{listed, meant};
use crate::Rule;
use crate::context::{Context, Resource};
use crate::pipelines::{Pipeline, Step};
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "custom-action-mismatch",
    severity: Severity::Error,
    title: "An action does not fit the custom action type that the template defines.",
    explanation: "A custom action type says its category, provider and version, which configuration keys it has and needs, \
        and how many artifacts it takes and gives. CodePipeline refuses an action that does not fit. Where only the \
        provider is alike and another type of that name may exist elsewhere, this is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreateCustomActionType.html",
    ],
    check,
};

const PARTS: [&str; 3] = ["Provider", "Category", "Version"];

fn check<'t>(ctx: &Context<'t>, out: &mut Findings) {
    let defined: Vec<_> = ctx.of_type("AWS::CodePipeline::CustomActionType").collect();
    if defined.is_empty() {
        return;
    }
    for action in ctx.pipelines().iter().flat_map(Pipeline::actions) {
        if action.type_part(ctx, "Owner").is_none_or(|owner| owner.value != "Custom") {
            continue;
        }
        let [Some(provider), Some(category), Some(version)] = PARTS.map(|part| action.type_part(ctx, part))
        else {
            continue;
        };
        let wanted = [&provider, &category, &version];
        let agrees = |resource: &Resource<'t>, parts: usize| {
            PARTS
                .iter()
                .zip(wanted)
                .take(parts)
                .all(|(key, text)| part(ctx, resource, key).is_some_and(|own| own == text.value))
        };
        // A type whose parts are not known may be the one.
        if defined.iter().any(|resource| PARTS.iter().any(|key| part(ctx, resource, key).is_none())) {
            continue;
        }
        if let Some(kind) = defined.iter().find(|resource| agrees(resource, 3)) {
            fits(ctx, action, kind, out);
        } else if let Some(kind) = defined.iter().find(|resource| agrees(resource, 1)) {
            let other = PARTS
                .iter()
                .zip(wanted)
                .find(|(key, text)| part(ctx, kind, key).is_some_and(|own| own != text.value));
            if let Some((key, text)) = other {
                let own = part(ctx, kind, key).unwrap_or_default();
                let message =
                    format!("the type `{}` of this template has the {} `{own}`", kind.id, key.to_lowercase());
                out.add(
                    milder(RULE.at(text.span(), message))
                        .related(kind.id_span, "the type")
                        .help(format!("write `{own}`")),
                );
            }
        } else {
            misspelt(ctx, &provider, &defined, out);
        }
    }
}

/// What a custom action type says of itself.
fn part<'t>(ctx: &Context<'t>, kind: &Resource<'t>, key: &str) -> Option<Cow<'t, str>> {
    ctx.text(kind.properties()?.get(key)?)
}

fn milder(mut finding: Diagnostic) -> Diagnostic {
    finding.severity = Severity::Warning;
    finding
}

fn misspelt<'t>(ctx: &Context<'t>, provider: &Text<'t>, defined: &[&Resource<'t>], out: &mut Findings) {
    let names: Vec<_> =
        defined.iter().filter_map(|kind| ctx.text(kind.properties()?.get("Provider")?)).collect();
    let near = nearest(&provider.value, names.iter().map(|name| &**name));
    if near.is_some_and(|near| near.len().abs_diff(provider.value.len()) <= 2) {
        let finding =
            RULE.at(provider.span(), format!("no custom action type is named `{}` here", provider.value));
        out.add(meant(ctx, milder(finding), &provider.value, names.iter().map(|name| &**name)));
    }
}

fn fits<'t>(ctx: &Context<'t>, action: &Step<'t>, kind: &Resource<'t>, out: &mut Findings) {
    let Some(properties) = kind.properties() else { return };
    let mut keys = Vec::new();
    for key in properties.get("ConfigurationProperties").map_or_else(Vec::new, |list| ctx.items(list)) {
        let Some(name) = key.get("Name").and_then(|name| ctx.text(name)) else { return };
        let required = key.get("Required").and_then(|required| ctx.text(required));
        keys.push((name, required.as_deref() == Some("true")));
    }
    for setting in &action.settings {
        let written = &setting.entry.key;
        if !keys.iter().any(|(name, _)| name == written) {
            let finding =
                RULE.at(setting.entry.key_span, format!("the type `{}` has no key `{written}`", kind.id));
            let finding = milder(finding).related(kind.id_span, "the type");
            let names = || keys.iter().map(|(name, _)| &**name);
            let finding =
                if keys.is_empty() { finding } else { finding.help(format!("it has {}", listed(names()))) };
            out.add(meant(ctx, finding, written, names()));
        }
    }
    for (name, _) in keys.iter().filter(|(name, required)| *required && action.lacks(name)) {
        let finding = RULE.at(action.configuration_span(), format!("the {} has no `{name}`", action.title()));
        out.add(finding.related(kind.id_span, "the type needs it").help(format!("give it `{name}`")));
    }
    for (what, key, artifacts) in [
        ("input", "InputArtifactDetails", &action.inputs),
        ("output", "OutputArtifactDetails", &action.outputs),
    ] {
        let count = artifacts.list.len();
        let Some((least, most)) = bounds(ctx, properties, key).filter(|_| artifacts.complete) else {
            continue;
        };
        let sure = artifacts.list.iter().all(|artifact| artifact.when == action.when);
        if sure && !(least..=most).contains(&count) {
            let message = format!("the {} has {count} {what} artifacts", action.title());
            let finding = RULE.at(action.span(), message).related(kind.id_span, "the type");
            let range = if least == most { least.to_string() } else { format!("{least} to {most}") };
            out.add(finding.help(format!("`{}` has {range}", kind.id)));
        }
    }
}

fn bounds<'t>(ctx: &Context<'t>, properties: &'t Node, key: &str) -> Option<(usize, usize)> {
    let details = properties.get(key)?;
    let bound = |key: &str| ctx.text(details.get(key)?)?.parse().ok();
    Some((bound("MinimumCount")?, bound("MaximumCount")?))
}

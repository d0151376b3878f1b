//! `configuration-unknown-key`: a configuration key that the provider does not have.

use diag::{Severity, nearest};

use super::mend::{listed, meant};
use crate::Rule;
use crate::context::Context;
use crate::pipelines::types::Type;
use crate::pipelines::{Pipeline, Step};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "configuration-unknown-key",
    severity: Severity::Error,
    title: "An action's or rule's configuration has a key that its provider does not know.",
    explanation: "Each provider takes certain configuration keys, spelt and capitalised just so. CodePipeline refuses a \
        pipeline whose action \"contains unknown configuration\". Where a provider's page is known to be incomplete, and \
        the key is like none of those that it names, this is only a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/structure-configuration-examples.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    ],
    check,
};

/// What stands beside `Configuration`, not in it.
const BESIDE: [&str; 8] = [
    "Commands",
    "OutputVariables",
    "RunOrder",
    "Region",
    "RoleArn",
    "Namespace",
    "InputArtifacts",
    "OutputArtifacts",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        let Some(kind) = step.kind else { continue };
        for setting in &step.settings {
            let key = setting.entry.key.as_str();
            if kind.key(key).is_none() && !key.is_empty() {
                judge(ctx, step, kind, setting.entry, out);
            }
        }
    }
}

fn judge(ctx: &Context<'_>, step: &Step<'_>, kind: &Type, entry: &cfn::read::Entry, out: &mut Findings) {
    let key = entry.key.as_str();
    let known = || kind.all_keys().iter().map(|key| key.name);
    let message = format!("`{}` has no configuration key `{key}`", kind.provider);
    let mut finding = RULE.at(entry.key_span, message).label(format!("in the {}", step.title()));
    if BESIDE.contains(&key) {
        let help = format!("`{key}` stands beside `Configuration`, in the action itself");
        out.add(finding.help(help));
        return;
    }
    let unused = || known().filter(|known| step.settings_of(known).next().is_none());
    if nearest(key, known()).is_none() && !kind.is_closed() {
        finding.severity = Severity::Warning;
    }
    if known().next().is_some() {
        finding = finding.help(format!("it has {}", listed(known())));
    }
    if finding.severity == Severity::Warning {
        finding = finding.help(format!("AWS tells them at {}", kind.page));
    }
    out.add(meant(ctx, finding, key, unused()));
}

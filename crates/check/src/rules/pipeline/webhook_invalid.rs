//! `webhook-invalid`: a webhook that CodePipeline refuses, or that starts nothing.

use cfn::read::Node;
use diag::{Severity, nearest};

use super::mend::{listed, meant, tell};
use super::starts;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "webhook-invalid",
    severity: Severity::Error,
    title: "A webhook's authentication or target cannot be.",
    explanation: "A webhook authenticated by GITHUB_HMAC has a `SecretToken` and nothing else, one by IP an `AllowedIPRange` \
        and nothing else, one that is UNAUTHENTICATED neither. It has at most five filters. Its target is a source action, \
        in the first stage of the pipeline that it names. CodePipeline refuses it otherwise.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookDefinition.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutWebhook.html",
    ],
    check,
};

const KEYS: [&str; 2] = ["SecretToken", "AllowedIPRange"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for webhook in ctx.of_type("AWS::CodePipeline::Webhook") {
        if let Some(properties) = webhook.properties() {
            authentication(ctx, properties, out);
            for filters in ctx.get(properties, "Filters") {
                if filters.items().iter().filter(|filter| filter.call().is_none()).count() > 5 {
                    out.add(RULE.at(filters.handle(), "more than five filters").help("take some out"));
                }
            }
        }
    }
    for pipeline in ctx.pipelines().iter().filter(|pipeline| pipeline.is_complete) {
        let sources: Vec<_> = pipeline.actions().filter(|action| action.stage == 0).collect();
        if sources.iter().any(|action| !action.name.complete) {
            continue;
        }
        let names: Vec<_> =
            sources.iter().flat_map(|action| &action.name.known).map(|name| &*name.value).collect();
        for webhook in starts::webhooks(ctx, pipeline) {
            let targets =
                webhook.properties().map_or_else(Vec::new, |properties| ctx.get(properties, "TargetAction"));
            let texts = |target| ctx.texts(target).known.into_iter().map(move |text| (target, text));
            for (target, text) in targets.into_iter().flat_map(texts) {
                if names.contains(&&*text.value) {
                    continue;
                }
                let message =
                    format!("`{}` is no action of the first stage of `{}`", text.value, pipeline.id);
                let finding = RULE.at(text.span(), message);
                let finding = match nearest(&text.value, names.iter().copied()) {
                    Some(_) => meant(ctx, finding, &text.value, names.iter().copied()),
                    None => finding.help(format!("there are {}", listed(names.iter().copied()))),
                };
                tell(ctx, target, &text, finding, out);
            }
        }
    }
}

fn authentication<'t>(ctx: &Context<'t>, properties: &'t Node, out: &mut Findings) {
    let Some(kind) = properties.get("Authentication").and_then(|kind| ctx.text(kind)) else { return };
    let wanted = match &*kind {
        "GITHUB_HMAC" => Some("SecretToken"),
        "IP" => Some("AllowedIPRange"),
        "UNAUTHENTICATED" => None,
        _ => return,
    };
    for configuration in ctx.get(properties, "AuthenticationConfiguration") {
        for entry in configuration.entries().iter().filter(|entry| KEYS.contains(&entry.key.as_str())) {
            if Some(entry.key.as_str()) != wanted && !ctx.branches(&entry.value).is_empty() {
                let finding = RULE.at(entry.key_span, format!("`{kind}` takes no `{}`", entry.key));
                out.add(
                    finding.help(
                        wanted.map_or("take it out".to_owned(), |key| format!("it takes `{key}` alone")),
                    ),
                );
            }
        }
        if let Some(key) = wanted.filter(|key| ctx.is_absent(configuration, key)) {
            let finding = RULE.at(configuration.handle(), format!("`{kind}` needs a `{key}`"));
            out.add(finding.help(format!("give it `{key}`")));
        }
    }
}

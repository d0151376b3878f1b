//! A number or boolean in an event pattern where events have texts.

use cfn::read::Kind;
use diag::{Fix, Severity};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::matched::scopes;
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-not-a-text",
    severity: Severity::Warning,
    title: "An event pattern matches a number where events have a text.",
    explanation: "An event's `account`, `version`, `id`, `region`, `time`, `source` and `detail-type` are \
        texts, also where they look like numbers. EventBridge compares values exactly, so that the number \
        111122223333 is not the text \"111122223333\": the rule is created, but never matches. Put the value \
        in quotes.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
    ],
    check,
};

const TEXTS: [&str; 7] = ["account", "version", "id", "region", "time", "source", "detail-type"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for scope in event_patterns(ctx).into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
        for key in TEXTS {
            let lists = ctx.get(scope[0], key).into_iter().filter(|list| list.is_list());
            for item in lists.flat_map(|list| ctx.items(list)) {
                if !matches!(item.kind, Kind::Number(_) | Kind::Bool(_)) {
                    continue;
                }
                let written = &ctx.document().text()[item.span.start..item.span.end];
                let finding = RULE
                    .at(item.span, format!("`{key}` of an event is a text, and `{written}` is none"))
                    .label("never equal")
                    .help(format!("put it in quotes: `\"{written}\"`"))
                    .fix(Fix::replace(format!("write `\"{written}\"`"), item.span, format!("\"{written}\"")));
                findings.add(finding);
            }
        }
    }
}

//! A top-level field of an event pattern that no event has.

use diag::{Severity, nearest};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::matched::scopes;
use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-unknown-field",
    severity: Severity::Warning,
    title: "An event pattern asks for a top-level field that no event has.",
    explanation: "Every event that EventBridge delivers has the same envelope: `version`, `id`, \
        `detail-type`, `source`, `account`, `time`, `region`, `resources` and `detail` (and `replay-name`, \
        where it comes from an archive). What a service or an application adds stands below `detail`. \
        EventBridge takes a pattern with any other field, but no event ever matches it, and the rule stays \
        silent.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
    ],
    check,
};

const FIELDS: [&str; 10] = [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "detail",
    "replay-name",
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for scope in event_patterns(ctx).into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
        for entry in scope[0].entries() {
            let key = entry.key.as_str();
            if FIELDS.contains(&key) || matches!(key, "$or" | "<<" | "") || key.starts_with("Fn::") {
                continue;
            }
            let finding =
                RULE.at(entry.key_span, format!("no event has a field `{key}`")).label("never there");
            findings.add(match nearest(key, FIELDS) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help(format!(
                    "fields of a service's own stand below `detail`: `detail: {{ {key}: […] }}`"
                )),
            });
        }
    }
}

//! An event pattern over EventBridge's limit.

use cfn::read::{Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::event_patterns;

pub(super) const RULE: Rule = Rule {
    code: "pattern-too-long",
    severity: Severity::Error,
    title: "An event pattern is longer than EventBridge takes.",
    explanation: "An event pattern has at most 2,048 characters as JSON; on request, AWS raises that quota \
        for an account, but the API takes no more than 4,096. Beyond that the rule is refused when the stack \
        is deployed; between the two it depends on the account. Values that only the deployment knows are \
        counted as nothing here. Match with `prefix` or `wildcard` instead of long lists, or split the rule.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    ],
    check,
};

const QUOTA: usize = 2_048;
const MOST: usize = 4_096;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for pattern in event_patterns(ctx) {
        let length = least(ctx, pattern);
        if length <= QUOTA {
            continue;
        }
        let message = format!("the event pattern has at least {length} characters");
        let mut finding = RULE.at(pattern.handle(), message);
        if length > MOST {
            finding = finding.label(format!("more than {MOST}"));
        } else {
            finding.severity = Severity::Warning;
            finding = finding
                .label(format!("more than the quota of {QUOTA}"))
                .help("AWS raises the quota on request, up to 4,096");
        }
        findings
            .add(finding.help("match with `prefix` or `wildcard` instead of long lists, or split the rule"));
    }
}

/// The length of a value as JSON without blanks, taking what is unknown for nothing.
fn least<'t>(ctx: &Context<'t>, node: &'t Node) -> usize {
    let between = |count: usize| 2 + count.saturating_sub(1);
    let of_branch = |node: &'t Node| match &node.kind {
        Kind::Null => 4,
        Kind::Bool(value) => {
            if *value {
                4
            } else {
                5
            }
        }
        Kind::Number(text) => text.chars().count(),
        Kind::Text(text) => quoted(text),
        Kind::List(items) => between(items.len()) + items.iter().map(|item| least(ctx, item)).sum::<usize>(),
        Kind::Map(entries) => {
            let members = entries.iter().map(|entry| quoted(&entry.key) + 1 + least(ctx, &entry.value));
            between(entries.len()) + members.sum::<usize>()
        }
        Kind::Call(_) => ctx.text(node).map_or(2, |text| quoted(&text)),
    };
    ctx.branches(node).into_iter().map(|branch| of_branch(branch.node)).min().unwrap_or_default()
}

fn quoted(text: &str) -> usize {
    2 + text
        .chars()
        .map(|letter| if matches!(letter, '"' | '\\' | '\n' | '\t') { 2 } else { 1 })
        .sum::<usize>()
}

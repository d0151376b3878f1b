//! A filter policy that SNS refuses.

use cfn::read::Node;
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::pattern::faults;
use super::read::of_type;

pub(super) const RULE: Rule = Rule {
    code: "invalid-filter-policy",
    severity: Severity::Error,
    title: "The filter policy of a subscription is not valid.",
    explanation: "A filter policy lists, for each attribute or key of a message, the values to let through, \
        in the grammar of event patterns: each field has a list, and comparisons such as `{ prefix: a }` \
        stand in it. It has at most five keys and 150 combinations of values, and only with \
        `FilterPolicyScope: MessageBody` may it be nested. SNS refuses any other when the stack is deployed.",
    pages: &[
        "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html",
    ],
    check,
};

const MOST_KEYS: usize = 5;
const MOST_COMBINATIONS: usize = 150;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::SNS::Subscription") {
        for policy in ctx.get(properties, "FilterPolicy").into_iter().filter(|policy| !is_nothing(policy)) {
            for fault in faults(ctx, policy) {
                let message = fault.message.replace("of a pattern", "of the filter policy");
                findings.add(RULE.at(fault.span, message).label(fault.label).help(fault.help));
            }
            nesting(ctx, properties, policy, findings);
            size(policy, findings);
        }
    }
}

/// An empty filter policy takes one away, and so lets everything through.
fn is_nothing(policy: &Node) -> bool {
    policy.is_map() && policy.entries().is_empty()
}

fn nesting<'t>(ctx: &Context<'t>, properties: &'t Node, policy: &'t Node, findings: &mut Findings) {
    let by_attributes = ctx.is_absent(properties, "FilterPolicyScope")
        || properties
            .get("FilterPolicyScope")
            .and_then(|scope| ctx.text(scope))
            .is_some_and(|scope| scope == "MessageAttributes");
    if !by_attributes {
        return;
    }
    for entry in policy.entries().iter().filter(|entry| entry.value.is_map() && entry.key != "$or") {
        findings.add(
            RULE.at(entry.key_span, format!("`{}` is nested, and attributes are not", entry.key))
                .label("has fields of its own")
                .help(
                    "filter on the body with `FilterPolicyScope: MessageBody`, or name an attribute's values",
                ),
        );
    }
}

fn size(policy: &Node, findings: &mut Findings) {
    let mut leaves = Vec::new();
    gather(policy, &mut leaves);
    let combinations = leaves.iter().fold(1_usize, |product, count| product.saturating_mul(*count));
    let (count, what, most) = if leaves.len() > MOST_KEYS {
        (leaves.len(), "keys", MOST_KEYS)
    } else if combinations > MOST_COMBINATIONS {
        (combinations, "combinations of values", MOST_COMBINATIONS)
    } else {
        return;
    };
    findings.add(
        RULE.at(policy.handle(), format!("the filter policy has {count} {what}"))
            .label(format!("more than {most}"))
            .help("let more through, and filter again in the subscriber"),
    );
}

/// The number of values of each field, as far as they are written out; what a nested field adds to the count of
/// combinations is left out.
fn gather(map: &Node, leaves: &mut Vec<usize>) {
    for entry in map.entries().iter().filter(|entry| entry.key != "$or") {
        if entry.value.is_map() {
            gather(&entry.value, leaves);
        } else if entry.value.is_list() {
            leaves.push(entry.value.items().len().max(1));
        }
    }
}

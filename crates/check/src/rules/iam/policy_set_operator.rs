//! A key of several values that is compared as if it had one, and the other way round.

use diag::Severity;

use super::keys;
use super::operators::{Operator, Sort};
use crate::context::Context;
use crate::policy::Comparison;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-set-operator",
    severity: Severity::Warning,
    title: "A condition's ForAllValues or ForAnyValue does not fit the key.",
    explanation: "A key such as aws:TagKeys carries several values in one request, and AWS wants ForAnyValue: or ForAllValues: \
        before the operator that compares it. A key such as aws:SourceArn carries one; ForAllValues: before it is true also \
        where the key is missing altogether, so that an Allow lets in what it was to keep out.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        let comparisons = statement.comparisons();
        for comparison in &comparisons {
            let Some(operator) = Operator::parse(&comparison.operator.key) else { continue };
            let Some(kind) = keys::of(&comparison.key.key).known().map(|key| key.kind()) else { continue };
            let name = &comparison.key.key;
            // EventBridge's guide compares its keys of that kind as if they had one value.
            let is_event = name.starts_with("events:");
            if kind.starts_with("ArrayOf")
                && operator.set.is_none()
                && operator.sort != Sort::Null
                && !is_event
            {
                findings.add(
                    RULE.at(comparison.key.key_span, format!("`{name}` carries several values"))
                        .related(comparison.operator.key_span, "compares one")
                        .help(format!(
                            "write `ForAnyValue:{}` or `ForAllValues:{0}`",
                            comparison.operator.key
                        )),
                );
            } else if !kind.starts_with("ArrayOf")
                && operator.set == Some("ForAllValues")
                && statement.allows()
                && !asks_for(&comparisons, name)
            {
                findings.add(
                    RULE.at(
                        comparison.operator.key_span,
                        format!("`ForAllValues` is true wherever `{name}` is missing"),
                    )
                    .help(format!("the key carries one value: write `{}`", without_set(operator))),
                );
            }
        }
    }
}

/// Whether another comparison demands that the key is there.
fn asks_for(comparisons: &[Comparison<'_, '_>], name: &str) -> bool {
    comparisons.iter().any(|comparison| {
        let is_null =
            Operator::parse(&comparison.operator.key).is_some_and(|operator| operator.sort == Sort::Null);
        is_null && comparison.key.key.eq_ignore_ascii_case(name)
    })
}

fn without_set(operator: Operator) -> String {
    format!("{}{}", operator.name, if operator.if_exists { "IfExists" } else { "" })
}

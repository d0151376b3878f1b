//! `Null` with `IfExists`.

use diag::Severity;

use super::operators::{Operator, Sort};
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-null-if-exists",
    severity: Severity::Warning,
    title: "A Null operator has IfExists behind it.",
    explanation: "Null asks whether a key is there at all; \"if it exists\" takes that question away. AWS allows IfExists \
        behind every operator but Null, and IAM Access Analyzer calls the combination an error. Write Null alone: true \
        where the key must be absent, false where it must be present.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for comparison in statement.comparisons() {
            let member = comparison.operator;
            let operator = Operator::parse(&member.key);
            if operator.is_some_and(|operator| operator.sort == Sort::Null && operator.if_exists) {
                findings.add(
                    RULE.at(member.key_span, format!("`{}` contradicts itself", member.key))
                        .help("write `\"Null\"`, in quotes: without them YAML reads the key as nothing"),
                );
            }
        }
    }
}

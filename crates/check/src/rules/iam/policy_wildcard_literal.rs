//! A wildcard under an operator that compares letter by letter.

use diag::Severity;

use super::operators::{Operator, Sort};
use crate::context::Context;
use crate::resolve::Piece;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-wildcard-literal",
    severity: Severity::Warning,
    title: "A condition has a wildcard under an operator that takes none.",
    explanation: "StringEquals and its relatives compare letter by letter: the value arn:aws:codebuild:*:123456789012:* matches \
        only an ARN that really has stars in it. The statement deploys, and an Allow grants nothing: a role with such a \
        trust policy cannot be assumed. Write StringLike, or ArnLike for ARNs; a star that is meant as a star is written \
        as ${*} there.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for comparison in statement.comparisons() {
            let Some(operator) = Operator::parse(&comparison.operator.key) else { continue };
            if operator.sort != Sort::Text || operator.takes_wildcards() {
                continue;
            }
            let like = match (operator.is_negated(), comparison.key.key.to_ascii_lowercase().ends_with("arn"))
            {
                (false, false) => "StringLike",
                (false, true) => "ArnLike",
                (true, false) => "StringNotLike",
                (true, true) => "ArnNotLike",
            };
            for text in &comparison.values.known {
                let has_star = |piece: &Piece<'_>| matches!(piece, Piece::Known(known) if known.replace("${*}", "").contains('*'));
                if text.pieces.iter().any(has_star) {
                    findings.add(
                        RULE.at(text.span, format!("`{}` takes the `*` for itself", operator.name))
                            .related(comparison.operator.key_span, "compares letter by letter")
                            .help(format!("write `{like}`")),
                    );
                }
            }
        }
    }
}

//! A policy variable where IAM does not replace it.

use diag::Severity;

use super::operators::Operator;
use super::variables;
use crate::context::Context;
use crate::policy::{Statement, Text};
use crate::resolve::Piece;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-variable-misplaced",
    severity: Severity::Warning,
    title: "A policy variable stands where IAM does not replace it.",
    explanation: "IAM replaces variables such as ${aws:username} in the last part of a resource's ARN, behind the fifth colon, \
        and in values that a String or ARN operator compares. Everywhere else they stay as they are: in an action or \
        principal, in the account or region of an ARN, under Bool, Numeric, Date, IpAddress, Binary and Null operators. \
        The statement then matches nothing. For the account in an ARN this is a note: the guide rules it out, and one of \
        AWS's managed policies has it.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for element in ["Action", "NotAction"] {
            for text in statement.texts(element).unwrap_or_default().known {
                report(text, "an action", RULE.severity, findings);
            }
        }
        for (_, texts) in statement.principals().unwrap_or_default().named {
            texts.known.iter().for_each(|text| report(text, "a principal", RULE.severity, findings));
        }
        resources(statement, findings);
        for comparison in statement.comparisons() {
            let Some(operator) = Operator::parse(&comparison.operator.key) else { continue };
            if !operator.takes_variables() {
                let place = format!("a value of `{}`", operator.name);
                comparison.values.known.iter().for_each(|text| report(text, &place, RULE.severity, findings));
            }
        }
    }
}

fn resources(statement: &Statement<'_>, findings: &mut Findings) {
    for element in ["Resource", "NotResource"] {
        for text in statement.texts(element).unwrap_or_default().known {
            let Some(Piece::Known(start)) = text.pieces.first() else { continue };
            let early = start.find("${").filter(|at| start[..*at].matches(':').count() < 5);
            if early.is_some() && start.starts_with("arn:") {
                // The guide says so, and a policy of AWS's own does it all the same.
                report(text, "the first five parts of an ARN", Severity::Note, findings);
            }
        }
    }
}

fn report(text: &Text<'_>, place: &str, severity: Severity, findings: &mut Findings) {
    if let Some(variable) = variables::of_text(text).first() {
        let mut finding = RULE.at(text.span, format!("`${{{variable}}}` is not replaced in {place}"));
        finding.severity = severity;
        findings.add(finding);
    }
}

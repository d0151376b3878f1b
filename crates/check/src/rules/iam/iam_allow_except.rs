//! An Allow that says what it does not allow.

use diag::Severity;

use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-allow-except",
    severity: Severity::Warning,
    title: "A statement allows everything but what it names.",
    explanation: "With Allow, NotAction grants every action of every service but the named ones, NotResource every resource \
        but the named ones, NotPrincipal everybody else, the anonymous included: also all that AWS adds later. AWS warns of \
        each. Name what is allowed; or allow broadly and deny the exceptions in a statement of their own.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        if !statement.allows() {
            continue;
        }
        for (element, granted) in [
            ("NotAction", "every other action"),
            ("NotResource", "every other resource"),
            ("NotPrincipal", "everybody else"),
        ] {
            if let Some(member) = statement.map.get(element) {
                let other = &element[3..];
                findings.add(
                    RULE.at(member.key_span, format!("`Allow` with `{element}` grants {granted}"))
                        .help(format!("name what is allowed by `{other}`, or use it with `Effect: Deny`")),
                );
            }
        }
    }
}

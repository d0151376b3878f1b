//! All actions of a service, on everything.

use diag::Severity;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-service-wildcard",
    severity: Severity::Note,
    title: "A statement allows all actions of a service on every resource.",
    explanation: "A wildcard over a whole service grants today's actions and every one that AWS will add, on all resources \
        of the account. For administrators of a service that may be wanted, for a role that a program uses hardly ever: \
        name the actions, or at least the resources.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Identity) {
        for statement in policy.statements.iter().filter(|statement| statement.allows()) {
            let (Some(actions), Some(resources)) = (statement.texts("Action"), statement.texts("Resource"))
            else {
                continue;
            };
            if !statement.is_unconditional() || !resources.known.iter().any(|text| text.is("*")) {
                continue;
            }
            for text in actions.known {
                let service = text.known().and_then(|action| action.strip_suffix(":*"));
                // All of IAM is a finding of its own.
                if let Some(service) = service.filter(|service| !matches!(*service, "*" | "iam")) {
                    let message = format!("every action of `{service}` on every resource");
                    findings.add(RULE.at(text.span, message).help("name the actions, or the resources"));
                }
            }
        }
    }
}

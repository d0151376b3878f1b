//! Everything, on everything.

use diag::Severity;

use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-allow-everything",
    severity: Severity::Warning,
    title: "A statement allows every action on every resource.",
    explanation: "Action * on Resource * makes an administrator of whoever has the policy: a build that runs somebody's \
        package, a function with a leak, can then do anything in the account, up to making itself users. Grant the actions \
        that are used; IAM Access Analyzer can derive them from CloudTrail's records.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Identity) {
        for statement in policy.statements.iter().filter(|statement| statement.allows()) {
            let (Some(actions), Some(resources)) = (statement.texts("Action"), statement.texts("Resource"))
            else {
                continue;
            };
            let all = actions.known.iter().find(|text| text.is("*") || text.is("*:*"));
            let (Some(action), true) = (all, resources.known.iter().any(|text| text.is("*"))) else {
                continue;
            };
            if statement.is_unconditional() {
                findings.add(
                    RULE.at(action.span, "every action on every resource")
                        .help("name the actions that are used, and the resources they are used on"),
                );
            }
        }
    }
}

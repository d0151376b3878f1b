//! Everything, on everything.

use std::collections::BTreeSet;

use diag::Severity;

use crate::context::{Context, Resource};
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-allow-everything",
    severity: Severity::Warning,
    title: "A statement allows every action on every resource.",
    explanation: "Action * on Resource * makes an administrator of whoever has the policy: a build that runs somebody's \
        package, a function with a leak, can then do anything in the account, up to making itself users. Grant the actions \
        that are used; IAM Access Analyzer can derive them from CloudTrail's records. A condition narrows that only as far \
        as the requests differ in what it compares. A policy that serves as a permissions boundary grants nothing and is \
        left alone.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let boundaries = boundaries(ctx);
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Identity) {
        if boundaries.contains(policy.id) {
            continue;
        }
        for statement in policy.statements.iter().filter(|statement| statement.allows()) {
            let (Some(actions), Some(resources)) = (statement.texts("Action"), statement.texts("Resource"))
            else {
                continue;
            };
            let all = actions.known.iter().find(|text| text.is("*") || text.is("*:*"));
            let (Some(action), true) = (all, resources.known.iter().any(|text| text.is("*"))) else {
                continue;
            };
            let when = if statement.is_unconditional() { "" } else { ", wherever the condition holds" };
            findings.add(
                RULE.at(action.span, format!("every action on every resource{when}"))
                    .help("name the actions that are used, and the resources they are used on"),
            );
        }
    }
}

/// The policies that only say what others may grant at most.
fn boundaries<'t>(ctx: &Context<'t>) -> BTreeSet<&'t str> {
    let identities = ["AWS::IAM::Role", "AWS::IAM::User"].into_iter().flat_map(|kind| ctx.of_type(kind));
    let nodes = identities
        .filter_map(Resource::properties)
        .flat_map(|properties| ctx.get(properties, "PermissionsBoundary"));
    nodes.filter_map(|node| ctx.target(node)).map(|policy| policy.id).collect()
}

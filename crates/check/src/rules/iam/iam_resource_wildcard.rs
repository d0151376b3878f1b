//! `*` where something narrower would do.

use diag::Severity;
use facts::iam::{AccessLevel, Action, wildcard};

use super::{catalogue, iam_privilege_escalation};
use crate::context::Context;
use crate::policy::{Kind, Statement};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-resource-wildcard",
    severity: Severity::Warning,
    title: "A statement allows an action on every resource that could be allowed on some.",
    explanation: "The actions named here can be limited to single resources, but the statement allows them on all that the \
        account has. Whoever gets hold of the role, through a build of somebody else's code for example, gets all of them. \
        Name the resources by their ARNs, with wildcards where a part is not known. Actions that list or describe, and those \
        that know no resources, rightly stand on *; give them a statement of their own. A statement that a condition limits \
        is left alone.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Identity) {
        for statement in &policy.statements {
            judge(statement, findings);
        }
    }
}

fn judge(statement: &Statement<'_>, findings: &mut Findings) {
    if !statement.allows() || !statement.is_unconditional() {
        return;
    }
    let (Some(actions), Some(resources)) = (statement.texts("Action"), statement.texts("Resource")) else {
        return;
    };
    let Some(star) = resources.known.iter().find(|text| text.is("*")) else { return };
    let narrow: Vec<&str> = actions
        .known
        .iter()
        .filter_map(|text| text.known())
        .filter(|pattern| {
            !is_sweeping(pattern) && catalogue::matching(pattern).iter().copied().any(is_narrow)
        })
        .collect();
    if narrow.is_empty() {
        return;
    }
    let more = if narrow.len() > 3 { format!(" and {} more", narrow.len() - 3) } else { String::new() };
    let named = narrow[..narrow.len().min(3)].join("`, `");
    findings.add(
        RULE.at(star.span, format!("every resource, for what can be limited: `{named}`{more}"))
            .help("name the resources by their ARNs"),
    );
}

/// Whole services, everything, and what makes an administrator are findings of their own.
fn is_sweeping(pattern: &str) -> bool {
    let is_other = |action: &&str| wildcard(pattern, action);
    pattern == "*"
        || pattern.ends_with(":*")
        || is_other(&"iam:PassRole")
        || iam_privilege_escalation::GIVING.iter().any(is_other)
}

/// Whether the action can be limited, and does more than to tell what there is.
///
/// A type that the action can do without (`cloudwatch:PutMetricData`) limits nothing, unless there are several to choose from.
fn is_narrow(action: Action) -> bool {
    let tells = action.name().starts_with("Describe") || action.name().starts_with("List");
    !tells
        && action.access_level() != AccessLevel::List
        && (action.resources().any(|resource| resource.required) || action.resources().nth(1).is_some())
}

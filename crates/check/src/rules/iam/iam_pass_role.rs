//! A right to hand on roles that is wider than it looks.

use diag::{Diagnostic, Severity};

use crate::context::Context;
use crate::policy::{Kind, Statement};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-pass-role",
    severity: Severity::Warning,
    title: "A statement lets its holder hand any role to a service, or a role to any service.",
    explanation: "Whoever may pass a role to a service can make that service act with it. With iam:PassRole on * that is \
        every role of the account, an administrator's included: start a function or a build with it, and its rights are \
        yours. Name the roles, and name the services that they may go to by the condition key iam:PassedToService.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Identity) {
        for statement in policy.statements.iter().filter(|statement| statement.allows()) {
            findings.extend(judge(statement));
        }
    }
}

fn judge(statement: &Statement<'_>) -> Option<Diagnostic> {
    let actions = statement.texts("Action")?;
    // Everything, and all of IAM, are findings of their own.
    let action = actions.known.iter().find(|text| {
        text.covers_action("iam:PassRole") && !text.is("*") && !text.is("*:*") && !text.is("iam:*")
    })?;
    let names_service = statement
        .comparisons()
        .iter()
        .any(|comparison| comparison.key.key.eq_ignore_ascii_case("iam:PassedToService"));
    if names_service || statement.has_unknown_condition() {
        return None;
    }
    let resources = statement.texts("Resource")?;
    let any = resources.known.iter().find(|text| text.is("*"));
    let service = "Condition: { StringEquals: { \"iam:PassedToService\": codebuild.amazonaws.com } }";
    Some(match any {
        Some(star) => RULE
            .at(action.span, "every role may be handed to any service")
            .related(star.span, "every role")
            .help("name the roles by their ARNs")
            .help(format!("and the service, as in `{service}`")),
        None => RULE
            .at(action.span, "the role may be handed to any service that it trusts")
            .help(format!("name the service, as in `{service}`")),
    })
}

//! An administrator's policy, attached.

use diag::Severity;

use super::managed_policies;
use crate::context::Context;
use crate::policy;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "administrator-access",
    severity: Severity::Warning,
    title: "A user, group or role is made an administrator.",
    explanation: "AdministratorAccess allows every action on every resource. On the role of a build, a function or a pipeline \
        it means that whoever gets code into them owns the account. PowerUserAccess and IAMFullAccess lead to the same with \
        a step more, and are a note. Grant what the role uses.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for resource in ctx.resources() {
        for node in managed_policies::attached(ctx, resource) {
            for path in managed_policies::of_node(ctx, node) {
                let severity = match &*path {
                    "AdministratorAccess" => RULE.severity,
                    "PowerUserAccess" | "IAMFullAccess" => Severity::Note,
                    _ => continue,
                };
                let mut finding = RULE
                    .at(policy::place(node), format!("`{}` gets `{path}`", resource.id))
                    .help("grant what it uses");
                finding.severity = severity;
                findings.add(finding);
            }
        }
    }
}

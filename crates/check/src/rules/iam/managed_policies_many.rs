//! More managed policies than fit.

use diag::Severity;

use super::managed_policies;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "managed-policies-many",
    severity: Severity::Warning,
    title: "A user, group or role has more managed policies than an account allows by default.",
    explanation: "An account allows 10 managed policies on a user, group or role. For users and roles the quota can be raised \
        on request; for groups it cannot, and there it is an error. Above the quota IAM answers LimitExceeded and the \
        deployment fails. Put what belongs together into one policy of your own.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
    check,
};

const QUOTA: usize = 10;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for resource in ctx.resources() {
        let surely = managed_policies::attached_surely(resource);
        if surely <= QUOTA {
            continue;
        }
        let mut finding = RULE
            .at(
                resource.id_span,
                format!("`{}` has {surely} managed policies, and the quota is {QUOTA}", resource.id),
            )
            .help("put what belongs together into one policy, or raise the account's quota first");
        if resource.kind == "AWS::IAM::Group" {
            finding.severity = Severity::Error;
        }
        findings.add(finding);
    }
}

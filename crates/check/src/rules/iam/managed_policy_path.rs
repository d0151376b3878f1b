//! An AWS managed policy that is named without its path, or cannot be attached.

use diag::Severity;

use super::{managed_policies, mend};
use crate::context::Context;
use crate::policy;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "managed-policy-path",
    severity: Severity::Error,
    title: "The ARN of an AWS managed policy has the wrong path, or the policy cannot be attached.",
    explanation: "Some of AWS's managed policies have a path in their ARN: policy/service-role/AWSLambdaBasicExecutionRole, \
        policy/job-function/Billing. Without it, or with another one, IAM answers that the policy does not exist or is not \
        attachable, and the deployment fails. Those under aws-service-role/ belong to service-linked roles and cannot be \
        attached to anything else.",
    pages: &[
        "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for resource in ctx.resources() {
        for node in managed_policies::attached(ctx, resource) {
            for path in managed_policies::of_node(ctx, node) {
                if path.starts_with("aws-service-role/") {
                    findings.add(
                        RULE.at(policy::place(node), format!("`{path}` is for a service-linked role only"))
                            .help("the service makes that role itself: leave the policy out"),
                    );
                } else if !managed_policies::exists(&path)
                    && let Some(meant) = managed_policies::elsewhere(&path)
                {
                    let place = policy::place(node);
                    let finding = RULE
                        .at(place, format!("AWS has no managed policy `{path}`"))
                        .label(format!("did you mean `policy/{meant}`?"));
                    let (wrong, right) = (format!("policy/{path}"), format!("policy/{meant}"));
                    findings.add(mend::word(ctx, finding, place, &wrong, &right));
                }
            }
        }
    }
}

//! A role, user, group or policy with a name of its own.

use diag::Severity;

use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-named-resource",
    severity: Severity::Note,
    title: "An IAM resource has a name of its own.",
    explanation: "A stack with a named role, user, group, policy or instance profile can be deployed only with \
        CAPABILITY_NAMED_IAM, only once per account, whatever the region, and never in a way that replaces the resource: the \
        old one still has the name. Without a name CloudFormation makes a unique one, and CAPABILITY_IAM is enough. Where \
        somebody else has to know the name, as in another account's policy, it is right.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html",
    ],
    check,
};

/// The property that names it.
const NAMES: [(&str, &str); 5] = [
    ("AWS::IAM::Group", "GroupName"),
    ("AWS::IAM::InstanceProfile", "InstanceProfileName"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (kind, key) in NAMES {
        for resource in ctx.of_type(kind) {
            let entry = resource.properties().and_then(|properties| properties.entry(key));
            let Some(entry) = entry.filter(|entry| !ctx.branches(&entry.value).is_empty()) else { continue };
            findings.add(
                RULE.at(entry.key_span, format!("`{}` can exist once per account", resource.id))
                    .help("deploy it with `CAPABILITY_NAMED_IAM`, or leave the name to CloudFormation"),
            );
        }
    }
}

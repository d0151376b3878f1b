//! Creation policies that do not fit their resource.

use diag::Severity;

use super::policy::{Form, judge};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "creation-policy-invalid",
    severity: Severity::Error,
    title: "A `CreationPolicy` is on a resource that has none, or is not of its form.",
    explanation: "A `CreationPolicy` makes CloudFormation wait for signals, or start a fleet. Only Auto Scaling groups, EC2 \
                  instances, wait conditions and AppStream fleets have one, each with members of its own: `ResourceSignal` with \
                  `Count` and `Timeout` (`PT15M` is fifteen minutes), `AutoScalingCreationPolicy`, `StartFleet`. \
                  CloudFormation refuses others, or waits for nothing.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html",
    ],
    check,
};

const SIGNAL: (&str, Form) =
    ("ResourceSignal", Form::Members(&[("Count", Form::Whole(0, i64::MAX)), ("Timeout", Form::Duration)]));
const GROUP: &[(&str, Form)] = &[
    ("AutoScalingCreationPolicy", Form::Members(&[("MinSuccessfulInstancesPercent", Form::Whole(0, 100))])),
    SIGNAL,
];
const FLEET: &[(&str, Form)] = &[("StartFleet", Form::Boolean)];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        let Some(entry) = resource.node.entry("CreationPolicy") else { continue };
        let members = match resource.kind {
            "AWS::AutoScaling::AutoScalingGroup" => GROUP,
            "AWS::EC2::Instance" | "AWS::CloudFormation::WaitCondition" => &[SIGNAL],
            "AWS::AppStream::Fleet" => FLEET,
            kind => {
                if facts::resource_type(kind).is_some() {
                    let message = format!("{kind} has no creation policy");
                    out.add(RULE.at(entry.key_span, message).help("leave it out"));
                }
                continue;
            }
        };
        judge(&RULE, ctx, entry, members, out);
    }
}

//! A role that a service may assume for anybody.

use diag::Severity;

use super::guards;
use crate::context::Context;
use crate::policy::{Kind, is_service};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "trust-confused-deputy",
    severity: Severity::Warning,
    title: "A role trusts a service without saying on whose behalf.",
    explanation: "A service that assumes roles for all its customers can be talked into using yours for somebody else: the \
        confused deputy. The services named here send along which account and which resource they act for, and their guides \
        ask for a condition on aws:SourceAccount, better aws:SourceArn, in the role's trust policy. Build the ARN from names \
        where a reference would make a circle. Services whose guides show no such condition (CodePipeline, Lambda, EC2 among \
        them) are left alone: it could lock them out.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html",
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html",
        "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html",
    ],
    check,
};

/// Services whose guides ask for the condition in a role's trust policy, and what they send as `aws:SourceArn`.
const SERVICES: [(&str, &str); 5] = [
    ("codebuild.amazonaws.com", "codebuild:${AWS::Region}:${AWS::AccountId}:project/<project>"),
    (
        "codedeploy.amazonaws.com",
        "codedeploy:${AWS::Region}:${AWS::AccountId}:deploymentgroup:<application>/<group>",
    ),
    ("events.amazonaws.com", "events:${AWS::Region}:${AWS::AccountId}:rule/<rule>"),
    ("scheduler.amazonaws.com", "scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/<group>"),
    ("states.amazonaws.com", "states:${AWS::Region}:${AWS::AccountId}:stateMachine:<name>"),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies().iter().filter(|policy| policy.kind() == Kind::Trust) {
        for statement in &policy.statements {
            if !statement.allows() || guards::names_source(statement) {
                continue;
            }
            for (member, texts) in statement.principals().unwrap_or_default().named {
                if member.key != "Service" {
                    continue;
                }
                for text in texts.known {
                    let Some(known) = text.known() else { continue };
                    let Some((service, arn)) =
                        SERVICES.iter().find(|(service, _)| is_service(known, service))
                    else {
                        continue;
                    };
                    findings.add(
                        RULE.at(text.span, format!("`{service}` may assume the role for anybody"))
                            .help("compare `aws:SourceAccount` with `!Ref AWS::AccountId` in a `Condition`")
                            .help(format!("and `aws:SourceArn` with `arn:${{AWS::Partition}}:{arn}`")),
                    );
                }
            }
        }
    }
}

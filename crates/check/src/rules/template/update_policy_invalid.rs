//! Update policies that do not fit their resource.

use diag::Severity;

use super::policy::{Form, judge};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "update-policy-invalid",
    severity: Severity::Error,
    title: "An `UpdatePolicy` is on a resource that has none, or is not of its form.",
    explanation: "An `UpdatePolicy` says how CloudFormation updates an Auto Scaling group, a replication group of \
                  ElastiCache, a domain of OpenSearch, a fleet of AppStream, or the alias of a Lambda function (which \
                  `alias-update-policy` is about), each with members of its own. On any other resource, or with another \
                  member, it is refused or does nothing, and the update goes all at once.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html",
    ],
    check,
};

const PROCESSES: &[&str] = &[
    "AddToLoadBalancer",
    "AlarmNotification",
    "AZRebalance",
    "HealthCheck",
    "InstanceRefresh",
    "Launch",
    "ReplaceUnhealthy",
    "ScheduledActions",
    "Terminate",
];

const PREFERENCES: &[(&str, Form)] = &[
    ("AlarmSpecification", Form::Members(&[("Alarms", Form::List(&[]))])),
    ("BakeTime", Form::Whole(0, 172_800)),
    ("CheckpointDelay", Form::Whole(0, 172_800)),
    ("CheckpointPercentages", Form::List(&[])),
    ("InstanceWarmup", Form::Whole(0, i64::MAX)),
    ("MaxHealthyPercentage", Form::Whole(100, 200)),
    ("MinHealthyPercentage", Form::Whole(0, 100)),
    ("ScaleInProtectedInstances", Form::Word(&["Ignore", "Refresh", "Wait"])),
    ("SkipMatching", Form::Boolean),
    ("StandbyInstances", Form::Word(&["Ignore", "Terminate", "Wait"])),
];

const GROUP: &[(&str, Form)] = &[
    (
        "AutoScalingInstanceRefresh",
        Form::Members(&[
            ("Preferences", Form::Members(PREFERENCES)),
            ("Strategy", Form::Word(&["ReplaceRootVolume", "Rolling"])),
        ]),
    ),
    ("AutoScalingReplacingUpdate", Form::Members(&[("WillReplace", Form::Boolean)])),
    (
        "AutoScalingRollingUpdate",
        Form::Members(&[
            ("MaxBatchSize", Form::Whole(0, i64::MAX)),
            ("MinActiveInstancesPercent", Form::Whole(0, 100)),
            ("MinInstancesInService", Form::Whole(0, i64::MAX)),
            ("MinSuccessfulInstancesPercent", Form::Whole(0, 100)),
            ("PauseTime", Form::Duration),
            ("SuspendProcesses", Form::List(PROCESSES)),
            ("WaitOnResourceSignals", Form::Boolean),
        ]),
    ),
    ("AutoScalingScheduledAction", Form::Members(&[("IgnoreUnmodifiedGroupSizeProperties", Form::Boolean)])),
];

const CACHE: &[(&str, Form)] = &[("UseOnlineResharding", Form::Boolean)];
const DOMAIN: &[(&str, Form)] = &[("EnableVersionUpgrade", Form::Boolean)];
const FLEET: &[(&str, Form)] = &[
    ("StartAfterUpdate", Form::Members(&[("Type", Form::Boolean)])),
    ("StopBeforeUpdate", Form::Members(&[("Type", Form::Boolean)])),
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        let Some(entry) = resource.node.entry("UpdatePolicy") else { continue };
        // A rule about CodeDeploy looks after these.
        if resource.kind == "AWS::Lambda::Alias" || entry.value.get("CodeDeployLambdaAliasUpdate").is_some() {
            continue;
        }
        let members = match resource.kind {
            "AWS::AutoScaling::AutoScalingGroup" => GROUP,
            "AWS::ElastiCache::ReplicationGroup" => CACHE,
            "AWS::Elasticsearch::Domain" | "AWS::OpenSearchService::Domain" => DOMAIN,
            "AWS::AppStream::Fleet" => FLEET,
            kind => {
                if facts::resource_type(kind).is_some() {
                    let message = format!("{kind} has no update policy");
                    out.add(RULE.at(entry.key_span, message).help("leave it out"));
                }
                continue;
            }
        };
        judge(&RULE, ctx, entry, members, out);
    }
}

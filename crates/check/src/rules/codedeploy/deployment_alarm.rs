//! An alarm of a deployment group that is none, or has another name.

use diag::{Severity, nearest};

use super::groups;
use crate::context::Resource;
use crate::resolve::{Hole, Piece};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-alarm",
    severity: Severity::Error,
    title: "A deployment group watches something that is no alarm.",
    explanation: "Alarms are named, not given by ARN: `Ref` of an alarm is its name. CodeDeploy does not look whether an alarm of a \
                  name exists, so a group with a wrong one is created, and its deployments stop when the alarm cannot be found, \
                  or go on without being watched. A name that is nearly that of one of the template's alarms is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codedeploy-deploymentgroup-alarm.html",
    ],
    check,
};

const KINDS: [&str; 2] = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let names: Vec<_> = ctx
        .resources()
        .iter()
        .filter(|resource| KINDS.contains(&resource.kind))
        .filter_map(Resource::properties)
        .flat_map(|alarm| ctx.get(alarm, "AlarmName"))
        .filter_map(|name| ctx.text(name))
        .collect();
    for group in groups::all(ctx) {
        for node in ctx.all(group.properties, &["AlarmConfiguration", "Alarms", "Name"]) {
            if let Some(target) = ctx.target(node) {
                let is_arn = matches!(ctx.pieces(node).as_deref(), Some([Piece::Hole(Hole::Att(_, "Arn"))]));
                if KINDS.contains(&target.kind) && is_arn {
                    out.add(
                        RULE.at(node.handle(), "an alarm is watched by its name, and this is its ARN")
                            .help(format!("write `!Ref {}`", target.id)),
                    );
                } else if !KINDS.contains(&target.kind) && !target.gives_anything() {
                    out.add(
                        RULE.at(
                            node.handle(),
                            format!("`{}` is of type `{}`, and no alarm", target.id, target.kind),
                        )
                        .related(target.id_span, "this one"),
                    );
                }
                continue;
            }
            let Some(text) = ctx.text(node) else { continue };
            if text.starts_with("arn:") {
                out.add(
                    RULE.at(node.handle(), "an alarm is watched by its name, and this is an ARN")
                        .help("write what follows `:alarm:`"),
                );
            } else if !names.contains(&text)
                && let Some(near) = nearest(&text, names.iter().map(|name| &**name))
            {
                let mut finding = RULE
                    .at(node.handle(), format!("no alarm here is called `{text}`"))
                    .help(format!("the template has `{near}`"));
                finding.severity = Severity::Warning;
                out.add(finding);
            }
        }
    }
}

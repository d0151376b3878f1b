//! Alarms that are switched on without being named, or named without being switched on.

use diag::Severity;

use super::groups;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-alarm-configuration",
    severity: Severity::Error,
    title: "A deployment group's alarms are switched on and missing, or there and switched off.",
    explanation: "CodeDeploy refuses a configuration that is enabled without alarms, or has more than ten. \
                  Alarms under a configuration that is not enabled watch nothing, which nobody notices until a bad deployment \
                  goes through: that is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AlarmConfiguration.html",
        "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html",
    ],
    check,
};

const MOST: usize = 10;

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for group in groups::all(ctx) {
        for config in ctx.all(group.properties, &["AlarmConfiguration"]) {
            for [enabled, alarms] in ctx.ways(config, ["Enabled", "Alarms"]) {
                let on = enabled.map(|enabled| ctx.text(enabled));
                let is_on = matches!(&on, Some(Some(on)) if on == "true");
                let is_empty = alarms.is_none_or(|alarms| alarms.is_list() && alarms.items().is_empty());
                if let Some(enabled) = enabled.filter(|_| is_on && is_empty) {
                    out.add(
                        RULE.at(enabled.handle(), "alarms are switched on, and there are none")
                            .help("name them under `Alarms`, or leave `AlarmConfiguration` out"),
                    );
                }
                let is_off = on.as_ref().is_none_or(|on| on.as_ref().is_some_and(|on| on == "false"));
                let Some(alarms) = alarms.filter(|_| !is_empty) else { continue };
                if is_off {
                    let mut finding = RULE
                        .at(alarms.handle(), "these alarms are not switched on")
                        .help("add `Enabled: true`");
                    finding.severity = Severity::Warning;
                    out.add(finding);
                }
                if alarms.items().len() > MOST && ctx.items(alarms).len() == alarms.items().len() {
                    out.add(
                        RULE.at(alarms.handle(), format!("more than {MOST} alarms"))
                            .help("keep those that a deployment can set off"),
                    );
                }
            }
        }
    }
}

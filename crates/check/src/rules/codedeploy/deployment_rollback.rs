//! A rollback that nothing sets off.

use diag::Severity;

use super::groups;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-rollback",
    severity: Severity::Error,
    title: "A deployment group rolls back on no event, or on alarms that it does not have.",
    explanation: "CodeDeploy refuses an automatic rollback that is enabled and lists no event. One on DEPLOYMENT_STOP_ON_ALARM in a \
                  group without alarms is accepted and never happens, which SAM generates by itself: a note. Events under a rollback that is \
                  switched off do nothing: a warning.",
    pages: &[
        "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AutoRollbackConfiguration.html",
        "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for group in groups::all(ctx) {
        for [rollback, alarms] in
            ctx.ways(group.properties, ["AutoRollbackConfiguration", "AlarmConfiguration"])
        {
            let Some(rollback) = rollback else { continue };
            let no_alarms = alarms.is_none_or(|alarms| {
                ctx.ways(alarms, ["Alarms"])
                    .iter()
                    .all(|[list]| list.is_none_or(|list| list.is_list() && list.items().is_empty()))
            });
            for [enabled, events] in ctx.ways(rollback, ["Enabled", "Events"]) {
                let on = enabled.and_then(|enabled| ctx.text(enabled));
                let is_empty = events.is_none_or(|events| events.is_list() && events.items().is_empty());
                if let Some(enabled) = enabled.filter(|_| on.as_deref() == Some("true") && is_empty) {
                    out.add(
                        RULE.at(enabled.handle(), "the rollback is switched on, and no event sets it off")
                            .help("add `Events: [DEPLOYMENT_FAILURE]`"),
                    );
                }
                let Some(events) = events else { continue };
                let mut milder = |severity, at: &cfn::read::Node, message: &str, help: &str| {
                    let mut finding = RULE.at(at.handle(), message).help(help);
                    finding.severity = severity;
                    out.add(finding);
                };
                if on.as_deref() == Some("false") && !is_empty {
                    milder(
                        Severity::Warning,
                        events,
                        "these events roll nothing back",
                        "set `Enabled: true`",
                    );
                }
                for event in ctx.items(events) {
                    if no_alarms && event.text() == Some("DEPLOYMENT_STOP_ON_ALARM") {
                        milder(
                            Severity::Note,
                            event,
                            "the group has no alarm that could stop a deployment",
                            "name alarms under `AlarmConfiguration`, or leave this event out",
                        );
                    }
                }
            }
        }
    }
}

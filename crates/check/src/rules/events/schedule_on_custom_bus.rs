//! A schedule on an event bus other than the default one.

use cfn::read::Kind;
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{meant, of_type};

pub(super) const RULE: Rule = Rule {
    code: "schedule-on-custom-bus",
    severity: Severity::Error,
    title: "A rule with a schedule is on an event bus of its own.",
    explanation: "Rules that run on a schedule exist on the default event bus only. PutRule refuses a \
        `ScheduleExpression` on any other bus when the stack is deployed. Leave `EventBusName` out, or use \
        an `AWS::Scheduler::Schedule`, which needs no bus.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::Events::Rule") {
        // Where either depends on a condition, it may depend on the same one.
        let (Some(schedule), Some(bus)) =
            (properties.get("ScheduleExpression"), properties.get("EventBusName"))
        else {
            continue;
        };
        if matches!(schedule.kind, Kind::Null)
            || ctx.branches(schedule).len() != 1
            || ctx.branches(bus).len() != 1
        {
            continue;
        }
        let own_bus = meant(ctx, bus).is_some_and(|bus| bus.kind == "AWS::Events::EventBus");
        let named =
            ctx.text(bus).is_some_and(|name| name != "default" && !name.ends_with("event-bus/default"));
        if own_bus || named {
            findings.add(
                RULE.at(bus.handle(), "a schedule runs on the default event bus only")
                    .label("another bus")
                    .related(schedule.handle(), "the schedule")
                    .help("leave `EventBusName` out, or use an `AWS::Scheduler::Schedule`"),
            );
        }
    }
}

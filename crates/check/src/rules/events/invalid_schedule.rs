//! A schedule expression that AWS refuses.

use diag::{Fix, Severity};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{literals, mend, of_type};
use super::schedule::{Reader, fault};

pub(super) const RULE: Rule = Rule {
    code: "invalid-schedule",
    severity: Severity::Error,
    title: "A schedule expression is not valid.",
    explanation: "A schedule is `rate(5 minutes)` or `cron(0 12 * * ? *)`; EventBridge Scheduler also takes \
        `at(2030-01-31T12:00:00)`. A rate's unit is singular after 1 and plural otherwise for rules; of \
        EventBridge Scheduler no page says so, and there it is a note. A cron expression has six fields, \
        unlike that of a Unix crontab: minutes, hours, day of month, month, day of week and year; days of \
        the week count from 1 for Sunday; and one of the two days must be `?`. Anything else is refused when \
        the stack is deployed.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html",
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (kind, reader) in
        [("AWS::Events::Rule", Reader::Rule), ("AWS::Scheduler::Schedule", Reader::Scheduler)]
    {
        for (_, properties) in of_type(ctx, kind) {
            let values = ctx.get(properties, "ScheduleExpression").into_iter();
            for text in values.flat_map(|value| literals(ctx, value)) {
                let Some(fault) = fault(&text.value, reader) else { continue };
                let literal = text.node.text() == Some(&text.value);
                let span = if literal { ctx.document().place(text.node, fault.part) } else { text.span() };
                let fails = if fault.doubtful { "may be no valid schedule" } else { "is no valid schedule" };
                let mut finding =
                    RULE.at(span, format!("`{}` {fails}", text.value)).label(fault.label).help(fault.help);
                if fault.doubtful {
                    finding.severity = Severity::Note;
                }
                let fix: Option<Fix> = fault
                    .fix
                    .filter(|_| literal)
                    .and_then(|(part, right)| mend(ctx, text.node, part, &right));
                if let Some(fix) = fix {
                    finding = finding.fix(fix);
                }
                findings.add(finding);
            }
        }
    }
}

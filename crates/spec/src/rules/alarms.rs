//! Alarms: as many as CodeDeploy takes, on what Lambda reports.

use diag::Span;

use crate::alarm::{METRICS, canonical_statistic};
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;
use crate::{Alarm, Duration, Located, Measure, Shift, Stack, Term, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        let Work::Deploy(deploy) = task.work() else {
            continue;
        };
        let deploy = stack.settled(deploy);
        findings.within(task.part(), |findings| {
            for (name, alarm) in deploy.alarms.iter().flatten() {
                findings.within(format!("alarm `{}`", name.as_str()), |findings| {
                    one(alarm, alarm.span(), findings);
                    in_time(alarm, &deploy.shift(), findings);
                });
            }
            if let Some((name, _)) = deploy.alarms.iter().flatten().nth(10) {
                findings.error(
                    Finding::TooMany,
                    name.span(),
                    format!("{} alarms, and 10 are allowed", deploy.alarms.iter().flatten().count()),
                    "the first one too many",
                    "10 is the limit of a CodeDeploy deployment group",
                );
            }
        });
    }
}

/// Lambda reports once a minute: what rings after the shift is over stops nothing.
fn in_time(alarm: &Located<Alarm>, shift: &Located<Shift>, findings: &mut Findings) {
    let watched = shift.length();
    if Duration::minutes(u64::from(alarm.minutes)) > watched {
        findings.push(
            Finding::LateAlarm
                .warning("the alarm cannot ring before the shift is over")
                .at(alarm.span())
                .label(format!("needs {}", Duration::minutes(u64::from(alarm.minutes))))
                .related(shift.span(), if **shift == Shift::AllAtOnce { "is over at once".to_owned() } else { format!("is over after {watched}") })
                .help("watch for fewer minutes, or shift more slowly; when it rings already, it keeps the fix from being deployed"),
        );
    }
}

/// An alarm that a file holds has been read by its grammar; one made in Rust can name anything.
fn one(alarm: &Alarm, place: Option<Span>, findings: &mut Findings) {
    let terms: Vec<&Term> = match &alarm.measure {
        Measure::One(term) => vec![term],
        Measure::Ratio(upper, lower) => vec![upper, lower],
    };
    for Term { statistic, metric } in terms {
        if canonical_statistic(statistic).as_deref() != Some(statistic) {
            let help =
                "as CloudWatch spells it: `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount`, `p99`";
            findings.error(
                Finding::InvalidAlarm,
                place,
                format!("`{statistic}` is not a statistic"),
                "unknown",
                help,
            );
        }
        if !METRICS.contains(&metric.as_str()) {
            let help = format!("metrics: {}", list(METRICS));
            findings.error(
                Finding::InvalidAlarm,
                place,
                format!("Lambda reports no metric `{metric}` for an alias"),
                "unknown",
                help,
            );
        }
    }
    if !(1..=1_440).contains(&alarm.minutes) {
        findings.error(
            Finding::InvalidAlarm,
            place,
            format!("an alarm cannot look at {} minutes in a row", alarm.minutes),
            "1 to 1440 minutes",
            "CloudWatch looks back one day at most; a shift is over earlier still",
        );
    }
    if !alarm.threshold.is_finite() {
        findings.error(
            Finding::InvalidAlarm,
            place,
            "the threshold is not a number",
            "not finite",
            "compare with a finite number",
        );
    }
}

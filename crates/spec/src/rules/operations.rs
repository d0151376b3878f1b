//! What helps to run the pipeline: that it can do so.

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Deploy, Stack};

/// How many alarms the rule of a composite alarm can name
/// ([page](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html)).
const MOST_ALARMS: usize = 100;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    findings.within("operations", |findings| {
        composite(stack, findings);
        access_logs(stack, findings);
    });
}

fn composite(stack: &Stack, findings: &mut Findings) {
    let wanted = &stack.operations.composite_alarm;
    if !**wanted {
        return;
    }
    // What is elsewhere is out of its reach.
    let watched = |deploy: &Deploy| deploy.functions.len() * stack.settled(deploy).watched().len();
    let alarms: usize = stack.deploys_here().map(watched).sum();
    if alarms == 0 {
        findings.error(
            Finding::NoAlarms,
            wanted.span(),
            "the composite alarm has no alarms to go by",
            "could never ring",
            "give a deploy stage `alarms`, or delete the key",
        );
    } else if alarms > MOST_ALARMS {
        findings.error(
            Finding::TooMany,
            wanted.span(),
            format!("the composite alarm is of {alarms} alarms, and {MOST_ALARMS} are allowed"),
            "too many",
            "watch fewer metrics of each function, or leave the composite alarm out",
        );
    }
}

fn access_logs(stack: &Stack, findings: &mut Findings) {
    let Some(kept) = &stack.operations.access_logs else { return };
    if !kept.as_days().is_some_and(|days| (1..=36_500).contains(&days)) {
        findings.error(
            Finding::InvalidRetention,
            kept.span(),
            format!("S3 cannot keep access logs for {}", **kept),
            "not a number of days",
            "whole days from `1d` on",
        );
    }
}

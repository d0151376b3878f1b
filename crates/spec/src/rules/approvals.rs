//! Approvals: somebody is asked, in words that fit, for long enough.

use super::builds::whole_minutes;
use super::names::too_long;
use super::variables::used;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Approval, Duration, Located, Stack, Task};

/// CodePipeline takes 1,000 characters; the rest is for the version, the commit and the report.
const MESSAGE: usize = 400;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (task, approval, environment) in stack.approvals() {
        findings.within(task.part(), |findings| {
            asked(environment.unwrap_or(task.name()), approval, findings);
            whole_minutes(&approval.timeout, Duration::minutes(5), Duration::days(60), findings);
            if let Some(message) = &approval.message {
                check_message(stack, task, message, findings);
            }
        });
    }
}

pub(super) fn asked(name: &Located<String>, approval: &Approval, findings: &mut Findings) {
    if approval.emails.is_empty() && approval.topic.is_none() {
        findings.push(
            Finding::NoRecipients
                .error(format!("`{}` asks nobody", name.as_str()))
                .at(name.span())
                .label("needs `emails` or `topic`")
                .help("name the reviewers: `emails: [reviewer@example.com]`"),
        );
    }
}

fn check_message(stack: &Stack, task: Task<'_>, message: &Located<String>, findings: &mut Findings) {
    let length = message.chars().count();
    if length > MESSAGE {
        let why =
            "CodePipeline takes 1,000 characters, and the version, the commit and the report need theirs";
        too_long("message", length, MESSAGE, why, message.span(), findings);
    }
    used(stack, task, message, findings);
}

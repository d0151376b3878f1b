//! The ID of an event that no notification rule knows.

use diag::{Severity, nearest};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::data::notifications::WATCHED;
use super::matched::mistyped;
use super::read::{literals, mend, of_type};

pub(super) const RULE: Rule = Rule {
    code: "unknown-notification-event",
    severity: Severity::Error,
    title: "A notification rule names an event that does not exist.",
    explanation: "`EventTypeIds` holds IDs from a fixed list, such as \
        `codepipeline-pipeline-pipeline-execution-failed`, in which the kind of resource comes first (so \
        that `pipeline` may stand there twice). CreateNotificationRule refuses any other, and the stack \
        fails. What is hardly anything but a misspelt ID is an error; another unknown ID is a warning, as \
        AWS may have added it.",
    pages: &["https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let known: Vec<String> = WATCHED.iter().flat_map(super::data::notifications::Watched::ids).collect();
    for (_, properties) in of_type(ctx, "AWS::CodeStarNotifications::NotificationRule") {
        let ids = ctx.get(properties, "EventTypeIds").into_iter().flat_map(|list| ctx.items(list));
        for id in ids.flat_map(|id| literals(ctx, id)) {
            if known.contains(&id.value.as_ref().to_owned()) {
                continue;
            }
            let names = || known.iter().map(String::as_str);
            let mut finding = RULE
                .at(id.span(), format!("no notification is sent for `{}`", id.value))
                .label("no such event");
            let typed = mistyped(&id.value, names());
            if typed.is_none() {
                finding.severity = Severity::Warning;
            }
            if let Some(right) = typed.or_else(|| nearest(&id.value, names())) {
                finding = finding.help(format!("did you mean `{right}`?"));
            }
            let fix = typed
                .filter(|_| id.node.text() == Some(&id.value))
                .and_then(|right| mend(ctx, id.node, 0..id.value.len(), right));
            if let Some(fix) = fix {
                finding = finding.fix(fix);
            }
            findings.add(finding);
        }
    }
}

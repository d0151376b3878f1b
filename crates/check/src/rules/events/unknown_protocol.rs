//! A protocol that topics don't speak.

use diag::{Severity, nearest};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{literals, mend};
use super::subscription::{PROTOCOLS, all};

pub(super) const RULE: Rule = Rule {
    code: "unknown-protocol",
    severity: Severity::Error,
    title: "A subscription has a protocol that SNS does not have.",
    explanation: "A subscription's protocol is one of `http`, `https`, `email`, `email-json`, `sms`, `sqs`, \
        `application`, `lambda` and `firehose`, in lower case. Subscribe refuses any other when the stack is \
        deployed.",
    pages: &["https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for subscription in all(ctx) {
        let protocols = ctx.get(subscription.node, "Protocol").into_iter();
        for protocol in protocols.flat_map(|node| literals(ctx, node)) {
            if PROTOCOLS.iter().any(|(known, _)| *known == protocol.value) {
                continue;
            }
            let finding = RULE
                .at(protocol.span(), format!("SNS has no protocol `{}`", protocol.value))
                .label("unknown");
            let Some(right) = nearest(&protocol.value, PROTOCOLS.iter().map(|(known, _)| *known)) else {
                let all = PROTOCOLS.map(|(known, _)| format!("`{known}`")).join(", ");
                findings.add(finding.help(format!("the protocols are {all}")));
                continue;
            };
            let finding = finding.help(format!("did you mean `{right}`?"));
            let same =
                protocol.value.eq_ignore_ascii_case(right) && protocol.node.text() == Some(&protocol.value);
            let fix = same.then(|| mend(ctx, protocol.node, 0..protocol.value.len(), right)).flatten();
            findings.add(match fix {
                Some(fix) => finding.fix(fix),
                None => finding,
            });
        }
    }
}

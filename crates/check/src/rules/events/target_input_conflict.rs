//! More than one way of saying what a target is given.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::targets;

pub(super) const RULE: Rule = Rule {
    code: "target-input-conflict",
    severity: Severity::Error,
    title: "A target has more than one of `Input`, `InputPath` and `InputTransformer`.",
    explanation: "A target gets the whole event, or what one of `Input` (a constant), `InputPath` (a part of \
        the event) and `InputTransformer` (a text made from it) says. They exclude each other, and \
        PutTargets refuses a target with two when the stack is deployed.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html"],
    check,
};

const WAYS: [&str; 3] = ["Input", "InputPath", "InputTransformer"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, target) in targets(ctx) {
        for branch in ctx.branches(target) {
            let given: Vec<_> = WAYS
                .iter()
                .filter_map(|way| branch.node.entry(way))
                // One behind a condition may stand there just where another doesn't.
                .filter(|entry| ctx.branches(&entry.value).iter().any(|value| value.when.is_empty()))
                .collect();
            if let [first, second, ..] = given.as_slice() {
                findings.add(
                    RULE.at(
                        second.key_span,
                        format!("`{}` and `{}` exclude each other", first.key, second.key),
                    )
                    .label("one too many")
                    .related(first.key_span, "the other one")
                    .help("leave one of them out"),
                );
            }
        }
    }
}

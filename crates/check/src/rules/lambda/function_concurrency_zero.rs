//! A function that is reserved no concurrency at all.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-concurrency-zero",
    severity: Severity::Note,
    title: "A function is reserved a concurrency of zero, so it never runs.",
    explanation: "ReservedConcurrentExecutions is a share and a limit in one: with 0 Lambda throttles every invocation. That is a way to \
                  switch a function off, and an easy slip for `no reservation`, which is written by leaving the property out.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for kind in ["AWS::Lambda::Function", "AWS::Serverless::Function"] {
        for function in ctx.of_type(kind).filter_map(Resource::properties) {
            for limit in ctx.all(function, &["ReservedConcurrentExecutions"]) {
                if limit.scalar() == Some("0") {
                    out.add(
                        RULE.at(limit.handle(), "every invocation is throttled")
                            .help("leave the property out to reserve nothing"),
                    );
                }
            }
        }
    }
}

//! Inline Python of a later version than the function's.

use diag::Severity;

use super::inline::PAGE;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "inline-python-version",
    severity: Severity::Error,
    title: "A function's inline Python needs a later version than its runtime has.",
    explanation: "Statements such as `match` (3.10), `except*` (3.11) or `type` (3.12), and quotes that an f-string uses again inside \
                  (3.12), are syntax errors to an older Python. Every invocation fails with Runtime.UserCodeSyntaxError. Take a \
                  later runtime, or write it the older way.",
    pages: &[PAGE, "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for code in ctx.inline_code() {
        let Some(module) = code.python().filter(|module| module.errors.is_empty()) else { continue };
        for problem in module.too_new.iter().filter(|problem| !code.is_opaque(&problem.range)) {
            out.add(
                RULE.at(code.place(ctx, problem.range.clone()), problem.message.clone())
                    .related(code.runtime_node.handle(), "the runtime"),
            );
        }
    }
}

//! Inline Python that is none.

use diag::Severity;

use super::inline::PAGE;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "inline-python-syntax",
    severity: Severity::Error,
    title: "A function's inline Python cannot be parsed.",
    explanation: "CloudFormation creates the function all the same, and every invocation fails with Runtime.UserCodeSyntaxError. \
                  The code is really parsed, as of the Python version of the function's runtime. Parts that CloudFormation fills \
                  in stand for a name or for a part of a text; code in which one begins a line is left alone.",
    pages: &[PAGE, "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for code in ctx.inline_code() {
        let Some(module) = code.python() else { continue };
        let mut last_line = None;
        for error in module.errors.iter().filter(|error| !code.is_opaque(&error.range)) {
            // What follows on the next line is mostly an echo.
            let line = code.text()[..error.range.start].matches('\n').count();
            if last_line.is_none_or(|last| line > last + 1) {
                out.add(
                    RULE.at(
                        code.place(ctx, error.range.clone()),
                        format!("this is no Python: {}", error.message),
                    )
                    .label("here"),
                );
            }
            last_line = Some(line);
        }
    }
}

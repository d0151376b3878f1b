//! A handler that Lambda cannot call.

use diag::Severity;

use super::inline::PAGE;
use super::python::{Definition, Signature};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "inline-handler-signature",
    severity: Severity::Error,
    title: "An inline Python handler does not take an event and a context, or is a coroutine.",
    explanation: "Lambda calls a Python handler with exactly two positional arguments, the event and the context. A function that takes \
                  fewer or wants more fails at every invocation with a TypeError. Lambda does not await coroutines: the answer of an \
                  `async def` cannot be turned into JSON. A handler that a decorator wraps is left alone.",
    pages: &[PAGE, "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for code in ctx.inline_code() {
        let (Some(name), Some(module)) = (code.function(), code.python()) else { continue };
        let Definition::Function(signature) = module.definition(name) else { continue };
        if !module.errors.is_empty() || code.is_opaque(&signature.name) {
            continue;
        }
        if let Some(message) = problem(&signature) {
            out.add(
                RULE.at(code.place(ctx, signature.name), message)
                    .related(code.handle(), "the handler")
                    .help(format!("write `def {name}(event, context):`")),
            );
        }
    }
}

fn problem(signature: &Signature) -> Option<String> {
    if signature.is_async {
        return Some("Lambda does not await a handler".to_owned());
    }
    if signature.named > 0 {
        return Some("the handler wants arguments by name, and gets none".to_owned());
    }
    match (signature.least, signature.most) {
        (least, _) if least > 2 => Some(format!("the handler wants {least} arguments, and gets 2")),
        (_, Some(most)) if most < 2 => Some(format!(
            "the handler takes {}, and gets 2",
            if most == 1 { "1 argument" } else { "no arguments" }
        )),
        _ => None,
    }
}

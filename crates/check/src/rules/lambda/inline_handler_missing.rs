//! A handler that the inline code does not define.

use diag::{Severity, nearest};

use super::inline::{Inline, PAGE};
use super::python::Definition;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "inline-handler-missing",
    severity: Severity::Error,
    title: "A function's inline code does not define its handler.",
    explanation: "Every invocation fails with Runtime.HandlerNotFound. In Python the names of the parsed module are compared; code \
                  that makes names as it runs is left alone. Node.js is not parsed: only code that exports nothing at all, or \
                  never mentions the handler's name, is found, as a warning.",
    pages: &[
        PAGE,
        "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for code in ctx.inline_code() {
        let Some(name) = code.function() else { continue };
        if let Some(module) = code.python() {
            if module.errors.is_empty()
                && !names_unknown(code)
                && module.definition(name) == Definition::Missing
            {
                let mut finding = RULE.at(code.handle(), format!("the code defines no `{name}`"));
                if let Some(near) = nearest(name, module.functions()) {
                    finding = finding.help(format!("it defines `{near}`"));
                }
                out.add(finding);
            }
        } else if code.is_node() && code.is_whole() && !exports(code, name) {
            let mut finding = RULE
                .at(code.handle(), format!("the code exports no `{name}`"))
                .help(format!("write `exports.{name} = async (event, context) => {{ … }}`"));
            finding.severity = Severity::Warning;
            out.add(finding);
        }
    }
}

/// Whether the code defines a function whose name CloudFormation fills in.
fn names_unknown(code: &Inline<'_>) -> bool {
    code.text().match_indices("def ").any(|(at, word)| {
        let name = at + word.len();
        code.is_opaque(&(name..name + 1))
    })
}

/// Whether CommonJS code may export a name.
fn exports(code: &Inline<'_>, name: &str) -> bool {
    let text = code.text();
    // As an ES module it has a finding of its own.
    let is_module = super::inline_node_module::statement(text).is_some();
    is_module || (text.contains("exports") || text.contains("module[")) && text.contains(name)
}

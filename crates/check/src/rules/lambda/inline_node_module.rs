//! Inline Node.js code that is an ES module.

use std::ops::Range;

use diag::Severity;

use super::inline::PAGE;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "inline-node-module",
    severity: Severity::Warning,
    title: "A function's inline Node.js code is an ES module.",
    explanation: "CloudFormation puts inline code into `index.js`, which Lambda takes for CommonJS; its documentation says that ES \
                  modules are not supported there. `import` and `export` statements are then syntax errors at the first invocation. \
                  Use `require` and `exports`. Only statements at the beginning of a line are looked for; the code is not \
                  parsed, and later runtimes may be more lenient, hence a warning.",
    pages: &[PAGE, "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for code in ctx.inline_code().iter().filter(|code| code.is_node()) {
        if let Some(range) = statement(code.text()) {
            out.add(
                RULE.at(
                    code.place(ctx, range),
                    "inline code is CommonJS, and this is a statement of ES modules",
                )
                .help("write `const x = require('x')` and `exports.handler = …`"),
            );
        }
    }
}

/// The first `import` or `export` statement.
pub(super) fn statement(text: &str) -> Option<Range<usize>> {
    const STARTS: [&str; 9] = [
        "import {",
        "import * as ",
        "export const ",
        "export let ",
        "export function ",
        "export async function ",
        "export default ",
        "export {",
        "export class ",
    ];
    // In front of these nothing can open a comment or a text of several lines.
    let quiet = text.find('`').unwrap_or(text.len()).min(text.find("/*").unwrap_or(text.len()));
    let text = &text[..quiet];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_default_import = line
            .strip_prefix("import ")
            .is_some_and(|rest| rest.contains(" from '") || rest.contains(" from \""));
        if is_default_import || STARTS.iter().any(|start| line.starts_with(start)) {
            return Some(at..at + line.trim_end().len());
        }
        at += line.len();
    }
    None
}

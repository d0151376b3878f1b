//! A handler in a file that inline code does not have.

use diag::Severity;

use super::inline::{MODULE, PAGE};
use crate::mend::reword;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "inline-handler-module",
    severity: Severity::Error,
    title: "The handler of inline code is not in the file `index`.",
    explanation: "CloudFormation puts inline code into a file called `index`, so the handler is `index.` and the function's name. With \
                  any other file every invocation fails: Runtime.ImportModuleError.",
    pages: &[PAGE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for code in ctx.inline_code() {
        let (Some(handler), Some(node)) = (&code.handler, code.handler_node) else { continue };
        if code.python().is_none() && !code.is_node() {
            continue;
        }
        // Without a dot it is not the file that is wrong; with a path it leads into a layer.
        let Some((file, function)) = handler.rsplit_once('.').filter(|(file, _)| !file.contains('/')) else {
            continue;
        };
        let leads_out = file.contains('.');
        if file != MODULE && !leads_out {
            out.add(
                RULE.at(node.handle(), format!("inline code has no file `{file}`"))
                    .label("it is all in `index`")
                    .help(format!("write `{MODULE}.{function}`"))
                    .fix(reword(ctx, node.handle(), handler, &format!("{MODULE}.{function}"))),
            );
        }
    }
}

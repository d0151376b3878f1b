//! Outputs that only hand on what another stack exports.

use cfn::read::Function;
use diag::Severity;

use super::place::shown;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "output-of-import",
    severity: Severity::Note,
    title: "An output is nothing but an import from another stack.",
    explanation: "Whoever needs the value can import it from the stack that has it. Handing it on ties three stacks together \
                  where two would do: neither of the others can be deleted or renamed as long as this one stands.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for output in ctx.section("Outputs") {
        let value = output.value.get("Value").filter(|node| node.call_of(&Function::ImportValue).is_some());
        if let Some(node) = value {
            let message = format!("the output `{}` only hands on an import", output.key);
            out.add(RULE.at(shown(node), message));
        }
    }
}

//! `Fn::Sub` of a text without variables.

use cfn::read::{Function, Kind, SubPart, sub_parts};
use diag::Severity;

use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "sub-needless",
    severity: Severity::Note,
    title: "A text goes through `Fn::Sub` in which nothing is replaced.",
    explanation: "`Fn::Sub` replaces `${Name}`, and a text without it comes out as it went in: the function can go. Or a `$` or \
                  a brace is missing, and what should be replaced is not.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    visit::all(ctx, &mut |node, _| {
        let Some(call) = node.call().filter(|call| call.function == Function::Sub) else { return };
        let Kind::Text(text) = &call.argument.kind else { return };
        // `${!Name}` needs the function to become `${Name}`.
        if sub_parts(text).iter().all(|part| matches!(part, SubPart::Text(_))) {
            let finding = RULE.at(call.name_span, "nothing is replaced in this text");
            out.add(finding.help("write the text alone, or `${Name}` where something is to be put in"));
        }
    });
}

//! `commands-multi-line`: a command of several lines.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::resolve::Piece;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "commands-multi-line",
    severity: Severity::Error,
    title: "A command of a Commands action or rule has several lines.",
    explanation: "Each item of `Commands` is one line: \"Multi-line formats are not supported and will result in an error \
        message\". Write one item for each command, join them with `&&`, or put them into a script of the repository.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        for command in step.node.get("Commands").map_or_else(Vec::new, |list| ctx.items(list)) {
            for pattern in ctx.patterns(command) {
                let (last, first) = match pattern.pieces.split_last() {
                    Some((Piece::Known(last), first)) => (last.trim_end(), first),
                    _ => continue,
                };
                let broken = |piece: &Piece<'_>| matches!(piece, Piece::Known(text) if text.contains('\n'));
                if last.contains('\n') || first.iter().any(broken) {
                    let finding = RULE.at(pattern.node.handle(), "a command of several lines");
                    out.add(finding.help("write an item for each line"));
                }
            }
        }
    }
}

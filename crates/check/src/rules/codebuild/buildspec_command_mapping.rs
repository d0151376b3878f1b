//! A command that YAML takes for a mapping.

use diag::Severity;

use super::buildspec::{self, Problem, REFERENCE};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-command-mapping",
    severity: Severity::Error,
    title: "A command of a buildspec is a mapping or a list instead of a text.",
    explanation: "A colon with a space behind it makes a YAML mapping of a line, as in `echo done: all`; quotes that begin in the \
                  middle of it do not help. CodeBuild then stops before the first command with `Expected Commands[0] to be of \
                  string type: found subkeys instead`. Put the whole command in quotes, or under `|`.",
    pages: &[REFERENCE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        for problem in spec.problems(root) {
            let Problem::CommandNoText { node, path } = problem else { continue };
            let span = spec.place(ctx, node.handle());
            let message = format!("this command in `{path}` is {} instead of a text", node.words());
            let finding = RULE.at(span, message);
            out.add(match node.entries() {
                Some(_) => finding.label("the `: ` behind this makes a mapping of the line").help(
                    "put the whole command in single quotes, doubling those inside, or write it under `- |`",
                ),
                None => finding.label("a list").help("write one command per line, each behind one dash"),
            });
        }
    });
}

//! A value of the wrong kind in a buildspec.

use diag::Severity;

use super::buildspec::{self, Problem, REFERENCE};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-wrong-type",
    severity: Severity::Warning,
    title: "A buildspec has a text, list or mapping where its reference has something else.",
    explanation: "The reference says for every key whether a text, a list or a mapping stands under it; `commands` is a list even \
                  for a single one. CodeBuild refuses most of these buildspecs with YAML_FILE_ERROR, but its reference does not \
                  say which it forgives: hence a warning.",
    pages: &[REFERENCE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        for problem in spec.problems(root) {
            let Problem::WrongType { node, path, wanted } = problem else { continue };
            if path.is_empty() {
                continue;
            }
            let message = format!("`{path}` is {} instead of {wanted}", node.words());
            out.add(RULE.at(spec.place(ctx, node.handle()), message).label(format!("{wanted} is wanted")));
        }
    });
}

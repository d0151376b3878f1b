//! A key that stands twice in one mapping of a buildspec.

use diag::Severity;

use super::buildspec::{self, Problem, REFERENCE};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-duplicate-key",
    severity: Severity::Warning,
    title: "A key stands twice in one mapping of a buildspec.",
    explanation: "YAML wants the keys of a mapping to be unique. Where CodeBuild does not refuse the buildspec, one of the two \
                  counts and the other is dropped without a word: half of the commands never run. The cure is one key with \
                  everything under it.",
    pages: &[REFERENCE, "https://yaml.org/spec/1.2.2/#3213-node-comparison"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        for problem in spec.problems(root) {
            let Problem::DuplicateKey { key, first } = problem else { continue };
            let name = key.scalar().map_or("", |key| &key.text);
            out.add(
                RULE.at(spec.place(ctx, key.span), format!("`{name}` stands here for the second time"))
                    .related(spec.place(ctx, first), "the first")
                    .help("put both under one key"),
            );
        }
    });
}

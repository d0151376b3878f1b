//! A key that a buildspec has to have.

use diag::Severity;

use super::buildspec::{self, Problem, REFERENCE};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-missing-key",
    severity: Severity::Error,
    title: "A buildspec lacks a key that its reference requires.",
    explanation: "The reference marks these as required: `phases` for the buildspec, `commands` for the phases other than install, \
                  `files` for artifacts and reports, `paths` for a cache, `identifier` for a task of a batch. A buildspec whose \
                  tasks of a batch bring their own needs no phases, and artifacts with secondary ones need no files here. A \
                  phase without commands is only a warning: it does nothing.",
    pages: &[REFERENCE, "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        for problem in spec.problems(root) {
            let Problem::MissingKey { place, path, name } = problem else { continue };
            let of = if path.is_empty() { "the buildspec".to_owned() } else { format!("`{path}`") };
            let span = if path.is_empty() { spec.start(ctx) } else { spec.place(ctx, place) };
            let mut finding = RULE.at(span, format!("{of} has no `{name}`")).help(format!("add `{name}`"));
            if name == "commands" {
                finding.severity = Severity::Warning;
            }
            out.add(finding);
        }
    });
}

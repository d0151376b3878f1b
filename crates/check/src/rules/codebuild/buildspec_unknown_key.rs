//! A key that buildspecs do not have at that place.

use diag::{Severity, nearest};

use super::buildspec::{self, Problem, REFERENCE};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-unknown-key",
    severity: Severity::Warning,
    title: "A buildspec has a key that its reference does not know at this place.",
    explanation: "CodeBuild passes over keys that it does not know, so what stands under a misspelt one does not happen: no \
                  report is sent, nothing is cached, no artifact is found. Keys that begin with `x-` are left alone, and so is \
                  a mapping that a YAML merge completes.",
    pages: &[REFERENCE, "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        for problem in spec.problems(root) {
            let Problem::UnknownKey { key, path, known } = problem else { continue };
            if path == "phases" {
                continue;
            }
            let name = key.scalar().map_or("", |key| &key.text);
            let place = if path.is_empty() { "a buildspec".to_owned() } else { format!("`{path}`") };
            let mut finding = RULE
                .at(spec.place(ctx, key.span), format!("{place} has no key `{name}`"))
                .label("passed over by CodeBuild");
            finding = match nearest(name, known.iter().copied()) {
                Some(near) => finding.help(format!("write `{near}`")),
                None => finding.help(format!("the keys here are {}", listed(&known))),
            };
            out.add(finding);
        }
    });
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

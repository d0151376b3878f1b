//! A word that is none of those that a key of a buildspec takes.

use diag::{Severity, nearest};

use super::buildspec::{self, Problem, REFERENCE};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-unknown-value",
    severity: Severity::Error,
    title: "A buildspec has a word that is none of those allowed there.",
    explanation: "A phase's `on-failure` is ABORT, CONTINUE, or RETRY with a count, a regular expression or both behind dashes; a \
                  report's `file-format` is one of ten formats; a cache's `action` is restore or save. With any other word the \
                  build, or the upload of the report, fails.",
    pages: &[REFERENCE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        for problem in spec.problems(root) {
            let Problem::UnknownWord { node, path, words } = problem else { continue };
            let text = node.scalar().map_or("", |scalar| &scalar.text);
            let known: Vec<_> = words.iter().copied().filter(|word| !word.ends_with('-')).collect();
            let mut finding = RULE.at(spec.place(ctx, node.handle()), format!("`{path}` cannot be `{text}`"));
            if let Some(near) = nearest(text, known.iter().copied()) {
                finding = finding.help(format!("write `{near}`"));
            }
            let listed: Vec<_> = known.iter().map(|word| format!("`{word}`")).collect();
            out.add(finding.help(format!("the words here are {}", listed.join(", "))));
        }
    });
}

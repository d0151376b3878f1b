//! A phase that builds do not have.

use diag::{Severity, nearest};

use super::buildspec::{self, Problem, REFERENCE, at};
use crate::mend::reword;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-unknown-phase",
    severity: Severity::Error,
    title: "A buildspec names a phase that builds do not have.",
    explanation: "A build has the phases install, pre_build, build and post_build, and their names cannot be changed. CodeBuild \
                  refuses a buildspec with any other when the build starts. The underscores are the usual trap: `pre-build` \
                  and `postbuild` are none of them.",
    pages: &[REFERENCE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        for problem in spec.problems(root) {
            let Problem::UnknownKey { key, path, known } = problem else { continue };
            if path != "phases" {
                continue;
            }
            let name = key.scalar().map_or("", |key| &key.text);
            let mut finding = RULE
                .at(spec.place(ctx, key.span), format!("builds have no phase `{name}`"))
                .label("no phase of a build");
            if let Some(near) = nearest(name, known.iter().copied()) {
                finding = finding.help(format!("write `{near}`"));
                // Nothing but the separator or the case is wrong, and the right one is not there yet.
                if letters(name) == letters(near) && at(root, &["phases", near]).is_none() {
                    finding.fix = reword(ctx, spec.place(ctx, key.span), name, near);
                }
            }
            out.add(finding.help("the phases are `install`, `pre_build`, `build` and `post_build`"));
        }
    });
}

/// The letters of a name, in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
}

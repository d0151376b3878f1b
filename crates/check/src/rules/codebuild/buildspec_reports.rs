//! More report groups than a project has.

use diag::Severity;

use super::buildspec::{self, REFERENCE, entries};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-reports",
    severity: Severity::Warning,
    title: "A buildspec sends reports to more groups than a project may have.",
    explanation: "A project has at most five report groups, and every key under `reports` is one. What happens to the sixth is not \
                  documented. Reports of one format can share a group: its `files` take patterns.",
    pages: &[REFERENCE],
    check,
};

const MOST: usize = 5;

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        let groups = entries(root.get("reports"));
        if let Some((sixth, _)) = groups.get(MOST) {
            out.add(
                RULE.at(
                    spec.place(ctx, sixth.span),
                    format!("{} report groups, and a project has at most {MOST}", groups.len()),
                )
                .label("the sixth")
                .help("let reports of one format share a group"),
            );
        }
    });
}

//! A variable with a name that CodeBuild keeps for itself.

use diag::Severity;

use super::{buildspec::REFERENCE, variables};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-reserved-variable",
    severity: Severity::Warning,
    title: "A build variable has a name that CodeBuild keeps for itself.",
    explanation: "CodeBuild sets variables of its own whose names begin with CODEBUILD_, and its reference says not to set any \
                  other with that beginning. What the build sees under such a name is not documented and can change. Rename it.",
    pages: &[REFERENCE, "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for (name, span) in variables::names(ctx) {
        if name.starts_with("CODEBUILD_") && !name.starts_with("CODEBUILD_CONFIG_") {
            out.add(
                RULE.at(span, format!("`{name}` begins like CodeBuild's own variables"))
                    .help("choose a name that does not begin with `CODEBUILD_`"),
            );
        }
    }
}

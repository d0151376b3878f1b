//! An effect that is neither Allow nor Deny.

use diag::Severity;

use super::mend;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-effect-invalid",
    severity: Severity::Error,
    title: "A statement's Effect is neither Allow nor Deny.",
    explanation: "Effect takes exactly one of the words Allow and Deny, and the case counts. IAM refuses anything else with \
        MalformedPolicyDocument, and the deployment fails.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for text in statement.texts("Effect").unwrap_or_default().known {
            let Some(effect) = text.known() else { continue };
            if matches!(effect, "Allow" | "Deny") {
                continue;
            }
            let finding = RULE.at(text.span, format!("there is no effect `{effect}`"));
            findings.add(match diag::nearest(effect, ["Allow", "Deny"]) {
                Some(meant) => {
                    let finding = finding.label(format!("did you mean `{meant}`?"));
                    mend::word(ctx, finding, text.span, effect, meant)
                }
                None => finding.help("write `Allow` or `Deny`"),
            });
        }
    }
}

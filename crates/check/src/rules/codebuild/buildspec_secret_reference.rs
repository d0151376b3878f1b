//! A reference to a secret that Secrets Manager cannot be asked for.

use diag::Severity;

use super::buildspec::{self, REFERENCE, at, entries};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-secret-reference",
    severity: Severity::Warning,
    title: "A reference to a secret does not have its form.",
    explanation: "Under `secrets-manager` the value is the secret's name or ARN, then, behind colons, the key inside the secret, the \
                  version's stage and the version's ID; of the last two only one. \
                  With a wrong reference the build fails before \
                  its first command.",
    pages: &[REFERENCE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        for (_, value) in entries(at(root, &["env", "secrets-manager"])) {
            let Some(text) = spec.text(value).filter(|text| !text.contains('$')) else { continue };
            let problem = match text.strip_prefix("arn:") {
                // arn:partition:secretsmanager:region:account:secret:name
                Some(rest) => {
                    let parts: Vec<_> = rest.splitn(6, ':').collect();
                    match parts.as_slice() {
                        [_, "secretsmanager", _, _, "secret", name] => judge(name),
                        _ => Some("this is no ARN of a secret"),
                    }
                }
                None => judge(text),
            };
            if let Some(problem) = problem {
                out.add(
                    RULE.at(spec.place(ctx, value.span), problem)
                        .help("the form is `<secret>:<key>:<version stage>:<version ID>`; all but the secret may be left out"),
                );
            }
        }
    });
}

/// What is wrong with the name and what follows it.
fn judge(reference: &str) -> Option<&'static str> {
    let parts: Vec<_> = reference.split(':').collect();
    match parts.as_slice() {
        ["", ..] => Some("the reference names no secret"),
        [_, _, stage, id] if !stage.is_empty() && !id.is_empty() => {
            Some("a reference names the version by its stage or by its ID, not by both")
        }
        [_, _, _, _, _, ..] => Some("the reference has more than four parts"),
        _ => None,
    }
}

//! An action that is not written as `service:Name`.

use diag::Severity;

use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-action-form",
    severity: Severity::Error,
    title: "An action is not written as service:Name.",
    explanation: "An action is a service's prefix, one colon, and a name, as in s3:GetObject; the name may hold wildcards, the \
        prefix may not. Only * alone stands without a colon. IAM refuses anything else (\"Actions/Conditions must be \
        prefaced by a vendor\"), and the deployment fails.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for element in ["Action", "NotAction"] {
            for text in statement.texts(element).unwrap_or_default().known {
                let Some(action) = text.known().filter(|action| *action != "*") else { continue };
                let parts: Vec<_> = action.split(':').collect();
                let help = match parts.as_slice() {
                    [prefix, name] if is_prefix(prefix) && !name.is_empty() => continue,
                    [name] if !name.is_empty() => match services_with(name).as_slice() {
                        [] => "write `service:Name`, as in `s3:GetObject`".to_owned(),
                        services => format!("did you mean `{}`?", services.join("` or `")),
                    },
                    [_, name] if !name.is_empty() => {
                        "the service is written out, in letters, digits and hyphens".to_owned()
                    }
                    _ => "write `service:Name`, with one colon".to_owned(),
                };
                findings.add(RULE.at(text.span, format!("`{action}` is no action")).help(help));
            }
        }
    }
}

fn is_prefix(text: &str) -> bool {
    text == "*"
        || (!text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')))
}

/// The actions that have this name, where they are few.
fn services_with(name: &str) -> Vec<String> {
    let actions = facts::iam::services().filter_map(|service| service.action(name));
    let actions: Vec<String> = actions.map(|action| action.to_string()).collect();
    if actions.len() > 3 { Vec::new() } else { actions }
}

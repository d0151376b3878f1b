//! An action of a service that does not exist.

use diag::Severity;
use facts::iam;

use super::mend;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-service-unknown",
    severity: Severity::Warning,
    title: "An action names a service that IAM does not know.",
    explanation: "The prefix of an action is the service's name in IAM, which often is not what one expects: CloudWatch's is \
        cloudwatch, but CloudWatch Logs' is logs, OpenSearch's is es, Step Functions' is states. IAM takes any prefix, so \
        the deployment goes through and the permission is missing when it is needed. The catalogue that this is checked \
        against may be older than a new service, therefore this is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for element in ["Action", "NotAction"] {
            for text in statement.texts(element).unwrap_or_default().known {
                let action = text.known().unwrap_or_else(|| text.start());
                let Some((prefix, name)) = action.split_once(':') else { continue };
                if prefix.is_empty() || prefix.contains(['*', '?']) || iam::service(prefix).is_some() {
                    continue;
                }
                let finding = RULE.at(text.span, format!("IAM knows no service `{prefix}`"));
                findings.add(match meant(prefix, name, findings) {
                    Some(meant) => {
                        let finding = finding.label(format!("did you mean `{meant}:{name}`?"));
                        mend::word(ctx, finding, text.span, action, &format!("{meant}:{name}"))
                    }
                    None => finding,
                });
            }
        }
    }
}

/// The service whose prefix is nearest, or else one that is called so and has such an action.
fn meant(prefix: &str, name: &str, findings: &Findings) -> Option<&'static str> {
    let has_it = |service: &iam::Service| service.action(name).is_some() || name.contains('*');
    let near = mend::near(findings, prefix, iam::services().map(|service| service.prefix()));
    if near.and_then(iam::service).is_some_and(|service| has_it(&service)) {
        return near;
    }
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let wanted = letters(prefix);
    let called_so = |service: &iam::Service| wanted.len() > 3 && letters(service.name()).contains(&wanted);
    iam::services()
        .find(|service| called_so(service) && has_it(service))
        .map(|service| service.prefix())
        .or(near)
}

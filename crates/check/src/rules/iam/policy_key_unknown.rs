//! A condition key that nobody sends.

use diag::Severity;
use facts::iam;

use super::keys::{self, Key};
use super::mend;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-key-unknown",
    severity: Severity::Warning,
    title: "A condition asks for a key that AWS does not have.",
    explanation: "A condition key is aws:Something, which all services know, or service:something of one service. IAM takes \
        any, and one that no request ever carries makes the comparison false: an Allow grants nothing, a trust policy lets \
        nobody in; with IfExists or a negated operator it is always true instead, and guards nothing. Tag keys are part of \
        the name: aws:ResourceTag/team. The catalogue that this is checked against may be older than a new key.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for comparison in statement.comparisons() {
            let name = &*comparison.key.key;
            if super::elements::is_function(name) {
                continue;
            }
            let (message, candidates) = match keys::of(name) {
                Key::Malformed => {
                    let message = format!("the condition key `{name}` names no service");
                    let mut finding = RULE.at(comparison.key.key_span, message);
                    // IAM refuses it: what has no service is no key.
                    finding.severity = Severity::Error;
                    findings
                        .add(finding.help("keys are written `service:key`, and `aws:key` for all services"));
                    continue;
                }
                Key::UnknownGlobal => (format!("there is no global condition key `{name}`"), global_names()),
                Key::UnknownOf(service) => {
                    let keys = service.condition_keys().map(|key| key.name()).chain(global_names());
                    (format!("{} has no condition key `{name}`", service.name()), keys.collect())
                }
                Key::UnknownService => {
                    let prefix = name.split(':').next().unwrap_or_default();
                    let prefixes = iam::services().map(|service| service.prefix());
                    let mut finding = RULE.at(
                        comparison.key.key_span,
                        format!("there is no service `{prefix}` that the key could be of"),
                    );
                    if let Some(meant) = mend::near(findings, prefix, prefixes) {
                        finding = finding.label(format!("did you mean `{meant}:`?"));
                    }
                    findings.add(finding);
                    continue;
                }
                Key::Global(_) | Key::Of(..) | Key::Claim => continue,
            };
            let mut finding = RULE.at(comparison.key.key_span, message);
            if let Some(meant) = mend::near(findings, name, candidates) {
                finding = finding.label(format!("did you mean `{}`?", shown(meant)));
                if !meant.contains("${") {
                    finding = mend::word(ctx, finding, comparison.key.key_span, name, meant);
                }
            }
            findings.add(finding);
        }
    }
}

fn global_names() -> Vec<&'static str> {
    iam::global_condition_keys().map(|key| key.name()).collect()
}

/// `aws:ResourceTag/${TagKey}` as somebody would write it.
fn shown(form: &str) -> String {
    form.replace("${TagKey}", "<tag>").replace("${", "<").replace('}', ">")
}

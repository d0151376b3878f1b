//! A kind of principal that the policy does not take.

use diag::Severity;

use super::{elements, mend};
use crate::context::Context;
use crate::policy::Kind;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "principal-kind",
    severity: Severity::Error,
    title: "A policy names a kind of principal that it does not take.",
    explanation: "Principal is * or a mapping of four kinds: AWS for accounts, users and roles, Service for services, \
        Federated for identity providers, CanonicalUser for S3's own IDs. Anything else is refused when it is deployed. \
        Federated belongs in a role's trust policy: other policies speak of the role that was assumed through the provider.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

const KINDS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        for statement in &policy.statements {
            for element in ["Principal", "NotPrincipal"] {
                for (member, _) in statement.principals_of(element).unwrap_or_default().named {
                    let kind = &*member.key;
                    if elements::is_function(kind) {
                        continue;
                    }
                    if kind == "Federated" && policy.kind() == Kind::Resource {
                        findings.add(
                            RULE.at(member.key_span, "a resource policy takes no `Federated` principal")
                                .help("name the role that is assumed through the provider, by `AWS` and its ARN"),
                        );
                    } else if !KINDS.contains(&kind) {
                        let finding =
                            RULE.at(member.key_span, format!("there is no kind of principal `{kind}`"));
                        findings.add(match diag::nearest(kind, KINDS) {
                            Some(meant) => {
                                let finding = finding.label(format!("did you mean `{meant}`?"));
                                mend::word(ctx, finding, member.key_span, kind, meant)
                            }
                            None => finding.help(format!("its kinds: `{}`", KINDS.join("`, `"))),
                        });
                    }
                }
            }
        }
    }
}

//! A service principal with a slip in it.

use diag::Severity;

use super::{mend, service_principals};
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "principal-service-unknown",
    severity: Severity::Error,
    title: "A policy names a service that does not exist.",
    explanation: "IAM, KMS and S3 know the names of all services and refuse a policy with another one: \"Invalid principal in \
        policy\". AWS publishes no list of the names, so only what is a letter or two from a known one, and is itself the \
        name of nothing known, is taken for a slip here.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for element in ["Principal", "NotPrincipal"] {
            for (member, texts) in statement.principals_of(element).unwrap_or_default().named {
                if member.key != "Service" {
                    continue;
                }
                for text in texts.known {
                    // A domain that is only known at the deployment does not hide the name before it.
                    let shown = text.shown();
                    let known =
                        shown.replace("${AWS::URLSuffix}", "amazonaws.com").replace(".${AWS::Region}", "");
                    let Some(name) = service_principals::name(&known).filter(|name| !name.contains('$'))
                    else {
                        continue;
                    };
                    if let Some(meant) = service_principals::meant(name) {
                        let finding = RULE
                            .at(text.span, format!("there is no service `{name}`"))
                            .label(format!("did you mean `{}`?", known.replacen(name, meant, 1)));
                        findings.add(mend::word(ctx, finding, text.span, name, meant));
                    }
                }
            }
        }
    }
}

//! A resource that is open to everybody.

use diag::{Severity, Span};

use crate::context::Context;
use crate::policy::{Kind, Statement};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "resource-policy-public",
    severity: Severity::Warning,
    title: "A resource policy allows everybody.",
    explanation: "Principal * without a condition opens the bucket, topic, queue or key to every AWS account, and for many \
        actions to the whole internet. If that is not the purpose (a public website may be one), name the accounts and roles, \
        or limit * by a condition on aws:SourceArn, aws:PrincipalOrgID or a VPC endpoint.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    ],
    check,
};

/// Their policies speak of what everybody may do through them: who calls is settled elsewhere.
const GATES: [&str; 2] = ["AWS::ApiGateway::RestApi", "AWS::EC2::VPCEndpoint"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        if policy.kind() != Kind::Resource || GATES.contains(&policy.of) {
            continue;
        }
        for statement in &policy.statements {
            if !statement.allows() || !statement.is_unconditional() {
                continue;
            }
            for span in everybody(statement) {
                let actions = statement.texts("Action").unwrap_or_default();
                let what = actions
                    .known
                    .first()
                    .map_or_else(|| "this".to_owned(), |text| format!("`{}`", text.shown()));
                findings.add(
                    RULE.at(span, format!("everybody may {what}"))
                        .help("name the accounts and roles, or add a condition"),
                );
            }
        }
    }
}

fn everybody(statement: &Statement<'_>) -> Vec<Span> {
    let principals = statement.principals().unwrap_or_default();
    let accounts = principals.named.iter().filter(|(member, _)| member.key == "AWS");
    let stars = accounts.flat_map(|(_, texts)| &texts.known).filter(|text| text.is("*"));
    principals.anyone.into_iter().chain(stars.map(|text| text.span)).collect()
}

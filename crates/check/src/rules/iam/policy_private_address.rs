//! A private address where only public ones are seen.

use std::net::IpAddr;

use diag::Severity;

use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-private-address",
    severity: Severity::Warning,
    title: "A condition on aws:SourceIp names private addresses only.",
    explanation: "aws:SourceIp is the public address that a request comes from; one that comes through a VPC endpoint has no \
        such key at all. Ranges such as 10.0.0.0/8 therefore never match: an Allow grants nothing, and a Deny with \
        NotIpAddress locks everybody out. Addresses inside a VPC are in aws:VpcSourceIp, together with aws:SourceVpc.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for comparison in statement.comparisons() {
            let values = &comparison.values;
            if !comparison.key.key.eq_ignore_ascii_case("aws:SourceIp") || !values.complete {
                continue;
            }
            let Some(first) = values.known.first() else { continue };
            if values.known.iter().all(|text| text.known().is_some_and(is_private)) {
                findings.add(
                    RULE.at(first.span, "`aws:SourceIp` is never a private address")
                        .help("compare `aws:VpcSourceIp` and `aws:SourceVpc`, or name public addresses"),
                );
            }
        }
    }
}

fn is_private(range: &str) -> bool {
    let address = range.split('/').next().unwrap_or_default();
    match address.parse() {
        Ok(IpAddr::V4(address)) => address.is_private() || address.is_loopback() || address.is_link_local(),
        Ok(IpAddr::V6(address)) => address.is_unique_local() || address.is_loopback(),
        Err(_) => false,
    }
}

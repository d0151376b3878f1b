//! An ARN with a part that cannot be there.

use diag::Severity;
use facts::iam;

use super::arn::{ACCOUNT, Arn, PARTITION, REGION, RESOURCE, SERVICE};
use super::{elements, regions};
use crate::context::Context;
use crate::policy::{Text, arn_of, is_region};
use crate::resolve::Piece;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-arn-part",
    severity: Severity::Warning,
    title: "An ARN in a policy has a part that matches nothing.",
    explanation: "An ARN has six parts, arn:partition:service:region:account:resource. A region that does not exist, an \
        account without twelve digits, a part too few: IAM takes most of that, and the statement then speaks of no resource \
        at all, so an Allow grants nothing. Only an unknown partition is refused when it is deployed, and is an error. A \
        Fn::Sub that puts a whole ARN behind the beginning of another makes the same mistake.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for element in elements::RESOURCES {
            for text in statement.texts(element).unwrap_or_default().known {
                if let Some(arn) = Arn::read(ctx, text) {
                    judge(ctx, text, &arn, findings);
                }
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, text: &Text<'t>, arn: &Arn, findings: &mut Findings) {
    let mut report = |message: String, help: Option<String>, severity: Severity| {
        let mut finding = RULE.at(text.span, message);
        finding.severity = severity;
        findings.add(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    };
    let inner = text.pieces.iter().skip(1).find_map(|piece| match piece {
        Piece::Hole(hole) => arn_of(ctx, *hole).filter(|shape| shape.starts_with("arn:")),
        Piece::Known(_) => None,
    });
    if inner.is_some() {
        report(
            format!("`{}` puts an ARN into an ARN", text.shown()),
            Some("`Arn` is the whole ARN already: leave out what stands before it".to_owned()),
            Severity::Warning,
        );
        return;
    }
    if let Some(partition) = arn.part(PARTITION).filter(|partition| !PARTITIONS.contains(partition)) {
        // A new partition would begin like the others.
        if !partition.starts_with("aws-") {
            let help = if partition.is_empty() {
                "aws"
            } else {
                diag::nearest(partition, PARTITIONS).unwrap_or("aws")
            };
            report(
                format!("there is no partition `{partition}`"),
                Some(format!("write `arn:{help}:…`")),
                Severity::Error,
            );
            return;
        }
    }
    // Where a part is left out, the others slip to the left.
    let slipped = [(SERVICE, "the service"), (REGION, "the region"), (ACCOUNT, "the account")];
    let own = [(REGION, "AWS::Region"), (ACCOUNT, "AWS::AccountId")];
    for (at, what) in slipped {
        let foreign = arn.pseudo(at).filter(|pseudo| !own.contains(&(at, pseudo)));
        if let Some(pseudo) = foreign {
            report(
                format!("`${{{pseudo}}}` stands where {what} belongs"),
                Some("an ARN is `arn:partition:service:region:account:resource`; empty parts keep their colons".to_owned()),
                Severity::Warning,
            );
            return;
        }
    }
    if arn.part(SERVICE) == Some("") {
        report(
            format!("`{}` names no service", text.shown()),
            Some("an ARN is `arn:partition:service:region:account:resource`".to_owned()),
            Severity::Warning,
        );
        return;
    }
    if arn.len() <= RESOURCE {
        if arn.whole && (!arn.is_open() || arn.is_cut()) {
            report(
                format!("`{}` has {} of an ARN's six parts", text.shown(), arn.len()),
                Some("an ARN is `arn:partition:service:region:account:resource`; empty parts keep their colons".to_owned()),
                Severity::Warning,
            );
        }
        return;
    }
    if let Some(service) = arn.part(SERVICE)
        && service.bytes().any(|byte| byte.is_ascii_uppercase())
        && iam::service(service).is_some()
    {
        report(
            format!("the service `{service}` is written in capitals"),
            Some(format!("write `{}`: case counts in an ARN", service.to_ascii_lowercase())),
            Severity::Warning,
        );
    }
    if let Some(region) = arn.part(REGION).filter(|region| !region.is_empty()) {
        if !is_region(region) && region != "aws-global" {
            report(format!("`{region}` is no region"), None, Severity::Warning);
        } else if let Some(meant) = regions::meant(region) {
            report(
                format!("there is no region `{region}`"),
                Some(format!("did you mean `{meant}`?")),
                Severity::Warning,
            );
        }
    }
    if let Some(account) = arn.part(ACCOUNT).filter(|account| !account.is_empty() && !is_account(account)) {
        report(
            format!("`{account}` is no account"),
            Some("an account's ID has 12 digits: write `${AWS::AccountId}` for this one".to_owned()),
            Severity::Warning,
        );
    }
}

/// Twelve digits, or one of the names under which AWS itself owns things.
fn is_account(text: &str) -> bool {
    (text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()))
        || matches!(text, "aws" | "aws-marketplace" | "amazon" | "cloudfront" | "third-party" | "self")
}

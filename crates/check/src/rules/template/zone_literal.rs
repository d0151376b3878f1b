//! Availability zones that are written out.

use cfn::read::{Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "zone-literal",
    severity: Severity::Warning,
    title: "An availability zone is written out.",
    explanation: "The zones differ by region and, in their letters, by account: a template that names one works in that region \
                  alone, and fails where the account does not have it. `Fn::GetAZs` gives those that there are: \
                  `!Select [0, !GetAZs \"\"]`.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources().iter().filter(|resource| resource.kind.starts_with("AWS::")) {
        if let Some(properties) = resource.properties() {
            search(properties, out);
        }
    }
}

fn search(node: &Node, out: &mut Findings) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| search(item, out)),
        Kind::Call(call) => search(&call.argument, out),
        Kind::Map(entries) => {
            for entry in entries {
                if matches!(entry.key.as_str(), "AvailabilityZone" | "AvailabilityZones") {
                    let single = std::iter::once(&entry.value);
                    for zone in single.chain(entry.value.items()) {
                        if zone.text().is_some_and(is_zone) {
                            let finding = RULE.at(zone.span, "this zone is written out");
                            out.add(
                                finding.help("take one that the region has: `!Select [0, !GetAZs \"\"]`"),
                            );
                        }
                    }
                }
                search(&entry.value, out);
            }
        }
        _ => {}
    }
}

/// `eu-west-1a`, `us-gov-west-1b`.
fn is_zone(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let last = parts.last().copied().unwrap_or_default().as_bytes();
    let words = parts.iter().rev().skip(1).all(|part| part.bytes().all(|byte| byte.is_ascii_lowercase()));
    parts.len() >= 3
        && words
        && matches!(last, [digit, letter] if digit.is_ascii_digit() && letter.is_ascii_lowercase())
}

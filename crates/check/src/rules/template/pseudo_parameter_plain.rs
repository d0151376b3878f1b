//! Pseudo parameters that are mere texts.

use cfn::read::Function;
use diag::{Fix, Severity};

use super::names::PSEUDO_PARAMETERS;
use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "pseudo-parameter-plain",
    severity: Severity::Warning,
    title: "The name of a pseudo parameter stands as a text, without `Ref`.",
    explanation: "`AWS::Region`, `AWS::AccountId` and the like become what they stand for only in `Ref` and `Fn::Sub`. As a text \
                  the service gets the name itself, and `AWS::NoValue` leaves nothing out. Write `!Ref` before it.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    visit::all(ctx, &mut |node, place| {
        let in_value = matches!(
            (place.section, place.attribute()),
            ("Resources", "Properties" | "CreationPolicy" | "UpdatePolicy") | ("Outputs", "Value" | "Export")
        );
        let Some(name) = node.text().filter(|text| in_value && PSEUDO_PARAMETERS.contains(text)) else {
            return;
        };
        // There it is the name that is wanted.
        if place.functions.last().is_some_and(|function| **function == Function::Ref) {
            return;
        }
        let finding = RULE.at(node.span, format!("`{name}` is a text here"));
        let is_plain = ctx.document().text().get(node.span.start..node.span.end) == Some(name);
        out.add(if is_plain && place.functions.is_empty() {
            finding.fix(Fix::replace(format!("write `!Ref {name}`"), node.span, format!("!Ref {name}")))
        } else {
            finding.help(format!("write `!Ref {name}`"))
        });
    });
}

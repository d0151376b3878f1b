//! Values that are nothing.

use cfn::read::Kind;
use diag::Severity;

use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "null-value",
    severity: Severity::Error,
    title: "A value is null.",
    explanation: "CloudFormation takes no nulls: \"[/Resources/…] 'null' values are not allowed in templates\". In YAML a key \
                  with nothing behind it is null, and so are `~` and `null`; a list's item whose text is commented out is, \
                  too. Write the value, take the key out, or write `!Ref AWS::NoValue` where a condition decides. An empty \
                  text is `\"\"`.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    visit::all(ctx, &mut |node, place| {
        if !matches!(node.kind, Kind::Null) {
            return;
        }
        // `!GetAZs` with nothing behind it means the stack's own region.
        if place.functions.last().is_some_and(|function| **function == cfn::read::Function::GetAzs) {
            return;
        }
        // Of `{{ name }}` without quotes the wrong kind of value is said, which is where the quotes go.
        if place.keys.last().is_some_and(|key| key.is_empty()) {
            return;
        }
        // SAM reads a property of its own that is null as one that is not there, and AWS's blueprints for .NET have such.
        let kind = ctx.resource(place.member).map_or("", |resource| resource.kind);
        let is_left_out = place.keys.len() == 2 && place.attribute() == "Properties";
        if place.section == "Resources" && is_left_out && kind.starts_with("AWS::Serverless::") {
            return;
        }
        let name = place.keys.last().copied().filter(|_| node.owner.is_some());
        let message = match name.or(Some(place.member).filter(|name| !name.is_empty())) {
            Some(name) => format!("`{name}` has no value"),
            None => format!("`{}` has no value", place.section),
        };
        out.add(
            RULE.at(node.handle(), message)
                .help("write `!Ref AWS::NoValue` for a property that is left out on purpose"),
        );
    });
}

//! Texts without quotes that YAML 1.1 reads as something else.

use cfn::read::{Kind, Node};
use diag::{Fix, Severity};
use facts::Kind as Wanted;

use super::schema::{gives::has_scalar, walk};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "yaml-retyped",
    severity: Severity::Warning,
    title: "A text without quotes is a number or boolean to YAML 1.1, and comes out otherwise than it is written.",
    explanation: "CloudFormation reads YAML 1.1. Without quotes `yes`, `no`, `on` and `off` are booleans there, `0755` is an octal \
                  number, `1:30` counts in sixties, `1_000` has a thousands separator and `3.10` is 3.1. Where a text is wanted \
                  the value is turned back into one, and is not what was written: `true`, `493`, `90`, `1000`, `3.1`. Put it in \
                  quotes.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
        "https://yaml.org/type/bool.html",
        "https://yaml.org/type/int.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for parameter in ctx.section("Parameters") {
        let is_text = parameter.value.get("Type").and_then(Node::text).is_none_or(|kind| kind != "Number");
        if is_text {
            let default = parameter.value.get("Default").into_iter();
            let allowed = parameter.value.get("AllowedValues").map_or(&[][..], Node::items);
            default.chain(allowed).for_each(|node| retyped(ctx, node, false, out));
        }
    }
    for mapping in ctx.section("Mappings") {
        for member in mapping.value.entries().iter().flat_map(|first| first.value.entries()) {
            let values = [&member.value].into_iter().chain(member.value.items());
            values.filter(|value| is_padded(ctx, value)).for_each(|value| retyped(ctx, value, true, out));
        }
    }
    super::visit::all(ctx, &mut |node, place| {
        if place.section == "Conditions" && place.functions.last() == Some(&&cfn::read::Function::Equals) {
            retyped(ctx, node, false, out);
        }
    });
    for resource in ctx.resources() {
        let Some(kind) = facts::resource_type(resource.kind) else { continue };
        let Some(properties) = resource.properties() else { continue };
        if !holds_retyped(ctx, properties) {
            continue;
        }
        walk::scalars(ctx, kind.properties(), properties, &mut |shape, node| {
            let kinds = shape.kinds();
            let is_text = kinds.has(Wanted::String)
                && has_scalar(kinds)
                && ![Wanted::Number, Wanted::Integer, Wanted::Boolean]
                    .into_iter()
                    .any(|kind| kinds.has(kind));
            if is_text {
                retyped(ctx, node, true, out);
            }
        });
    }
}

/// Whether a number begins with zeros, as an account's ID can, and no number of anything does.
fn is_padded(ctx: &Context<'_>, node: &Node) -> bool {
    let written = ctx.document().text().get(node.span.start..node.span.end).unwrap_or_default();
    written.len() > 1 && written.starts_with('0') && written.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reports a scalar that is another text than was written. One that others are compared with has to be mended with them.
fn retyped<'t>(ctx: &Context<'t>, node: &'t Node, is_alone: bool, out: &mut Findings) {
    let Some((value, written)) = other_than_written(ctx, node) else { return };
    let finding = RULE.at(node.span, format!("without quotes this is `{value}`"));
    out.add(if is_alone {
        finding.fix(Fix::replace("put it in quotes", node.span, format!("\"{written}\"")))
    } else {
        finding.help("put it in quotes, and so what it is compared with")
    });
}

/// Whether any value below is another than was written: the few that are make it worth to look what is wanted there.
fn holds_retyped<'t>(ctx: &Context<'t>, node: &'t Node) -> bool {
    match &node.kind {
        Kind::List(items) => items.iter().any(|item| holds_retyped(ctx, item)),
        Kind::Map(entries) => entries.iter().any(|entry| holds_retyped(ctx, &entry.value)),
        Kind::Call(call) => holds_retyped(ctx, &call.argument),
        _ => other_than_written(ctx, node).is_some(),
    }
}

/// A scalar's value and what was written, where these are two.
fn other_than_written<'t>(ctx: &Context<'t>, node: &'t Node) -> Option<(&'t str, &'t str)> {
    if !matches!(node.kind, Kind::Bool(_) | Kind::Number(_)) || node.plain.is_none() {
        return None;
    }
    let value = node.scalar()?;
    let written = ctx.document().text().get(node.span.start..node.span.end)?;
    // `True` and `true` are one to most services.
    (!written.eq_ignore_ascii_case(value) && !written.starts_with(['"', '\'', '!']))
        .then_some((value, written))
}

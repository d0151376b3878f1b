//! Functions that give a list where a text is wanted, or the other way round.

use cfn::read::{Function, Kind, Node, SubPart, sub_parts};
use diag::Severity;

use super::schema::What;
use super::schema::gives::{Gives, attribute, attribute_of, gives, name_of, reference};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "reference-type",
    severity: Severity::Error,
    title: "A function gives a list where a text is wanted, or a text where a list is.",
    explanation: "`Ref` of a list parameter and `Fn::GetAtt` of some attributes give lists, `Fn::Split` and `Fn::GetAZs` \
                  always do, and `Fn::Sub` and `Fn::Join` take and give texts. CloudFormation does not make the one of the \
                  other, and stops with \"Value of property must be of type List\" or \"must be a string\". Use \
                  `Fn::Select` to take one of a list, `Fn::Join` to make a text of it, `Fn::Split` to make a list of a \
                  text.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Gives { wanted, gives, node } = violation.what else { continue };
        let function = node.call().map_or("", |call| call.function.name());
        let message = format!(
            "{} takes {}, and `{function}` gives {} here",
            violation.place(),
            name_of(wanted),
            gives.name()
        );
        let finding = RULE.at(violation.span, message).label(format!("gives {}", gives.name()));
        out.add(match (gives.is_list(), name_of(wanted)) {
            (true, "a mapping") => finding,
            (true, _) => finding.help("take one with `Fn::Select`, or make a text of it with `Fn::Join`"),
            (false, "a list") => finding.help("write it as a list of one"),
            _ => finding,
        });
    }
    for section in ctx.root().entries() {
        if matches!(section.key.as_str(), "Conditions" | "Resources" | "Outputs") {
            arguments(ctx, &section.value, out);
        }
    }
}

/// Lists in the places of functions that take texts, at any depth.
fn arguments(ctx: &Context<'_>, node: &Node, out: &mut Findings) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| arguments(ctx, item, out)),
        Kind::Map(entries) => entries.iter().for_each(|entry| arguments(ctx, &entry.value, out)),
        Kind::Call(call) => {
            match call.function {
                Function::Sub => substituted(ctx, &call.argument, out),
                Function::Join => joined(ctx, &call.argument, out),
                Function::Equals => compared(ctx, &call.argument, out),
                _ => {}
            }
            arguments(ctx, &call.argument, out);
        }
        _ => {}
    }
}

fn substituted(ctx: &Context<'_>, argument: &Node, out: &mut Findings) {
    let (template, own) = match argument.items() {
        [template, own] => (template, own.entries()),
        _ => (argument, &[][..]),
    };
    for entry in own {
        if let Some(call) = entry.value.call()
            && gives(ctx, call).is_list()
        {
            let message = format!("`{}` is a list, and `Fn::Sub` puts in texts", entry.key);
            out.add(RULE.at(entry.value.handle(), message).help("make a text of it with `Fn::Join`"));
        }
    }
    let Some(text) = template.text() else { return };
    for part in sub_parts(text) {
        let SubPart::Variable(range) = part else { continue };
        let name = &text[range.clone()];
        if own.iter().any(|entry| entry.key == name) {
            continue;
        }
        let gives = match name.split_once('.') {
            Some((id, name)) => attribute(ctx, id, name),
            None => reference(ctx, name),
        };
        if gives.is_list() {
            let message = format!("`{name}` is a list, and `Fn::Sub` puts in texts");
            let span = ctx.document().place(template, range);
            out.add(RULE.at(span, message).help("make a text of it with `Fn::Join`"));
        }
    }
}

/// `Fn::Equals` compares texts.
fn compared(ctx: &Context<'_>, argument: &Node, out: &mut Findings) {
    for node in argument.items() {
        if node.is_list() || node.is_map() || node.call().is_some_and(|call| gives(ctx, call).is_list()) {
            let finding = RULE.at(super::place::shown(node), "`Fn::Equals` compares texts, and this is none");
            out.add(finding.help("make a text of a list with `Fn::Join`"));
        }
    }
}

/// What is joined is one list of texts: a list within it, or a single text instead, is refused.
fn joined(ctx: &Context<'_>, argument: &Node, out: &mut Findings) {
    let [_, list] = argument.items() else { return };
    for item in list.items() {
        if let Some(call) = item.call()
            && gives(ctx, call).is_list()
        {
            let message = "`Fn::Join` takes a list of texts, and this is a list within it";
            out.add(
                RULE.at(item.handle(), message).help("give it as the list itself, or join it on its own"),
            );
        }
    }
    if let Some(call) = list.call()
        && matches!(call.function, Function::Ref | Function::GetAtt)
        && !matches!(gives(ctx, call), Gives::Anything)
        && !gives(ctx, call).is_list()
    {
        let name = attribute_of(call).map_or_else(
            || call.argument.text().unwrap_or_default().to_owned(),
            |(id, name)| format!("{id}.{name}"),
        );
        let message = format!("`{name}` is a text, and `Fn::Join` takes a list");
        out.add(RULE.at(list.handle(), message).label("gives a text"));
    }
}

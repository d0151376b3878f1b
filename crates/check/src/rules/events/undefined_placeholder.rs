//! A placeholder of an input template that stands for nothing.

use cfn::read::{Function, Kind, Node};
use diag::{Severity, nearest};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::targets;
use super::template::{RESERVED, placeholders};

pub(super) const RULE: Rule = Rule {
    code: "undefined-placeholder",
    severity: Severity::Warning,
    title: "An input template has a placeholder that its paths do not define.",
    explanation: "`<name>` in an `InputTemplate` stands for the part of the event that `InputPathsMap` gives \
        that name, or for one of EventBridge's own variables, such as `<aws.events.rule-arn>`. A placeholder \
        without a path is not filled in; depending on where it stands, EventBridge refuses the target or \
        passes the text on with the hole in it. Define the name in `InputPathsMap`: `state: $.detail.state`.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html",
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for transformer in targets(ctx).into_iter().flat_map(|(_, target)| ctx.get(target, "InputTransformer")) {
        let paths = ctx.get(transformer, "InputPathsMap");
        if paths.iter().any(|paths| !paths.is_map() || paths.is_open()) {
            continue;
        }
        let names: Vec<&str> =
            paths.iter().flat_map(|paths| paths.entries()).map(|entry| entry.key.as_str()).collect();
        for template in ctx.get(transformer, "InputTemplate") {
            let Some((node, text)) = literal(template) else { continue };
            for (part, name) in placeholders(text) {
                if names.contains(&name) || RESERVED.contains(&name) {
                    continue;
                }
                let finding = RULE
                    .at(ctx.document().place(node, part), format!("no path defines the placeholder `{name}`"))
                    .label("stands for nothing");
                findings.add(match nearest(name, names.iter().copied().chain(RESERVED)) {
                    Some(right) => finding.help(format!("did you mean `{right}`?")),
                    None => finding.help(format!("define it in `InputPathsMap`: `{name}: $.detail.{name}`")),
                });
            }
        }
    }
}

/// The text of a template, also of one whose other parts are filled in by `Fn::Sub`.
fn literal(template: &Node) -> Option<(&Node, &str)> {
    let node = match template.call_of(&Function::Sub) {
        Some(argument) if matches!(argument.kind, Kind::List(_)) => argument.items().first()?,
        Some(argument) => argument,
        None => template,
    };
    Some((node, node.text()?))
}

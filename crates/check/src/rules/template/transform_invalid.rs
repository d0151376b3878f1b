//! `Transform` sections that name no macro.

use cfn::read::{Kind, Node};
use diag::Severity;

use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "transform-invalid",
    severity: Severity::Error,
    title: "The section `Transform` does not name transforms.",
    explanation: "`Transform` takes the name of a transform, a mapping with its `Name` and `Parameters`, or a list of these. \
                  Names that begin with `AWS::` are CloudFormation's own, with their version: SAM's is \
                  `AWS::Serverless-2016-10-31`. CloudFormation refuses others: \"No transform named … found\".",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html",
    ],
    check,
};

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html>
const OWN: [&str; 7] = [
    "AWS::CodeDeployBlueGreen",
    "AWS::CodeStar",
    "AWS::Include",
    "AWS::LanguageExtensions",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
    "AWS::Serverless-2016-10-31",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let Some(entry) = ctx.root().entry("Transform") else { return };
    match &entry.value.kind {
        Kind::List(items) => items.iter().for_each(|item| named(ctx, item, out)),
        _ => named(ctx, &entry.value, out),
    }
}

fn named(ctx: &Context<'_>, node: &Node, out: &mut Findings) {
    let name = if node.is_map() {
        for entry in node.entries() {
            if !matches!(entry.key.as_str(), "Name" | "Parameters" | "Fn::Transform") {
                let message = format!("a transform has `Name` and `Parameters`, and no `{}`", entry.key);
                out.add(RULE.at(entry.key_span, message));
            }
        }
        node.get("Name")
    } else {
        Some(node)
    };
    match name.map(|name| (name, name.text())) {
        Some((name, Some(text))) if text.starts_with("AWS::") && !OWN.contains(&text) => {
            let finding = RULE.at(name.span, format!("AWS has no transform `{text}`"));
            out.add(suggest(finding, ctx.document(), (text, name.span), OWN));
        }
        // The call itself is what a macro is called by.
        Some((name, None)) if name.call().is_none() => {
            out.add(RULE.at(name.handle(), "the name of a transform is a text"));
        }
        None if !node.is_open() && node.entries().iter().all(|entry| entry.key == "Parameters") => {
            out.add(RULE.at(node.handle(), "a transform has a `Name`"));
        }
        _ => {}
    }
}

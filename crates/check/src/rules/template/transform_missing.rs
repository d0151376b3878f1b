//! What only a transform knows, in a template without it.

use cfn::read::Function;
use diag::{Severity, Span};

use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "transform-missing",
    severity: Severity::Error,
    title: "Something is used that only a transform knows, and the template does not name it.",
    explanation: "Resource types that begin with `AWS::Serverless::`, and the section `Globals`, exist only for the transform \
                  `AWS::Serverless-2016-10-31`; `Fn::ForEach`, `Fn::Length`, `Fn::ToJsonString` and a default value in \
                  `Fn::FindInMap` only for `AWS::LanguageExtensions`. Without the transform CloudFormation refuses the \
                  template. Name it under `Transform`; both together go as a list, the extensions first.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-serverless.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html",
    ],
    check,
};

const EXTENSIONS: &str = "AWS::LanguageExtensions";
const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let named = |transform: &str| ctx.transforms().contains(&transform);
    if !ctx.transforms().iter().any(|name| name.starts_with("AWS::Serverless")) {
        for resource in
            ctx.resources().iter().filter(|resource| resource.kind.starts_with("AWS::Serverless::"))
        {
            let span = resource.node.get("Type").map_or(resource.id_span, |kind| kind.span);
            add(span, resource.kind, SERVERLESS, out);
        }
        if let Some(entry) = ctx.root().entry("Globals") {
            add(entry.key_span, "Globals", SERVERLESS, out);
        }
    }
    if named(EXTENSIONS) {
        return;
    }
    visit::all(ctx, &mut |node, place| {
        if place.section == "Metadata" {
            return;
        }
        if let Some(call) = node.call() {
            let is_extension = matches!(call.function, Function::Length | Function::ToJsonString)
                || call.function == Function::FindInMap && call.argument.items().len() == 4;
            if is_extension {
                let name = match call.function {
                    Function::FindInMap => "a default in Fn::FindInMap",
                    ref other => other.name(),
                };
                add(call.name_span, name, EXTENSIONS, out);
            }
        }
        for entry in node.entries().iter().filter(|entry| entry.key.starts_with("Fn::ForEach")) {
            add(entry.key_span, &entry.key, EXTENSIONS, out);
        }
    });
    for section in ["Resources", "Conditions", "Outputs"] {
        for entry in ctx.section(section).iter().filter(|entry| entry.key.starts_with("Fn::ForEach")) {
            add(entry.key_span, &entry.key, EXTENSIONS, out);
        }
    }
}

fn add(span: Span, what: &str, transform: &str, out: &mut Findings) {
    let message = format!("`{what}` needs the transform `{transform}`");
    out.add(RULE.at(span, message).help(format!("write `Transform: {transform}` at the top")));
}

//! How the console is to show parameters, wrongly said.

use cfn::read::Node;
use diag::{Severity, Span};

use super::suggest::{suggest, suggest_key};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "interface-invalid",
    severity: Severity::Warning,
    title: "The console is told of a parameter or key that there is not.",
    explanation: "The metadata `AWS::CloudFormation::Interface` tells the console in which groups, in which order and under \
                  which labels to show the parameters: `ParameterGroups` with `Label` and `Parameters`, and \
                  `ParameterLabels`. A wrong key does nothing, and a parameter that does not exist is left out: the console \
                  shows the parameters otherwise than was meant.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-interface.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let Some(interface) =
        ctx.root().get("Metadata").and_then(|metadata| metadata.get("AWS::CloudFormation::Interface"))
    else {
        return;
    };
    keys(ctx, interface, &["ParameterGroups", "ParameterLabels"], out);
    for group in interface.get("ParameterGroups").map_or(&[][..], Node::items) {
        keys(ctx, group, &["Label", "Parameters"], out);
        if let Some(label) = group.get("Label") {
            keys(ctx, label, &["default"], out);
        }
        for name in group.get("Parameters").map_or(&[][..], Node::items) {
            if let Some(text) = name.text() {
                parameter(ctx, text, name.span, out);
            }
        }
    }
    for entry in interface.get("ParameterLabels").map_or(&[][..], Node::entries) {
        parameter(ctx, &entry.key, entry.key_span, out);
        keys(ctx, &entry.value, &["default"], out);
    }
}

fn keys(ctx: &Context<'_>, node: &Node, known: &[&str], out: &mut Findings) {
    for entry in node.entries() {
        if !known.contains(&entry.key.as_str()) && !entry.key.starts_with("Fn::") && entry.key != "<<" {
            let finding = RULE.at(entry.key_span, format!("there is no `{}` here", entry.key));
            let finding = suggest_key(finding, ctx.document(), (node, entry), known.iter().copied());
            out.add(finding.help(format!("the keys: `{}`", known.join("`, `"))));
        }
    }
}

fn parameter(ctx: &Context<'_>, name: &str, span: Span, out: &mut Findings) {
    if !super::names::may_be_parameter(ctx, name) {
        let names = ctx.section("Parameters").iter().map(|entry| entry.key.as_str());
        let finding = RULE.at(span, format!("no parameter is called `{name}`"));
        out.add(suggest(finding, ctx.document(), (name, span), names));
    }
}

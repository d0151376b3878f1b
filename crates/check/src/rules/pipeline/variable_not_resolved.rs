//! `variable-not-resolved`: a variable where CodePipeline resolves none.

use cfn::read::{Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "variable-not-resolved",
    severity: Severity::Warning,
    title: "A variable stands where CodePipeline resolves none.",
    explanation: "CodePipeline resolves variables in the configuration of actions and rules, in commands and in environment \
        variables, before it runs them. In roles, regions, names and defaults `#{…}` stays the text that it is.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html"],
    check,
};

/// Where they are resolved, or say nothing.
const ELSEWHERE: [&str; 4] = ["Configuration", "Commands", "EnvironmentVariables", "Description"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        walk(ctx, pipeline.properties, out);
    }
}

fn walk(ctx: &Context<'_>, node: &Node, out: &mut Findings) {
    match &node.kind {
        Kind::Text(text) => {
            let Some(start) = text.find("#{") else { return };
            let Some(length) = text[start..].find('}') else { return };
            if text[start..start + length].contains('.') {
                let span = ctx.document().place(node, start..start + length + 1);
                let finding = RULE.at(span, "no variable is resolved here");
                out.add(finding.help(
                    "CodePipeline resolves them in `Configuration`, commands and environment variables",
                ));
            }
        }
        Kind::List(items) => items.iter().for_each(|item| walk(ctx, item, out)),
        Kind::Map(entries) => {
            for entry in entries.iter().filter(|entry| !ELSEWHERE.contains(&entry.key.as_str())) {
                walk(ctx, &entry.value, out);
            }
        }
        Kind::Call(call) => walk(ctx, &call.argument, out),
        _ => {}
    }
}

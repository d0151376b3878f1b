//! YAML that CloudFormation does not promise to read.

use cfn::read::{Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "yaml-unsupported",
    severity: Severity::Warning,
    title: "A template uses aliases or merges, which CloudFormation's documentation leaves out of its YAML.",
    explanation: "CloudFormation reads YAML 1.1 without aliases (`*name`) and hash merges (`<<`), its documentation says. A \
                  template with them has to pass through a tool that writes them out first, such as `aws cloudformation \
                  package` or SAM. Write the repeated part out, or keep the value in a mapping or parameter.",
    pages: &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if !ctx.transforms().iter().any(|name| name.starts_with("AWS::Serverless")) {
        used(ctx.root(), out);
    }
}

fn used(node: &Node, out: &mut Findings) {
    if let Some(alias) = node.alias {
        out.add(RULE.at(alias, "CloudFormation promises to read no aliases").help("write the value out"));
        return;
    }
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| used(item, out)),
        Kind::Call(call) => used(&call.argument, out),
        Kind::Map(entries) => {
            for entry in entries {
                if entry.key == "<<" {
                    let finding = RULE.at(entry.key_span, "CloudFormation promises to read no merges");
                    out.add(finding.help("write the members out"));
                } else {
                    used(&entry.value, out);
                }
            }
        }
        _ => {}
    }
}

//! Paths on the disk of whoever wrote the template.

use cfn::read::{Entry, Node};
use diag::Severity;

use super::schema::walk::PACKAGED;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "local-path",
    severity: Severity::Warning,
    title: "A property names a file on the disk, which only `aws cloudformation package` understands.",
    explanation: "CloudFormation reads code and documents from S3, and a nested template by its URL. `aws cloudformation package` \
                  and SAM take local paths in their places, upload what they find there, and write a template with the \
                  addresses. This template cannot be deployed as it is, only what comes out of that.",
    pages: &["https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        let Some(properties) = resource.properties() else { continue };
        for (_, path) in PACKAGED.iter().filter(|(kind, _)| *kind == resource.kind) {
            for node in ctx.all(properties, path) {
                if node.scalar().is_some() {
                    let message = format!("`{}` of `{}` is a local path", path.join("."), resource.id);
                    out.add(RULE.at(node.handle(), message).help("run `aws cloudformation package` first"));
                }
            }
        }
        if resource.kind == "AWS::CloudFormation::Stack"
            && let Some(entry) = properties.entry("TemplateURL")
        {
            nested(resource.id, entry, out);
        }
    }
}

fn nested(id: &str, entry: &Entry, out: &mut Findings) {
    let is_url = |text: &str| text.contains("://") || text.contains("{{resolve:") || text.contains("${");
    if let Some(text) = Node::text(&entry.value).filter(|text| !is_url(text)) {
        let message = format!("the template of `{id}` is the local path `{text}`");
        out.add(RULE.at(entry.value.handle(), message).help("run `aws cloudformation package` first"));
    }
}

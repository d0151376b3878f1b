//! Attributes that a resource does not have.

use cfn::read::Entry;
use diag::Severity;

use super::suggest::suggest_key;
use crate::Rule;
use crate::context::{Context, Resource};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "resource-attribute-unknown",
    severity: Severity::Error,
    title: "A resource has an attribute that there is not.",
    explanation: "Beside its `Type` and `Properties` a resource has `Condition`, `CreationPolicy`, `DeletionPolicy`, `DependsOn`, \
                  `Metadata`, `UpdatePolicy` and `UpdateReplacePolicy`, and a custom resource a `Version`; a `Description` \
                  is let through, and shown nowhere. CloudFormation refuses others: \"Invalid template resource \
                  property\". A misspelt `DeletionPolicy` would lose data, and a property a level too high is no property. \
                  From its own resources SAM drops such an attribute without a word, which is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-product-attribute-reference.html",
    ],
    check,
};

const ATTRIBUTES: [&str; 10] = [
    "Condition",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Description",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let is_sam = ctx.transforms().iter().any(|name| name.starts_with("AWS::Serverless"));
    for resource in ctx.resources() {
        for entry in resource.node.entries() {
            let key = entry.key.as_str();
            let is_known = ATTRIBUTES.contains(&key)
                || key == "Version" && is_custom(resource.kind)
                || is_sam && matches!(key, "Connectors" | "IgnoreGlobals")
                || key.starts_with("Fn::")
                || key == "<<";
            if !is_known {
                report(ctx, resource, entry, out);
            }
        }
    }
}

fn report(ctx: &Context<'_>, resource: &Resource<'_>, entry: &Entry, out: &mut Findings) {
    let key = entry.key.as_str();
    let finding = RULE.at(entry.key_span, format!("a resource has no attribute `{key}`"));
    let is_property =
        facts::resource_type(resource.kind).is_some_and(|kind| kind.properties().property(key).is_some());
    let mut finding = if is_property {
        finding.label(format!("a property of {}", resource.kind)).help("move it into `Properties`")
    } else {
        suggest_key(finding, ctx.document(), (resource.node, entry), ATTRIBUTES)
    };
    // SAM leaves out what it does not know.
    if resource.kind.starts_with("AWS::Serverless::") {
        finding.severity = Severity::Warning;
    }
    out.add(finding);
}

fn is_custom(kind: &str) -> bool {
    kind.starts_with("Custom::") || kind == "AWS::CloudFormation::CustomResource"
}

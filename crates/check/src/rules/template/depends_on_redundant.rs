//! `DependsOn` beside a reference that orders the resources already.

use diag::Severity;

use crate::Rule;
use crate::context::{Context, Resource};
use crate::references::By;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "depends-on-redundant",
    severity: Severity::Note,
    title: "A dependency is declared that the properties make anyway.",
    explanation: "A `Ref`, `Fn::GetAtt` or `Fn::Sub` makes CloudFormation wait for the resource that it names. `DependsOn` on \
                  the same resource says it once more: harmless, but one thing more to keep right. Leave it out.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if is_of_cdk(ctx) {
        return;
    }
    let references = ctx.references();
    for reference in references
        .iter()
        .filter(|reference| reference.by == By::DependsOn && ctx.resource(reference.id).is_some())
    {
        let again = references.iter().find(|other| {
            other.section == "Resources"
                && other.member == reference.member
                && other.id == reference.id
                && !matches!(other.by, By::DependsOn | By::Condition)
                // A reference on one side of a condition orders nothing on the other.
                && other.when.len() <= reference.when.len()
        });
        if let Some(again) = again {
            let message = format!("`{}` refers to `{}` anyway", reference.member, reference.id);
            out.add(
                RULE.at(reference.span, message)
                    .related(again.span, "here")
                    .help("leave it out of `DependsOn`"),
            );
        }
    }
}

/// Whether the CDK wrote the template, which writes out every dependency, and which nobody edits.
/// <https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html>
fn is_of_cdk(ctx: &Context<'_>) -> bool {
    let is_marked = |resource: &Resource<'_>| {
        resource.kind == "AWS::CDK::Metadata"
            || resource.node.get("Metadata").is_some_and(|metadata| metadata.get("aws:cdk:path").is_some())
    };
    ctx.resources().iter().any(is_marked) || ctx.parameter("BootstrapVersion").is_some()
}

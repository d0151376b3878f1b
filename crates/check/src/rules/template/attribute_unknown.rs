//! Attributes that a resource type does not have.

use diag::{Severity, Span};
use facts::Member;

use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::references::By;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "attribute-unknown",
    severity: Severity::Error,
    title: "A reference asks for an attribute that the resource type does not have.",
    explanation: "Each resource type has its own attributes, listed under \"Return values\" on its page, and CloudFormation \
                  refuses a template that asks for another one. Names are case-sensitive: it is `Arn`. What is not an \
                  attribute is often what `Ref` gives. A nested stack has `Outputs.<Name>`, a custom resource whatever its \
                  provider returns.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for reference in ctx.references() {
        if !matches!(reference.by, By::GetAtt | By::SubGetAtt) {
            continue;
        }
        let Some(name) = reference.attribute else { continue };
        let Some(resource) = ctx.resource(reference.id) else { continue };
        let Some(kind) = facts::resource_type(resource.kind) else { continue };
        if kind.attribute(name) != Member::Refused
            || name.contains(['$', '&', '{'])
            || is_of_sam(resource.kind, name)
        {
            continue;
        }
        let message = format!("{} has no attribute `{name}`", resource.kind);
        let place = part(ctx, reference.span, name);
        let known: Vec<_> = kind.attributes().map(|(known, _)| known).collect();
        let mut finding =
            suggest(RULE.at(place, message), ctx.document(), (name, place), known.iter().copied());
        if known.is_empty() {
            finding = finding.help(format!("{} has none; `Ref` gives its identifier", resource.kind));
        } else if finding.label.is_none() && known.len() <= 12 {
            finding = finding.help(format!("its attributes: `{}`", known.join("`, `")));
        }
        out.add(finding);
    }
}

/// What SAM hangs on its own resources (`Function.Version`, `Api.Stage`), and what the resource has that it becomes.
fn is_of_sam(kind: &str, name: &str) -> bool {
    const OWN: [&str; 5] = ["Version", "Alias", "Stage", "Deployment", "DomainName"];
    let becomes = match kind {
        "AWS::Serverless::Api" => "AWS::ApiGateway::RestApi",
        "AWS::Serverless::Application" => "AWS::CloudFormation::Stack",
        "AWS::Serverless::Function" => "AWS::Lambda::Function",
        "AWS::Serverless::HttpApi" => "AWS::ApiGatewayV2::Api",
        "AWS::Serverless::LayerVersion" => "AWS::Lambda::LayerVersion",
        "AWS::Serverless::SimpleTable" => "AWS::DynamoDB::Table",
        "AWS::Serverless::StateMachine" => "AWS::StepFunctions::StateMachine",
        // Of the others nobody has written down what they become.
        _ => return kind.starts_with("AWS::Serverless::"),
    };
    name.split('.').next().is_some_and(|first| OWN.contains(&first))
        || facts::resource_type(becomes).is_some_and(|kind| kind.attribute(name) != Member::Refused)
}

/// Where the attribute itself stands in `Resource.Attribute`.
fn part(ctx: &Context<'_>, span: Span, name: &str) -> Span {
    let written = ctx.document().text().get(span.start..span.end).unwrap_or_default();
    match written.rfind(name) {
        Some(at) => Span { start: span.start + at, end: span.start + at + name.len() },
        None => span,
    }
}

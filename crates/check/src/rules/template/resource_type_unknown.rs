//! Resource types that there are not.

use diag::Severity;

use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "resource-type-unknown",
    severity: Severity::Error,
    title: "A resource is of a type that AWS does not have.",
    explanation: "AWS's own resource types begin with `AWS::`, `Alexa::` or `Custom::`, and CloudFormation refuses one of these that it does \
                  not know: \"Unrecognized resource types\". Types of other publishers have three parts and must be activated in \
                  the account; they are left alone here, as are modules. Names are case-sensitive. A type newer than this \
                  program's facts would be found wrongly: suppress the finding then.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/registry.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        let kind = resource.kind;
        let Some(node) = resource.node.get("Type").filter(|node| node.text().is_some()) else { continue };
        if facts::resource_type(kind).is_some() || is_foreign(kind) {
            continue;
        }
        let message = if kind.starts_with("AWS::") {
            format!("AWS has no resource type `{kind}`")
        } else {
            format!("`{kind}` is not the name of a resource type")
        };
        let finding = RULE.at(node.span, message);
        let finding = suggest(finding, ctx.document(), (kind, node.span), candidates(kind));
        out.add(if finding.label.is_none() && !kind.starts_with("AWS::") {
            finding.help("a type is `AWS::<Service>::<Resource>`, or has three parts of another publisher's")
        } else {
            finding
        });
    }
}

/// Types of other publishers, and modules: three or four parts of letters and digits.
/// <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>
fn is_foreign(kind: &str) -> bool {
    let parts: Vec<_> = kind.split("::").collect();
    let is_name = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_module = parts.last() == Some(&"MODULE");
    let of_aws = parts.first().is_some_and(|owner| owner.eq_ignore_ascii_case("AWS"));
    parts.iter().all(is_name) && (is_module && parts.len() == 4 || !of_aws && parts.len() == 3)
        || kind.starts_with("Alexa::")
        || kind.contains(['$', '&'])
}

/// The types of the service that is meant, or all where none is.
fn candidates(kind: &str) -> Vec<&'static str> {
    let service = |name: &str| name.split("::").nth(1).unwrap_or_default().to_ascii_lowercase();
    let meant = service(kind);
    let of_service: Vec<_> = facts::resource_types().filter(|name| service(name) == meant).collect();
    if !of_service.is_empty() {
        return of_service;
    }
    // Of nearly 2,000 types only these can be near.
    facts::resource_types().filter(|name| name.len().abs_diff(kind.len()) <= 5).collect()
}

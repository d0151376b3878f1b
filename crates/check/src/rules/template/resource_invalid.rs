//! Resources whose attributes are of the wrong kind.

use cfn::read::{Entry, Kind};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "resource-invalid",
    severity: Severity::Error,
    title: "A resource, or one of its attributes, is not of the kind it has to be.",
    explanation: "A resource is a mapping of attributes: `Type` and `Condition` are texts, `DependsOn` is a text or a list of \
                  texts, `Properties`, `CreationPolicy` and `UpdatePolicy` are mappings. CloudFormation refuses a template in \
                  which they are something else.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.section("Resources") {
        let node = &resource.value;
        if resource.key.starts_with("Fn::") || resource.key == "<<" || matches!(node.kind, Kind::Null) {
            continue;
        }
        if !node.is_map() {
            if node.call().is_none() {
                let finding =
                    RULE.at(resource.key_span, format!("the resource `{}` is not a mapping", resource.key));
                out.add(finding.help("write its type under `Type`"));
            }
            continue;
        }
        for entry in node.entries() {
            if let Some(message) = misfit(entry) {
                out.add(RULE.at(entry.value.handle(), message));
            }
        }
    }
}

/// What an attribute's value is not. Nulls, and functions where there can be none, have findings of their own.
fn misfit(entry: &Entry) -> Option<String> {
    let node = &entry.value;
    if matches!(node.kind, Kind::Null | Kind::Call(_)) {
        return None;
    }
    let fits = match entry.key.as_str() {
        "Type" | "Condition" => node.text().is_some(),
        "DeletionPolicy" | "UpdateReplacePolicy" => node.scalar().is_some(),
        "DependsOn" => {
            let is_name = |node: &cfn::read::Node| node.text().is_some() || node.call().is_some();
            is_name(node) || node.is_list() && node.items().iter().all(is_name)
        }
        "Properties" | "CreationPolicy" | "UpdatePolicy" => node.is_map(),
        _ => true,
    };
    let wanted = match entry.key.as_str() {
        "DependsOn" => "a logical ID or a list of them",
        "Properties" | "CreationPolicy" | "UpdatePolicy" => "a mapping",
        _ => "a text",
    };
    (!fits).then(|| format!("`{}` is {wanted}", entry.key))
}

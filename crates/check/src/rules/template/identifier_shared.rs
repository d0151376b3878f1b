//! Two resources that are one and the same to AWS.

use std::collections::BTreeMap;

use cfn::read::Node;
use diag::{Severity, Span};

use super::schema::lists::canonical;
use super::schema::walk::cases_of_map;
use crate::Rule;
use crate::context::{Context, Resource, When};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "identifier-shared",
    severity: Severity::Error,
    title: "Two resources of a type have the same name.",
    explanation: "A resource type has properties that together say which resource is meant: a name, or a name and what it belongs \
                  to. Two resources of a template with the same ones are one resource to the service: the second cannot be \
                  made, or takes over the first. Give one another name, or conditions that exclude each other.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
        "https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html",
    ],
    check,
};

/// A resource's identifier in one case.
struct Named<'t> {
    resource: &'t str,
    id: String,
    when: When<'t>,
    span: Span,
}

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let mut seen: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
    for resource in ctx.resources() {
        let Some(names) = identifier(resource) else { continue };
        let others = seen.entry(resource.kind).or_default();
        for named in named(ctx, resource, &names) {
            let twin = others.iter().find(|other| {
                other.id == named.id
                    && other.resource != named.resource
                    && ctx.satisfiable(&[other.when.clone(), named.when.clone()].concat()) == Some(true)
            });
            match twin {
                Some(twin) => {
                    let message =
                        format!("`{}` has the same {} as `{}`", named.resource, words(&names), twin.resource);
                    out.add(RULE.at(named.span, message).related(twin.span, "the first one"));
                }
                None => others.push(named),
            }
        }
    }
}

fn words(names: &[&str]) -> String {
    format!("`{}`", names.join("` and `"))
}

/// The properties that name a resource, where the template sets all of them.
fn identifier(resource: &Resource<'_>) -> Option<Vec<&'static str>> {
    // The service finds a project by its name, whatever its schema says.
    if resource.kind == "AWS::CodeBuild::Project" {
        return Some(vec!["Name"]);
    }
    let kind = facts::resource_type(resource.kind)?;
    let names: Vec<_> = kind.primary_identifier().collect();
    let settable = names.iter().all(|name| !name.contains('/') && !kind.is_read_only(name));
    (settable && !names.is_empty()).then_some(names)
}

fn named<'t>(ctx: &Context<'t>, resource: &Resource<'t>, names: &[&str]) -> Vec<Named<'t>> {
    let base: When<'t> = resource.condition.map(|name| (name, true)).into_iter().collect();
    let Some(properties) = resource.properties().filter(|node| node.is_map()) else { return Vec::new() };
    let cases = cases_of_map(ctx, properties, &base);
    let mut found = Vec::new();
    for (entries, when) in cases {
        let values: Option<Vec<&Node>> = names
            .iter()
            .map(|name| entries.iter().find(|(key, _)| key == name).map(|(_, node)| *node))
            .collect();
        let Some(values) = values else { continue };
        let texts: Vec<_> = values
            .iter()
            .map(|node| ctx.text(node).map_or_else(|| canonical(node), |text| format!("{text:?}")))
            .collect();
        let span = values.first().map_or(resource.id_span, |node| node.handle());
        found.push(Named { resource: resource.id, id: texts.join("\n"), when, span });
    }
    found
}

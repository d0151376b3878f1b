//! Tags that AWS refuses.

use cfn::read::{Kind, Node};
use diag::{Severity, Span};

use super::schema::walk;
use crate::Rule;
use crate::context::{Context, Resource, When};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "tag-invalid",
    severity: Severity::Error,
    title: "A resource has a tag twice, or one that AWS keeps for itself.",
    explanation: "A resource has each tag key once, in one case of its letters; keys that begin with `aws:` are AWS's own and \
                  cannot be set; a key has up to 128 characters, a value up to 256. Services refuse other tags, and with \
                  them the resource.",
    pages: &[
        "https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        let Some(kind) = facts::resource_type(resource.kind).filter(|kind| kind.is_taggable() != Some(false))
        else {
            continue;
        };
        let property = kind.tag_property().unwrap_or("Tags");
        let base: When<'_> = resource.condition.map(|name| (name, true)).into_iter().collect();
        for properties in resource.properties().map_or_else(Vec::new, |node| ctx.branches(node)) {
            let Some(tags) = properties.node.get(property) else { continue };
            for tags in ctx.branches(tags) {
                match &tags.node.kind {
                    Kind::Map(entries) => {
                        for entry in entries {
                            if entry.key != "<<" && !entry.key.starts_with("Fn::") {
                                key(&entry.key, entry.key_span, out);
                                value(ctx, &entry.value, out);
                            }
                        }
                    }
                    Kind::List(_) => list(ctx, resource, tags.node, &base, out),
                    _ => {}
                }
            }
        }
    }
}

fn list<'t>(ctx: &Context<'t>, resource: &Resource<'t>, tags: &'t Node, base: &When<'t>, out: &mut Findings) {
    for tag in ctx.items(tags) {
        if let Some(name) = tag.get("Key") {
            for text in ctx.texts(name).known {
                key(&text.value, name.handle(), out);
            }
        }
        if let Some(node) = tag.get("Value") {
            value(ctx, node, out);
        }
    }
    for case in walk::cases_of_list(ctx, tags, base) {
        let mut seen: Vec<(String, Span)> = Vec::new();
        for tag in case {
            let Some(name) = tag.get("Key").and_then(|name| ctx.text(name)) else { continue };
            let span = tag.get("Key").map_or(tag.span, Node::handle);
            match seen.iter().find(|(other, _)| *other == name) {
                Some((_, first)) => {
                    let finding = RULE.at(span, format!("`{}` has the tag `{name}` twice", resource.id));
                    out.add(finding.label("again").related(*first, "the first one"));
                }
                None => seen.push((name.into_owned(), span)),
            }
        }
    }
}

fn key(name: &str, span: Span, out: &mut Findings) {
    if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
        out.add(RULE.at(span, format!("the tag `{name}` is AWS's own")).help("leave `aws:` out"));
    } else if name.is_empty() {
        out.add(RULE.at(span, "the key of a tag is empty"));
    } else if name.chars().count() > 128 {
        out.add(RULE.at(span, "the key of a tag has up to 128 characters"));
    }
}

fn value<'t>(ctx: &Context<'t>, node: &'t Node, out: &mut Findings) {
    for text in ctx.texts(node).known {
        if text.value.chars().count() > 256 {
            out.add(RULE.at(node.handle(), "the value of a tag has up to 256 characters"));
        }
    }
}

//! `Fn::FindInMap` that finds nothing.

use cfn::read::{Entry, Function, Node};
use diag::{Diagnostic, Severity};

use super::place::shown;
use super::suggest::suggest;
use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "find-in-map-unknown",
    severity: Severity::Error,
    title: "A lookup asks for a mapping or key that is not there.",
    explanation: "`Fn::FindInMap` takes the name of a mapping, a key in it, and a key in that. CloudFormation refuses a template \
                  that names a mapping it does not have, and a deployment whose values lead to a key that is not there. A \
                  parameter with `AllowedValues` is tried with each of them, as a warning; what is known only at the \
                  deployment, such as the region, is left alone.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let mappings = ctx.section("Mappings");
    if ctx.root().get("Mappings").is_some_and(Node::is_open) {
        return;
    }
    visit::all(ctx, &mut |node, place| {
        if place.section == "Metadata" {
            return;
        }
        // A fourth argument is a default for what is not there.
        let Some([map, first, second]) = node.call_of(&Function::FindInMap).map(Node::items) else { return };
        let Some(name) = map.text() else { return };
        let Some(mapping) = mappings.iter().find(|entry| entry.key == name) else {
            if !name.contains(['$', '&']) {
                let finding = RULE.at(map.span, format!("no mapping is called `{name}`"));
                let names = mappings.iter().map(|entry| entry.key.as_str());
                out.add(suggest(finding, ctx.document(), (name, map.span), names));
            }
            return;
        };
        let all: Vec<&Entry> = mapping.value.entries().iter().collect();
        let chosen = match level(ctx, first, mapping, out) {
            Some(chosen) => chosen,
            None if ctx.texts(first).complete => return,
            None => all,
        };
        last(ctx, second, &chosen, out);
    });
}

/// The entries that the first key can lead to; `None` where that cannot be known, or is a finding already.
fn level<'t>(ctx: &Context<'t>, key: &'t Node, map: &'t Entry, out: &mut Findings) -> Option<Vec<&'t Entry>> {
    let texts = ctx.texts(key);
    if !texts.complete || map.value.is_open() || !map.value.is_map() {
        return None;
    }
    let mut found = Vec::new();
    for text in &texts.known {
        match map.value.entry(&text.value) {
            Some(entry) => found.push(entry),
            None => out.add(missing(ctx, key, map, text)),
        }
    }
    (found.len() == texts.known.len()).then_some(found)
}

/// Reports a second key that none of the entries has: which of them is meant may not be known.
fn last<'t>(ctx: &Context<'t>, key: &'t Node, entries: &[&'t Entry], out: &mut Findings) {
    let texts = ctx.texts(key);
    if !texts.complete || entries.iter().any(|entry| entry.value.is_open() || !entry.value.is_map()) {
        return;
    }
    for text in &texts.known {
        if let [first, ..] = entries
            && entries.iter().all(|entry| entry.value.entry(&text.value).is_none())
        {
            out.add(missing(ctx, key, first, text));
        }
    }
}

fn missing(ctx: &Context<'_>, key: &Node, map: &Entry, text: &Text<'_>) -> Diagnostic {
    let finding = RULE.at(shown(key), format!("`{}` has no key `{}`", map.key, text.value));
    if key.scalar().is_some() {
        let keys = map.value.entries().iter().map(|entry| entry.key.as_str());
        return suggest(finding, ctx.document(), (&text.value, key.span), keys);
    }
    let mut finding = finding.related(text.span(), "the key comes from here");
    finding.severity = Severity::Warning;
    finding
}

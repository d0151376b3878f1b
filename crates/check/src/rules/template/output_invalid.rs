//! Outputs that are not declared as outputs are.

use cfn::read::{Entry, Kind, Node};
use diag::Severity;

use super::place::shown;
use super::schema::gives::{Gives, gives};
use super::suggest::suggest_key;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "output-invalid",
    severity: Severity::Error,
    title: "An output is declared wrongly, or is no text.",
    explanation: "An output is a mapping with a `Value`, and besides only `Description`, `Condition` and `Export`, which has a \
                  `Name`. The value becomes a text: a list parameter, or an attribute that is a list, has to be joined first. \
                  CloudFormation refuses the template otherwise.",
    pages: &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html"],
    check,
};

const KEYS: [&str; 4] = ["Condition", "Description", "Export", "Value"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if let Some(entry) = ctx.root().entry("Outputs")
        && !entry.value.is_map()
        && !matches!(entry.value.kind, Kind::Null | Kind::Call(_))
    {
        out.add(RULE.at(entry.key_span, "the section `Outputs` is not a mapping"));
    }
    for output in ctx.section("Outputs") {
        if !output.key.starts_with("Fn::") && output.key != "<<" {
            declared(ctx, output, out);
        }
    }
}

fn declared<'t>(ctx: &Context<'t>, output: &'t Entry, out: &mut Findings) {
    let (name, node) = (&output.key, &output.value);
    if matches!(node.kind, Kind::Null) {
        return;
    }
    if !node.is_map() {
        let finding = RULE.at(output.key_span, format!("the output `{name}` is not a mapping"));
        out.add(finding.help("write the value under `Value`"));
        return;
    }
    if node.get("Value").is_none() && !node.is_open() {
        out.add(RULE.at(output.key_span, format!("the output `{name}` has no `Value`")));
    }
    keys(ctx, node, "an output", &KEYS, out);
    if let Some(entry) = node.entry("Description")
        && entry.value.scalar().is_none()
        && entry.value.call().is_none()
        && !matches!(entry.value.kind, Kind::Null)
    {
        out.add(RULE.at(entry.key_span, "the description of an output is a text"));
    }
    if let Some(entry) = node.entry("Condition")
        && entry.value.text().is_none()
        && !matches!(entry.value.kind, Kind::Null | Kind::Call(_))
    {
        out.add(RULE.at(entry.key_span, "the name of a condition is a text"));
    }
    if let Some(entry) = node.entry("Value") {
        value(ctx, name, entry, out);
    }
    if let Some(entry) = node.entry("Export") {
        export(ctx, entry, out);
    }
}

fn value<'t>(ctx: &Context<'t>, name: &str, entry: &'t Entry, out: &mut Findings) {
    for branch in ctx.branches(&entry.value) {
        let node = branch.node;
        let is_text = match node.call().map(|call| gives(ctx, call)) {
            Some(Gives::List) => false,
            Some(Gives::Shape(shape)) => {
                super::schema::gives::has_scalar(shape.kinds()) || shape.kinds().is_any()
            }
            Some(_) => true,
            None => node.scalar().is_some() || matches!(node.kind, Kind::Null),
        };
        if !is_text {
            let finding = RULE.at(shown(node), format!("the output `{name}` is no text"));
            out.add(if node.is_map() {
                finding
            } else {
                finding.help("make a text of a list with `Fn::Join`")
            });
        }
    }
}

fn export(ctx: &Context<'_>, entry: &Entry, out: &mut Findings) {
    let node = &entry.value;
    if matches!(node.kind, Kind::Null) || node.call().is_some() {
        return;
    }
    if !node.is_map() {
        let finding = RULE.at(entry.key_span, "an export is a mapping with a `Name`");
        out.add(finding.help("write `Export: { Name: … }`"));
        return;
    }
    keys(ctx, node, "an export", &["Name"], out);
    match node.get("Name") {
        None if !node.is_open() => out.add(RULE.at(entry.key_span, "the export has no `Name`")),
        Some(name) if name.is_list() || name.is_map() => {
            out.add(RULE.at(name.handle(), "the name of an export is a text"));
        }
        _ => {}
    }
}

fn keys(ctx: &Context<'_>, node: &Node, owner: &str, known: &[&str], out: &mut Findings) {
    for entry in node.entries() {
        let key = entry.key.as_str();
        if !known.contains(&key) && !key.starts_with("Fn::") && key != "<<" {
            let finding = RULE.at(entry.key_span, format!("{owner} has no `{key}`"));
            out.add(suggest_key(finding, ctx.document(), (node, entry), known.iter().copied()));
        }
    }
}

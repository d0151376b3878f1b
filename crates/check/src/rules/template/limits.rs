//! What CloudFormation and CodePipeline limit, and what a template has of it.
//!
//! In: a template. Out: every limit that it comes near, for the two rules about them. The sizes of policies and of code are
//! the business of other areas.

use cfn::read::{Document, Entry, Kind, Node};
use diag::Span;

use super::dynamic;
use super::schema::walk::cases_of_list;
use crate::context::Context;
use crate::resolve::{Hole, Piece};

/// One limit and what a template has of it.
pub(crate) struct Limit {
    /// What is counted, as the message says it.
    pub(super) what: String,
    pub(super) span: Option<Span>,
    /// At least.
    pub(super) used: usize,
    /// As it usually comes out.
    pub(super) usual: usize,
    pub(super) most: usize,
    pub(super) unit: &'static str,
    /// What to do about it.
    pub(super) cure: &'static str,
}

impl Limit {
    fn new(what: impl Into<String>, span: impl Into<Option<Span>>, used: usize, most: usize) -> Self {
        Self { what: what.into(), span: span.into(), used, usual: used, most, unit: "", cure: "" }
    }

    fn of(mut self, unit: &'static str, cure: &'static str) -> Self {
        (self.unit, self.cure) = (unit, cure);
        self
    }
}

/// What fits into a request, without a bucket.
pub(super) const INLINE: usize = 51_200;

const SPLIT: &str = "split the template, for example into nested stacks";

/// Every limit of the template.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub(crate) fn all(ctx: &Context<'_>) -> Vec<Limit> {
    let mut limits =
        vec![Limit::new("the template", None, bytes(ctx.document()), 1_000_000).of("bytes", SPLIT)];
    for (section, unit, most, cure) in [
        ("Resources", "resources", 500, SPLIT),
        ("Parameters", "parameters", 200, "take lists, or mappings for values that rarely change"),
        ("Outputs", "outputs", 200, SPLIT),
        ("Mappings", "mappings", 200, SPLIT),
    ] {
        let span = ctx.root().entry(section).map(|entry| entry.key_span);
        limits.push(
            Limit::new("the template", span, members(ctx.section(section)).count(), most).of(unit, cure),
        );
        for entry in members(ctx.section(section)) {
            limits.push(name(entry));
        }
    }
    if let Some(entry) = ctx.root().entry("Description") {
        let used = entry.value.text().map_or(0, str::len);
        limits.push(Limit::new("the description", entry.key_span, used, 1_024).of("bytes", "say less here"));
    }
    mappings(ctx, &mut limits);
    parameters(ctx, &mut limits);
    outputs(ctx, &mut limits);
    dynamic_references(ctx, &mut limits);
    pipelines(ctx, &mut limits);
    limits
}

/// How many bytes CloudFormation is sent.
pub(super) fn bytes(document: &Document) -> usize {
    document.text().len()
}

fn members(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(|entry| !entry.key.starts_with("Fn::") && entry.key != "<<")
}

fn name(entry: &Entry) -> Limit {
    let shown: String = entry.key.chars().take(40).collect();
    let used = entry.key.chars().count();
    Limit::new(format!("the name `{shown}`"), entry.key_span, used, 255).of("characters", "shorten it")
}

fn mappings(ctx: &Context<'_>, limits: &mut Vec<Limit>) {
    for mapping in members(ctx.section("Mappings")) {
        let owner = format!("the mapping `{}`", mapping.key);
        let used = members(mapping.value.entries()).count();
        let cure = "make two mappings of it";
        limits.push(Limit::new(owner, mapping.key_span, used, 200).of("attributes", cure));
        for first in members(mapping.value.entries()) {
            limits.push(name(first));
            let owner = format!("`{}` of the mapping `{}`", first.key, mapping.key);
            let used = members(first.value.entries()).count();
            limits.push(Limit::new(owner, first.key_span, used, 200).of("attributes", cure));
            limits.extend(members(first.value.entries()).map(name));
        }
    }
}

fn parameters(ctx: &Context<'_>, limits: &mut Vec<Limit>) {
    for parameter in members(ctx.section("Parameters")) {
        let default = parameter.value.get("Default").into_iter();
        let allowed = parameter.value.get("AllowedValues").map_or(&[][..], Node::items);
        for value in default.chain(allowed) {
            let used = value.scalar().map_or(0, str::len);
            let what = format!("a value of the parameter `{}`", parameter.key);
            let cure = "take several parameters, and join them";
            limits.push(Limit::new(what, value.handle(), used, 4_096).of("bytes", cure));
        }
        if let Some(text) = parameter.value.get("Description") {
            let used = text.scalar().map_or(0, |text| text.chars().count());
            let what = format!("the description of the parameter `{}`", parameter.key);
            limits.push(Limit::new(what, text.handle(), used, 4_000).of("characters", "say less here"));
        }
    }
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>
fn outputs(ctx: &Context<'_>, limits: &mut Vec<Limit>) {
    for output in members(ctx.section("Outputs")) {
        if let Some(text) = output.value.get("Description") {
            let used = text.scalar().map_or(0, str::len);
            let what = format!("the description of the output `{}`", output.key);
            limits.push(Limit::new(what, text.handle(), used, 1_024).of("bytes", "say less here"));
        }
    }
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
fn dynamic_references(ctx: &Context<'_>, limits: &mut Vec<Limit>) {
    let (mut used, mut last) = (0, None);
    dynamic::all(ctx, &mut |reference, place| {
        if !reference.is_spaced && matches!(place.section, "Resources" | "Outputs" | "Parameters") {
            used += 1;
            last = Some(reference.span);
        }
    });
    let cure = "take SSM parameter types for parameters, or let a function read what it needs";
    limits.push(Limit::new("the template", last, used, 60).of("dynamic references", cure));
}

/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>
fn pipelines(ctx: &Context<'_>, limits: &mut Vec<Limit>) {
    let cure = "split the pipeline";
    for pipeline in ctx.pipelines() {
        if let Some(stages) = pipeline.properties.get("Stages") {
            let what = format!("the pipeline `{}`", pipeline.id);
            limits.push(Limit::new(what, stages.handle(), longest(ctx, stages), 50).of("stages", cure));
        }
        for stage in &pipeline.stages {
            let name = stage.node.get("Name").and_then(Node::text).unwrap_or("");
            if let Some(actions) = stage.node.get("Actions") {
                let what = format!("the stage `{name}`");
                limits
                    .push(Limit::new(what, actions.handle(), longest(ctx, actions), 50).of("actions", cure));
            }
            for step in stage.steps.iter().filter(|step| step.gate.is_none()) {
                let action = step.node.get("Name").and_then(Node::text).unwrap_or("");
                for setting in &step.settings {
                    let what = format!("`{}` of the action `{name}/{action}`", setting.entry.key);
                    limits.extend(configuration(ctx, &setting.entry.value, what));
                }
            }
        }
    }
}

/// The longest list of those that a value can be.
fn longest<'t>(ctx: &Context<'t>, list: &'t Node) -> usize {
    if list.is_list() {
        let cases = cases_of_list(ctx, list, &Vec::new());
        return cases.iter().map(Vec::len).max().unwrap_or_else(|| list.items().len());
    }
    0
}

/// The length of an action's setting, once CloudFormation has put in what is only known then.
fn configuration<'t>(ctx: &Context<'t>, value: &'t Node, what: String) -> Option<Limit> {
    if matches!(value.kind, Kind::List(_) | Kind::Map(_) | Kind::Null) {
        return None;
    }
    let widths = ctx.patterns(value).into_iter().map(|pattern| {
        pattern.pieces.iter().fold((0, 0), |(least, usual), piece| match piece {
            Piece::Known(text) => {
                let length = text.chars().count();
                (least + length, usual + length)
            }
            Piece::Hole(hole) => (least + 1, usual + width(*hole)),
        })
    });
    let (used, usual) = widths.max_by_key(|(_, usual)| *usual)?;
    let cure = "shorten the names, or the message, that go into it";
    let mut limit = Limit::new(what, value.handle(), used, 1_000).of("characters", cure);
    limit.usual = usual;
    Some(limit)
}

/// How long what is only known at the deployment usually is: a region as `ap-southeast-1`, a name that CloudFormation
/// makes with a stack's name and random characters in it, an ARN with such a name.
fn width(hole: Hole<'_>) -> usize {
    const GENERATED: usize = 63;
    match hole {
        Hole::Ref("AWS::AccountId") => 12,
        Hole::Ref("AWS::Region") => 14,
        Hole::Ref("AWS::Partition") => 3,
        Hole::Ref("AWS::URLSuffix") => 13,
        Hole::Att(_, attribute) if attribute.ends_with("Arn") => 50 + GENERATED,
        Hole::Ref(_) | Hole::Att(..) | Hole::Other => GENERATED,
    }
}

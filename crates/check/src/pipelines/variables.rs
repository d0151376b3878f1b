//! Where a pipeline uses variables: `#{Namespace.Key}` in what CodePipeline resolves before it runs a step.
//!
//! That is the configuration of actions and rules, their commands, and their environment variables; elsewhere such a text
//! is only a text. What a hole stands in the middle of is left out.
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html>

use std::ops::Range;

use cfn::read::Node;
use diag::Span;

use super::{Pipeline, Step};
use crate::context::{Context, When};
use crate::resolve::{Pattern, Piece};

/// A use of a variable.
#[derive(Debug)]
pub(crate) struct Use<'t> {
    /// What stands before the dot; everything, where there is none.
    pub(crate) namespace: String,
    /// What stands after the dot; `None` where there is none.
    pub(crate) key: Option<String>,
    pub(crate) span: Span,
    pub(crate) when: When<'t>,
    /// The step that uses it: the index of its stage, and of the step in that stage.
    pub(crate) stage: usize,
    pub(crate) step: usize,
}

/// All uses in a pipeline.
pub(super) fn uses<'t>(ctx: &Context<'t>, pipeline: &Pipeline<'t>) -> Vec<Use<'t>> {
    let mut uses = Vec::new();
    for (stage, steps) in pipeline.stages.iter().enumerate() {
        for (index, step) in steps.steps.iter().enumerate() {
            for value in values(ctx, step) {
                for pattern in ctx.patterns(value) {
                    for (range, text) in references(&pattern) {
                        let (namespace, key) = match text.split_once('.') {
                            Some((namespace, key)) => (namespace, Some(key.to_owned())),
                            None => (text.as_str(), None),
                        };
                        uses.push(Use {
                            namespace: namespace.to_owned(),
                            key,
                            span: place(ctx, &pattern, &range, &text),
                            when: super::join(&step.when, &pattern.when),
                            stage,
                            step: index,
                        });
                    }
                }
            }
        }
    }
    uses.sort_by_key(|one| one.span);
    uses.dedup_by(|a, b| a.span == b.span && a.namespace == b.namespace && a.key == b.key);
    uses
}

/// The values in which variables are resolved.
fn values<'t>(ctx: &Context<'t>, step: &Step<'t>) -> Vec<&'t Node> {
    let settings = step.settings.iter().map(|setting| &setting.entry.value);
    let commands = step.node.get("Commands").map_or_else(Vec::new, |commands| ctx.items(commands));
    let environment = ctx.all(step.node, &["EnvironmentVariables", "Value"]);
    settings.chain(commands).chain(environment).collect()
}

/// What stands in `#{…}`, with the place of the whole in the text.
fn references(pattern: &Pattern<'_>) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut text = String::new();
    for piece in &pattern.pieces {
        match piece {
            Piece::Known(known) => text.push_str(known),
            // No name has such a character.
            Piece::Hole(_) => text.push('\0'),
        }
    }
    let mut from = 0;
    while let Some(start) = text[from..].find("#{").map(|at| from + at) {
        let Some(end) = text[start..].find('}').map(|at| start + at) else { break };
        let inside = &text[start + 2..end];
        if inside.contains("#{") {
            from = start + 2;
            continue;
        }
        if !inside.contains(['\0', '\n']) {
            found.push((start..end + 1, inside.to_owned()));
        }
        from = end + 1;
    }
    found
}

/// Where it stands: in the text itself where that is as it is written, else wherever the same letters stand first.
fn place(ctx: &Context<'_>, pattern: &Pattern<'_>, range: &Range<usize>, text: &str) -> Span {
    let whole = format!("#{{{text}}}");
    let Some(written) = pattern.node.text() else { return pattern.node.handle() };
    let range = match written.get(range.clone()) {
        Some(same) if same == whole => range.clone(),
        _ => match written.find(&whole) {
            Some(start) => start..start + whole.len(),
            None => return pattern.node.handle(),
        },
    };
    ctx.document().place(pattern.node, range)
}

//! What only a pipeline of type V2 has.
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html>

use cfn::read::Node;
use diag::Span;

use crate::context::Context;
use crate::pipelines::{Gate, Pipeline};

/// What a pipeline uses of it, each with its place, in order.
pub(super) fn features<'t>(ctx: &Context<'t>, pipeline: &Pipeline<'t>) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for (key, what) in [("Variables", "pipeline variables"), ("Triggers", "triggers")] {
        let written = pipeline.properties.entry(key);
        if let Some(entry) = written.filter(|entry| !ctx.items(&entry.value).is_empty()) {
            found.push((what.to_owned(), entry.key_span));
        }
    }
    for mode in pipeline.texts(ctx, "ExecutionMode").known {
        if mode.given.is_empty() && ["QUEUED", "PARALLEL"].contains(&&*mode.value) {
            found.push((format!("the execution mode `{}`", mode.value), mode.span()));
        }
    }
    for stage in &pipeline.stages {
        for gate in Gate::ALL {
            let entry = stage.node.entry(gate.key());
            if let Some(entry) = entry.filter(|entry| !ctx.branches(&entry.value).is_empty()) {
                found.push((format!("`{}`", gate.key()), entry.key_span));
            }
        }
    }
    for action in pipeline.actions() {
        if let Some(kind) = action.kind.filter(|kind| kind.needs_v2) {
            let span = action.type_id.and_then(|id| id.get("Provider")).map_or(action.span(), Node::handle);
            found.push((format!("a {} action of `{}`", kind.category.to_lowercase(), kind.provider), span));
        }
    }
    found.sort_by_key(|(_, span)| *span);
    found
}

//! The namespaces of a pipeline's variables, and who has which.

use crate::context::Context;
use crate::pipelines::{Pipeline, Step, Use, can_meet, join};

/// What a use of a variable means.
pub(super) enum Meaning<'a, 't> {
    /// No namespace and key.
    Malformed,
    /// One of CodePipeline's own.
    Execution(&'a str),
    /// One of the pipeline's own.
    Pipeline(&'a str),
    /// One that an action produces; nobody known, where the list is empty.
    Of(&'a str, Vec<&'a Step<'t>>),
}

/// What that use means in its pipeline.
pub(super) fn meaning<'a, 't>(
    ctx: &Context<'t>,
    pipeline: &'a Pipeline<'t>,
    of: &'a Use<'t>,
) -> Meaning<'a, 't> {
    let Some(key) = of.key.as_deref() else { return Meaning::Malformed };
    let is_name = |text: &str| {
        !text.is_empty()
            && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "@-_".contains(letter))
    };
    if !is_name(&of.namespace) || !is_name(key) {
        return Meaning::Malformed;
    }
    let producers: Vec<_> = pipeline.actions().filter(|action| has(ctx, action, of)).collect();
    match of.namespace.as_str() {
        "codepipeline" => Meaning::Execution(key),
        "variables" if producers.is_empty() => Meaning::Pipeline(key),
        _ => Meaning::Of(key, producers),
    }
}

fn has(ctx: &Context<'_>, action: &Step<'_>, of: &Use<'_>) -> bool {
    action
        .namespace
        .known
        .iter()
        .any(|name| name.value == of.namespace && can_meet(ctx, &join(&action.when, &name.when), &of.when))
}

/// Whether all namespaces of the pipeline's actions are known.
pub(super) fn are_complete(pipeline: &Pipeline<'_>) -> bool {
    let known = |action: &Step<'_>| action.namespace.complete || action.node.get("Namespace").is_none();
    pipeline.is_complete && pipeline.actions().all(|action| known(action) && !action.node.is_open())
}

/// The step that uses it.
pub(super) fn user<'a, 't>(pipeline: &'a Pipeline<'t>, of: &Use<'t>) -> &'a Step<'t> {
    &pipeline.stages[of.stage].steps[of.step]
}

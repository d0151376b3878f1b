//! What follows a failed action in the pipeline itself: what its stage does, what stays, and who goes in next.

use super::scene::{Place, Scene};
use super::{Line, What};

/// "A failure releases the lock on the stage."
pub(super) const HOW: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html";
const VERSIONS: &str = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html";
const CONDITIONS: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works-conditions.html";
const ROLLBACK: &str = "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback-auto.html";
const RETRY: &str = "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-retry.html";

/// What the stage does when one of its actions fails.
pub(super) fn stage(place: &Place<'_, '_>) -> Vec<Line> {
    let stage = place.stage_name();
    let line = |text: String, page| vec![Line::new(What::RollsBack, text, page)];
    match place.on_failure() {
        Some("ROLLBACK") => line(
            format!("the stage {stage} runs again with what last succeeded in it, if anything has"),
            ROLLBACK,
        ),
        Some("RETRY") => {
            let mode = place.stage.at(&["OnFailure", "RetryConfiguration", "RetryMode"]).text();
            let what = if mode == Some("ALL_ACTIONS") { "all its actions" } else { "its failed actions" };
            line(format!("nothing yet: the stage {stage} tries {what} again by itself"), RETRY)
        }
        Some("SKIP") => {
            line(format!("nothing: the stage {stage} is skipped, and the execution goes on"), CONDITIONS)
        }
        Some(_) => Vec::new(),
        None if place.stage.at(&["OnFailure", "Conditions"]).is_missing() => Vec::new(),
        None => line(format!("what the conditions of the stage {stage} decide is not known"), CONDITIONS),
    }
}

/// What earlier actions, and those beside it, have done by then.
pub(super) fn left(scene: &Scene<'_, '_>, places: &[Place<'_, '_>], place: &Place<'_, '_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = |text: String, page| lines.push(Line::new(What::Left, text, page));
    let order = place.step.order;
    for other in places {
        let name = &other.step.name;
        let is_itself = other.index == place.index;
        let mut published: Vec<_> =
            other.calling("lambda:PublishVersion").map(|function| scene.named(function)).collect();
        published.dedup();
        if !published.is_empty() && (other.step.order < order || is_itself) {
            let functions = published.join(", ");
            let text = match (is_itself, deploys(places, place)) {
                (true, _) => format!(
                    "what {name} has published of {functions} by then stays, and no alias points to it"
                ),
                (false, false) => {
                    format!("what {name} has published of {functions} stays, and no alias points to it")
                }
                (false, true) => format!("what {name} has published of {functions} stays"),
            };
            line(text, VERSIONS);
        }
        let is_deploying = !other.deployments.is_empty() || other.category() == "Deploy";
        if is_deploying && other.step.order < order {
            line(format!("what {name} has deployed stays"), HOW);
        } else if other.step.order == order && !is_itself {
            line(format!("{name} runs beside it, and goes on"), RETRY);
        } else if other.step.order > order && other.stage_name() == place.stage_name() {
            line(format!("{name} does not begin"), HOW);
        }
    }
    lines
}

/// Whether any alias may have moved by then.
pub(super) fn deploys(places: &[Place<'_, '_>], place: &Place<'_, '_>) -> bool {
    let is_deploying = |other: &Place<'_, '_>| !other.deployments.is_empty() || other.category() == "Deploy";
    is_deploying(place)
        || places.iter().any(|other| other.step.order <= place.step.order && is_deploying(other))
}

/// Who goes in next, and whether the same execution can try again.
pub(super) fn next(scene: &Scene<'_, '_>, place: &Place<'_, '_>) -> Vec<Line> {
    let stage = place.stage_name();
    let text = match mode(scene) {
        "PARALLEL" => "executions run side by side: none waits for this one".to_owned(),
        "QUEUED" => format!("the stage {stage} is free again: the next in the queue goes in"),
        _ => format!("the stage {stage} is free again: the newest execution that waits before it goes in"),
    };
    let mut lines = vec![Line::new(What::Next, text, HOW)];
    // "Another execution enters the failed stage … At this point, the failed execution cannot be retried."
    if mode(scene) != "PARALLEL" && place.on_failure() != Some("SKIP") {
        lines.push(Line::new(
            What::Next,
            format!("until another goes in, {stage} can be tried again"),
            RETRY,
        ));
    }
    lines
}

/// What others do until a slow failure shows.
pub(super) fn waiting(scene: &Scene<'_, '_>, place: &Place<'_, '_>) -> Option<Line> {
    let stage = place.stage_name();
    let text = match mode(scene) {
        "PARALLEL" => return None,
        "QUEUED" => format!("until then the stage {stage} is locked: executions queue before it"),
        _ => format!(
            "until then the stage {stage} is locked: one execution waits before it, newer ones take its place"
        ),
    };
    Some(Line::new(What::Next, text, HOW))
}

fn mode<'a>(scene: &Scene<'a, '_>) -> &'a str {
    scene.pipeline.property("ExecutionMode").text().unwrap_or("SUPERSEDED")
}

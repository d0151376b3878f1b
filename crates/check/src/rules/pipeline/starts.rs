//! What starts a pipeline: its sources' own change detection, EventBridge rules and webhooks of the same template.

use cfn::read::{Kind, Node};

use crate::context::{Context, Resource};
use crate::pipelines::{Pipeline, Step};
use crate::resolve::{Hole, Piece};

/// Whether a source action polls: `None` where that cannot be known, or where its provider never does.
///
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/PollForSourceChanges-defaults.html>
pub(super) fn polls<'t>(ctx: &Context<'t>, action: &Step<'t>) -> Option<bool> {
    action.kind.filter(|kind| kind.category == "Source" && kind.key("PollForSourceChanges").is_some())?;
    if action.lacks("PollForSourceChanges") {
        return Some(true);
    }
    match &*action.setting(ctx, "PollForSourceChanges")?.value {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Whether CodePipeline surely watches nothing for that source action.
pub(super) fn is_deaf<'t>(ctx: &Context<'t>, action: &Step<'t>) -> bool {
    let Some(kind) = action.kind.filter(|kind| kind.category == "Source") else { return false };
    match kind.provider {
        "ECR" => true,
        "CodeStarSourceConnection" => {
            action.setting(ctx, "DetectChanges").is_some_and(|detects| detects.value == "false")
        }
        _ => polls(ctx, action) == Some(false),
    }
}

/// The EventBridge rules of the template that start a pipeline.
pub(super) fn rules<'a, 't>(ctx: &'a Context<'t>, pipeline: &Pipeline<'t>) -> Vec<&'a Resource<'t>> {
    let targets_it = |rule: &&Resource<'t>| {
        let properties = rule.properties();
        let arns = properties.map_or_else(Vec::new, |properties| ctx.all(properties, &["Targets", "Arn"]));
        arns.into_iter().any(|arn| names(ctx, arn, pipeline))
    };
    ctx.of_type("AWS::Events::Rule").filter(targets_it).collect()
}

/// Whether a value is the ARN of that pipeline.
fn names<'t>(ctx: &Context<'t>, arn: &'t Node, pipeline: &Pipeline<'t>) -> bool {
    let Some(pieces) = ctx.pieces(arn) else { return false };
    let is_own = |piece: &Piece<'_>| match piece {
        Piece::Hole(Hole::Ref(id) | Hole::Att(id, _)) => *id == pipeline.id,
        _ => false,
    };
    if pieces.iter().any(is_own) {
        return true;
    }
    let name = pipeline.properties.get("Name").and_then(|name| ctx.pieces(name));
    name.is_some_and(|name| flat(&pieces).ends_with(&format!(":{}", flat(&name))))
}

/// Pieces as one text, with each hole told from the others.
pub(super) fn flat(pieces: &[Piece<'_>]) -> String {
    let text = |piece: &Piece<'_>| match piece {
        Piece::Known(known) => known.clone().into_owned(),
        Piece::Hole(Hole::Ref(id)) => format!("\0{id}\0"),
        Piece::Hole(Hole::Att(id, attribute)) => format!("\0{id}.{attribute}\0"),
        Piece::Hole(Hole::Other) => "\0?\0".to_owned(),
    };
    pieces.iter().map(text).collect()
}

/// The webhooks of the template that start a pipeline.
pub(super) fn webhooks<'a, 't>(ctx: &'a Context<'t>, pipeline: &Pipeline<'t>) -> Vec<&'a Resource<'t>> {
    let targets_it = |webhook: &&Resource<'t>| {
        let properties = webhook.properties();
        let targets = properties.map_or_else(Vec::new, |properties| ctx.all(properties, &["TargetPipeline"]));
        targets.into_iter().any(|target| {
            ctx.target(target).is_some_and(|resource| resource.id == pipeline.id)
                || ctx.text(target).is_some_and(|name| Some(name) == own_name(ctx, pipeline))
        })
    };
    ctx.of_type("AWS::CodePipeline::Webhook").filter(targets_it).collect()
}

fn own_name<'t>(ctx: &Context<'t>, pipeline: &Pipeline<'t>) -> Option<std::borrow::Cow<'t, str>> {
    pipeline.properties.get("Name").and_then(|name| ctx.text(name))
}

/// Whether anything else in the template speaks of the pipeline, and might start it.
pub(super) fn may_be_started<'t>(ctx: &Context<'t>, pipeline: &Pipeline<'t>) -> bool {
    const NEVER: [&str; 6] = [
        "AWS::IAM::",
        "AWS::CodeStarNotifications::",
        "AWS::CloudWatch::",
        "AWS::Logs::",
        "AWS::SNS::",
        "AWS::SSM::",
    ];
    let could = |kind: &str| !NEVER.iter().any(|prefix| kind.starts_with(prefix));
    let referred = ctx.references().iter().any(|reference| {
        reference.id == pipeline.id
            && reference.section == "Resources"
            && ctx.resource(reference.member).is_some_and(|resource| could(resource.kind))
    });
    let name = own_name(ctx, pipeline);
    referred
        || !rules(ctx, pipeline).is_empty()
        || name.is_some_and(|name| {
            let others = ctx.resources().iter().filter(|other| other.id != pipeline.id && could(other.kind));
            others.into_iter().any(|other| speaks_of(other.node, &name))
        })
}

/// Whether a text says the name, apart from names and descriptions of other things.
fn speaks_of(node: &Node, name: &str) -> bool {
    match &node.kind {
        Kind::Text(text) => says(text, name),
        Kind::List(items) => items.iter().any(|item| speaks_of(item, name)),
        Kind::Map(entries) => entries.iter().any(|entry| {
            let of_another = ["Name", "Description"].iter().any(|end| entry.key.ends_with(end));
            (!of_another || entry.key.contains("Pipeline")) && speaks_of(&entry.value, name)
        }),
        Kind::Call(call) => speaks_of(&call.argument, name),
        _ => false,
    }
}

/// Whether a text is the name, or speaks of pipelines and has the name as a word of its own.
fn says(text: &str, name: &str) -> bool {
    if text == name {
        return true;
    }
    if !text.to_lowercase().contains("pipeline") {
        return false;
    }
    let of_a_name = |letter: char| letter.is_ascii_alphanumeric() || ".@-_".contains(letter);
    text.match_indices(name).any(|(start, _)| {
        !text[..start].ends_with(of_a_name) && !text[start + name.len()..].starts_with(of_a_name)
    })
}

//! An event pattern whose `resources` name what its events don't speak of.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::resolve::{Hole, Pattern, Piece};
use crate::rule::Findings;

use super::data::targets::ARN_OF;
use super::matched::{Scope, nearest_field, own, scopes};
use super::read::{Arn, event_patterns, subject};

pub(super) const RULE: Rule = Rule {
    code: "pattern-foreign-resource",
    severity: Severity::Warning,
    title: "An event pattern waits for resources that its source's events do not name.",
    explanation: "The `resources` of an event are the ARNs of what it is about: the repository for \
        CodeCommit, the pipeline for CodePipeline, the build (not its project) for CodeBuild, the alarm for \
        CloudWatch. A pattern that matches on another kind of ARN, or on a name, is taken by EventBridge but \
        never met. Match the name in `detail` instead, such as `project-name`, or give the ARN of what the \
        event is about.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
        "https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html",
    ],
    check,
};

/// Sources whose events name resources of the service alone.
const OWN: [&str; 7] = [
    "aws.cloudwatch",
    "aws.codebuild",
    "aws.codecommit",
    "aws.codedeploy",
    "aws.codepipeline",
    "aws.ecr",
    "aws.states",
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for scope in event_patterns(ctx).into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
        let Some(source) = only_source(ctx, &scope) else { continue };
        let service = &source["aws.".len()..];
        for list in ctx.get(scope[0], "resources") {
            for item in ctx.items(list) {
                if !matches!(item.kind, cfn::read::Kind::Text(_) | cfn::read::Kind::Call(_)) {
                    continue;
                }
                for pattern in ctx.patterns(item) {
                    if let Some((message, help)) = judge(ctx, service, &pattern) {
                        findings.add(RULE.at(pattern.node.handle(), message).label("never there").help(help));
                    }
                }
            }
        }
    }
}

/// The only source of a scope, if its events name its own resources and don't come by way of CloudTrail.
fn only_source<'t>(ctx: &Context<'t>, scope: &Scope<'t>) -> Option<&'static str> {
    own(ctx, scope[0], "resources")
        .or_else(|| (!ctx.get(scope[0], "resources").is_empty()).then(Default::default))?;
    let sources = nearest_field(ctx, scope, "source").filter(|sources| sources.plain)?;
    let mut values = sources.values();
    let only = values.next().filter(|_| values.next().is_none())?;
    let by_trail = nearest_field(ctx, scope, "detail-type")
        .is_some_and(|types| !types.plain || types.values().any(|kind| kind.ends_with("via CloudTrail")));
    OWN.into_iter().find(|known| *known == only && !by_trail)
}

fn judge<'t>(ctx: &Context<'t>, service: &str, pattern: &Pattern<'t>) -> Option<(String, String)> {
    let kind = || subject(ctx, pattern).map_or("", |resource| resource.kind);
    match pattern.pieces.as_slice() {
        [Piece::Hole(Hole::Ref(id))] => {
            let (_, arn) = ARN_OF.iter().find(|(known, _)| *known == kind())?;
            let message = format!("`resources` are ARNs, and `!Ref {id}` is none");
            Some((message, format!("write `{}`", arn.replace("ID", id))))
        }
        [Piece::Hole(Hole::Att(id, "Arn"))] => of_service(service, kind(), id),
        [Piece::Known(text)] if !text.starts_with("arn:") => {
            Some((format!("`resources` are ARNs, and `{text}` is none"), "give the whole ARN".to_owned()))
        }
        pieces => of_arn(service, &Arn::of(pieces)?),
    }
}

fn of_service(service: &str, kind: &str, id: &str) -> Option<(String, String)> {
    let owner = kind.strip_prefix("AWS::")?.split("::").next()?.to_ascii_lowercase();
    let owner = if owner == "stepfunctions" { "states" } else { &owner };
    if kind == "AWS::CodeBuild::Project" && service == "codebuild" {
        return Some(of_project());
    }
    (owner != service).then(|| other(service, &format!("`{id}`")))
}

fn of_arn(service: &str, arn: &Arn<'_>) -> Option<(String, String)> {
    let owner = arn.service.as_deref()?;
    if service == "codebuild" && owner == service && arn.begins().starts_with("project/") {
        return Some(of_project());
    }
    (owner != service).then(|| other(service, &format!("a resource of `{owner}`")))
}

fn of_project() -> (String, String) {
    let message = "CodeBuild's events name the build, never its project, in `resources`".to_owned();
    (message, "match the project in `detail`: `project-name: [name]`".to_owned())
}

fn other(service: &str, what: &str) -> (String, String) {
    let message = format!("events of `aws.{service}` never name {what}");
    (message, format!("give the ARN of a resource of `{service}`, or leave `resources` out"))
}

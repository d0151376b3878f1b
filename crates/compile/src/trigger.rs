//! What starts the pipeline: a push to the branch, a version of an object, an image under a tag, by way of EventBridge. Nothing polls. To a connection CodePipeline itself
//! listens, and the pipeline says by what it is started.

use cfn::codepipeline::{GitConfiguration, GitPatterns, GitPullRequestFilter, GitPushFilter, Trigger};
use cfn::events::{Detail, EventPattern, Keyed, Named, Rule, Target};
use cfn::iam::{Role, Statement, Trust};
use cfn::{Arn, Handle, Value};
use diag::Diagnostic;
use spec::{Connection, Patterns, PullRequest, Push, Source};

use crate::context::Context;
use crate::permissions::{actions, distinct};
use crate::source::{Origin, Place};

pub(crate) fn add(cx: &mut Context<'_>, source: &Origin<'_>) -> Result<Option<Handle<Rule>>, Diagnostic> {
    let Some((what, event_pattern)) = event(&source.place) else { return Ok(None) };
    cx.template.section(&format!("The trigger: {what} starts the pipeline"));
    let pipeline: Value<Arn> = Value::named("codepipeline", cx.name());
    let rule_name = cx.named(&source.name.map_or("push".to_owned(), |name| format!("on-{}", name.as_str())));
    // EventBridge says on behalf of which rule it takes the role.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
    let trust = Trust::service("events.amazonaws.com")
        .for_this_account()
        .for_source(Value::named("events", format!("rule/{rule_name}")));
    let start = Statement::allow("StartPipeline", actions!["codepipeline:StartPipelineExecution"])
        .on([pipeline.clone()]);
    let role = cx.add(&format!("{}TriggerRole", source.prefix()), Role::new(trust, "Trigger", [start]))?;
    let rule = Rule {
        name: Some(rule_name),
        description: format!("{}{} of {}", what[..1].to_uppercase(), &what[1..], cx.name()),
        event_pattern,
        targets: vec![Target {
            id: "Pipeline",
            arn: pipeline,
            role_arn: Some(role.arn()),
            input_transformer: None,
        }],
    };
    cx.add(&format!("{}TriggerRule", source.prefix()), rule).map(Some)
}

/// What a rule waits for, and that in words; a connection's provider tells CodePipeline itself.
fn event(place: &Place) -> Option<(&'static str, EventPattern)> {
    match place {
        Place::CodeCommit { branch, arn, .. } => {
            let pattern = EventPattern {
                source: vec!["aws.codecommit"],
                detail_type: vec!["CodeCommit Repository State Change"],
                resources: vec![arn.clone()],
                detail: Detail::CodeCommit {
                    event: vec!["referenceCreated", "referenceUpdated"],
                    reference_type: vec!["branch"],
                    reference_name: vec![branch.clone()],
                },
            };
            Some(("a push to the branch", pattern))
        }
        Place::Object { bucket, key, .. } => {
            let pattern = EventPattern {
                source: vec!["aws.s3"],
                detail_type: vec!["Object Created"],
                resources: Vec::new(),
                detail: Detail::S3 {
                    bucket: Named { name: vec![bucket.clone()] },
                    object: Keyed { key: vec![key.clone()] },
                },
            };
            Some(("a new version of the object", pattern))
        }
        Place::Image { repository, tag, .. } => {
            let pattern = EventPattern {
                source: vec!["aws.ecr"],
                detail_type: vec!["ECR Image Action"],
                resources: Vec::new(),
                detail: Detail::Ecr {
                    action_type: vec!["PUSH"],
                    result: vec!["SUCCESS"],
                    repository_name: vec![repository.clone()],
                    image_tag: vec![tag.clone()],
                },
            };
            Some(("a push of the image", pattern))
        }
        Place::Connection { .. } => None,
    }
}

/// The filters of a connection's events; none where every push to the branch counts.
pub(crate) fn filters(source: &Origin<'_>) -> Option<Trigger> {
    let Source::Connection(Connection { triggers: Some(triggers), .. }) = source.spec else { return None };
    let git_configuration = GitConfiguration {
        source_action_name: source.action().to_owned(),
        push: triggers.push.iter().map(push).collect(),
        pull_request: triggers.pull_requests.iter().map(pull_request).collect(),
    };
    Some(Trigger { provider_type: "CodeStarSourceConnection", git_configuration })
}

fn push(push: &Push) -> GitPushFilter {
    match push {
        Push::Branches { branches, file_paths } => GitPushFilter {
            branches: Some(patterns(branches)),
            file_paths: file_paths.as_ref().map(patterns),
            tags: None,
        },
        Push::Tags(tags) => GitPushFilter { tags: Some(patterns(tags)), ..GitPushFilter::default() },
    }
}

fn pull_request(request: &PullRequest) -> GitPullRequestFilter {
    GitPullRequestFilter {
        events: distinct(request.events.iter().map(|event| event.identifier())),
        branches: patterns(&request.branches),
        file_paths: request.file_paths.as_ref().map(patterns),
    }
}

fn patterns(patterns: &Patterns) -> GitPatterns {
    let texts = |list: &[spec::Located<String>]| list.iter().map(ToString::to_string).collect();
    GitPatterns { includes: texts(&patterns.includes), excludes: texts(&patterns.excludes) }
}

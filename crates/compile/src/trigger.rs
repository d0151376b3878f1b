//! What starts the pipeline: a push to the branch, by way of EventBridge. Nothing polls. To a connection CodePipeline itself
//! listens, and the pipeline says by what it is started.

use cfn::codepipeline::{GitConfiguration, GitPatterns, GitPullRequestFilter, GitPushFilter, Trigger};
use cfn::events::{Detail, EventPattern, Rule, Target};
use cfn::iam::{Role, Statement, Trust};
use cfn::{Arn, Handle, Value};
use diag::Diagnostic;
use spec::{Connection, Patterns, PullRequest, Push, Source};

use crate::context::Context;
use crate::permissions::{actions, distinct};
use crate::pipeline::SOURCE_ACTION;
use crate::source::{Origin, Place};

pub(crate) fn add(cx: &mut Context<'_>, source: &Origin) -> Result<Option<Handle<Rule>>, Diagnostic> {
    let Place::CodeCommit { arn, .. } = &source.place else { return Ok(None) };
    cx.template.section("The trigger: a push to the branch starts the pipeline");
    let pipeline: Value<Arn> = Value::named("codepipeline", cx.name());
    let rule_name = cx.named("push");
    // EventBridge says on behalf of which rule it takes the role.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
    let trust = Trust::service("events.amazonaws.com")
        .for_this_account()
        .for_source(Value::named("events", format!("rule/{rule_name}")));
    let start = Statement::allow("StartPipeline", actions!["codepipeline:StartPipelineExecution"])
        .on([pipeline.clone()]);
    let role = cx.add("TriggerRole", Role::new(trust, "Trigger", [start]))?;
    let rule = Rule {
        name: Some(rule_name),
        description: format!("A push to the branch of {}", cx.name()),
        event_pattern: EventPattern {
            source: vec!["aws.codecommit"],
            detail_type: vec!["CodeCommit Repository State Change"],
            resources: vec![arn.clone()],
            detail: Detail::CodeCommit {
                event: vec!["referenceCreated", "referenceUpdated"],
                reference_type: vec!["branch"],
                reference_name: vec![source.branch.clone()],
            },
        },
        targets: vec![Target {
            id: "Pipeline",
            arn: pipeline,
            role_arn: Some(role.arn()),
            input_transformer: None,
        }],
    };
    cx.add("TriggerRule", rule).map(Some)
}

/// The filters of a connection's events; none where every push to the branch counts.
pub(crate) fn filters(source: &Source) -> Vec<Trigger> {
    let Source::Connection(Connection { triggers: Some(triggers), .. }) = source else { return Vec::new() };
    let git_configuration = GitConfiguration {
        source_action_name: SOURCE_ACTION,
        push: triggers.push.iter().map(push).collect(),
        pull_request: triggers.pull_requests.iter().map(pull_request).collect(),
    };
    vec![Trigger { provider_type: "CodeStarSourceConnection", git_configuration }]
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

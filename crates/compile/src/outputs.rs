//! What a person needs after the deployment.

use cfn::iam::ManagedPolicy;
use cfn::{Handle, Text, text};
use diag::Diagnostic;

use crate::console;
use crate::context::Context;
use crate::names::words;
use crate::notify::Told;
use crate::pipeline::Parts;
use crate::source::{Origin, Place};

pub(crate) fn add(
    cx: &mut Context<'_>,
    parts: &Parts<'_>,
    reviewers: Option<&Handle<ManagedPolicy>>,
    notifications: &[Told<'_>],
) -> Result<(), Diagnostic> {
    source(cx, &parts.source)?;
    for further in &parts.further {
        source(cx, further)?;
    }
    cx.output("PipelineUrl", "The pipeline in the console", console::pipeline(cx.name()))?;
    if let Some(repository) = &parts.build.image_repository {
        let description = "Where the build's image is pushed to, without its tag";
        cx.output("BuildImageRepositoryUri", description, repository.repository_uri())?;
    }
    for gate in &parts.approvals {
        let id = format!("{}TopicArn", words(&gate.task.whole_name()));
        let description = format!("Whom the stage {} asks", gate.task.name().as_str());
        cx.output_at(gate.task.name().span(), &id, &description, text![&gate.topic] as Text)?;
    }
    if let Some(policy) = reviewers {
        let description = "The policy to attach to those who approve";
        cx.output("ReviewersPolicyArn", description, text![policy.arn()] as Text)?;
    }
    for told in notifications {
        let id = format!("{}NotificationTopicArn", told.words());
        let description = match told.name {
            Some(name) => format!("Who is told at {}", name.as_str()),
            None => "Who is told of failures".to_owned(),
        };
        cx.output_at(told.span(), &id, &description, text![&told.topic] as Text)?;
    }
    for target in &parts.targets {
        let (id, key) = (target.words(), target.key.as_str());
        cx.output(&format!("{id}FunctionArn"), &format!("The function {key}"), text![&target.arn] as Text)?;
        let alias = match &target.created {
            Some(created) => created.alias.arn(),
            None => target.arn.qualified(target.spec.alias()),
        };
        let description = format!("What callers of {key} use");
        cx.output(&format!("{id}AliasArn"), &description, text![alias] as Text)?;
        if let Some(created) = &target.created {
            let description = format!("The log group of {key}");
            cx.output(&format!("{id}FunctionLog"), &description, created.log_group.reference())?;
        }
    }
    cx.output("BuildLog", "The log group of the build", parts.build.log_group.reference())?;
    for test in &parts.tests {
        let id = format!("{}Log", words(&test.task.whole_name()));
        let description = format!("The log group of {}", test.task.name().as_str());
        cx.output_at(test.task.name().span(), &id, &description, test.log_group.reference())?;
        if let Some(repository) = &test.image_repository {
            let id = format!("{}ImageRepositoryUri", words(&test.task.whole_name()));
            let description = format!("Where the image of {} is pushed to", test.task.name().as_str());
            cx.output_at(test.task.name().span(), &id, &description, repository.repository_uri())?;
        }
    }
    cx.output("ReleaseLog", "The log group of the release", parts.release.log_group.reference())?;
    if let Some(deployer) = &parts.deployer {
        cx.output("DeployerLog", "The log group of the deployer", deployer.log_group.reference())?;
    }
    if let Some(group) = &parts.deployments.log_group {
        cx.output("ActionLog", "The log group of CodePipeline's own actions", group.reference())?;
    }
    Ok(())
}

fn source(cx: &mut Context<'_>, source: &Origin<'_>) -> Result<(), Diagnostic> {
    let id = |what: &str| format!("{}{what}", source.prefix());
    match &source.place {
        Place::CodeCommit { clone_url: Some(url), .. } => {
            cx.output(&id("CloneUrl"), "Where git clones from and pushes to", url.clone())
        }
        Place::Connection { arn, pending: true, .. } => {
            cx.output(&id("ConnectionArn"), "The connection to the source", text![arn] as Text)?;
            let description = "Where somebody has to update the pending connection, once: before that no execution gets the source";
            cx.output(&id("ConnectionsUrl"), description, console::connections())
        }
        Place::Object { bucket, created: true, .. } => {
            cx.output(&id("SourceBucketName"), "Where the source is put", bucket.clone())
        }
        Place::CodeCommit { .. } | Place::Connection { .. } | Place::Object { .. } | Place::Image { .. } => {
            Ok(())
        }
    }
}

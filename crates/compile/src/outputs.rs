//! What a person needs after the deployment.

use cfn::iam::ManagedPolicy;
use cfn::{Handle, Text, text};
use diag::Diagnostic;

use crate::abroad::{DEPLOYER_ROLE, release_role};
use crate::console;
use crate::context::Context;
use crate::functions::namespace;
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
    for built in &parts.builds {
        let Some(repository) = &built.image_repository else { continue };
        let description = match built.spec.functions {
            None => "Where the build's image is pushed to, without its tag".to_owned(),
            Some(_) => format!("Where the image of {} is pushed to, without its tag", built.label()),
        };
        cx.output(
            &format!("{}ImageRepositoryUri", built.prefix()),
            &description,
            repository.repository_uri(),
        )?;
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
    for target in parts.targets.iter().filter(|target| !target.is_remote) {
        target.outputs(cx)?;
    }
    abroad(cx, parts)?;
    for built in &parts.builds {
        let description = match built.spec.functions {
            None => "The log group of the build".to_owned(),
            Some(_) => format!("The log group of {}", built.label()),
        };
        cx.output(&format!("{}Log", built.prefix()), &description, built.log_group.reference())?;
    }
    for image in &parts.images {
        let id = words(&image.task.whole_name());
        let (name, place) = (image.task.name(), image.task.name().span());
        let log = format!("The log group of {}", name.as_str());
        cx.output_at(place, &format!("{id}Log"), &log, image.log_group.reference())?;
        let uri = format!("Where {} pushes its image to, without a tag", name.as_str());
        cx.output_at(place, &format!("{id}RepositoryUri"), &uri, image.uri.clone())?;
    }
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
    for release in &parts.releases {
        let (id, description) = match release.environment {
            None => ("ReleaseLog".to_owned(), "The log group of the release".to_owned()),
            Some(name) => (
                format!("{}Log", namespace(Some(name))),
                format!("The log group of the release into {}", name.as_str()),
            ),
        };
        let place = release.environment.and_then(spec::Located::span);
        cx.output_at(place, &id, &description, release.log_group.reference())?;
    }
    if let Some(deployer) = &parts.deployer {
        cx.output("DeployerLog", "The log group of the deployer", deployer.log_group.reference())?;
    }
    if let Some(group) = &parts.deployments.log_group {
        cx.output("ActionLog", "The log group of CodePipeline's own actions", group.reference())?;
    }
    Ok(())
}

/// What the deployment of the environments elsewhere needs, and how that goes.
fn abroad(cx: &mut Context<'_>, parts: &Parts<'_>) -> Result<(), Diagnostic> {
    let Some(deployer) = parts.deployer.as_ref().filter(|_| !parts.abroad.is_empty()) else { return Ok(()) };
    let deployer = deployer.role.arn();
    let description = "What the templates of the environments are given under this name";
    cx.output(DEPLOYER_ROLE, description, text![&deployer] as Text)?;
    for abroad in &parts.abroad {
        let releases = parts.releases.iter().filter(|release| release.environment == Some(abroad.name));
        for release in releases.map(|release| release.role.arn()) {
            let (id, name, place) = (words(abroad.name), abroad.name.as_str(), abroad.name.span());
            let description = format!("What the template of {name} is given under this name");
            cx.output_at(place, &release_role(abroad.name), &description, text![&release] as Text)?;
            let description = format!("How {name} is deployed, with rights in its own account");
            let command = abroad.command(cx.name(), &release, &deployer);
            cx.output_at(place, &format!("{id}Deployment"), &description, command)?;
        }
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

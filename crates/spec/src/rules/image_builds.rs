//! Images that are built: on a machine that has Docker, into a repository, before anything runs in them.

use super::builds::whole_minutes;
use super::images::repository_name;
use super::names::{taken, too_long};
use super::paths::path;
use super::steps::earlier;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Duration, Image, ImageBuild, Located, Stack, Task, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        findings.within(task.part(), |findings| match task.work() {
            Work::Image(image) => {
                built(image, findings);
                names(task, findings);
            }
            work => {
                if let Some(Image::BuiltBy(name)) = work.codebuild().map(|build| &build.image) {
                    let is_image = |work: &Work| matches!(work, Work::Image(_));
                    earlier(stack, task, name, "builds an image", "is an `image`", is_image, findings);
                }
            }
        });
    }
    once(stack, findings);
}

fn built(image: &ImageBuild, findings: &mut Findings) {
    path("Dockerfile", &image.dockerfile, findings);
    path("folder", &image.context, findings);
    if let Some(repository) = &image.existing {
        repository_name(repository, findings);
    }
    // The scan alone may take fifteen.
    whole_minutes(&image.timeout, Duration::minutes(20), Duration::hours(36), findings);
    if image.compute.is_lambda() {
        findings.error(
            Finding::KeysExclude,
            image.compute.span(),
            "an image is not built on Lambda",
            "has no Docker",
            "build it on EC2: `compute: small`",
        );
    }
}

/// Its variables' namespace, and its project's name.
fn names(task: Task<'_>, findings: &mut Findings) {
    let name = task.name();
    if task.action.name.is_none() {
        let words = ["Build", "Release", "SourceCode", "Packages", "codepipeline", "variables"];
        taken(name, &words, "the pipeline's own variables are called that", findings);
    }
    let length = task.whole_name().chars().count();
    if length > 80 {
        let why = "a CodeBuild project of 150 is named after the pipeline, the stage and the action";
        too_long("name of an image", length, 80, why, name.span(), findings);
    }
}

/// Two images in one repository would take the tag from each other.
fn once(stack: &Stack, findings: &mut Findings) {
    let mut seen: Vec<&Located<String>> = Vec::new();
    let images = stack.tasks().filter_map(|task| match task.work() {
        Work::Image(image) => image.existing.as_ref(),
        _ => None,
    });
    for repository in images {
        if let Some(first) = seen.iter().find(|first| **first == repository) {
            findings.push(
                Finding::NameCollision
                    .error(format!("two images go to the repository `{}`", repository.as_str()))
                    .at(repository.span())
                    .label("again here")
                    .related(first.span(), "first here")
                    .help("give each a repository: the tag `current` means one of them"),
            );
        }
        seen.push(repository);
    }
}

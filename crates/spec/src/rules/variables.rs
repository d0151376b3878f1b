//! Variables of the execution, `#{namespace.key}`: only those that are known by then.

use diag::nearest;

use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;
use crate::target::release_namespace;
use crate::{FurtherSource, Located, Source, Stack, Task, Work};

/// What every execution has of a source
/// ([output variables](https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html#reference-variables-list)).
fn of_source(source: &Source) -> &'static [&'static str] {
    match source {
        Source::Codecommit(_) => {
            &["CommitId", "CommitMessage", "BranchName", "RepositoryName", "AuthorDate", "CommitterDate"]
        }
        Source::Connection(_) => {
            &["CommitId", "CommitMessage", "BranchName", "FullRepositoryName", "AuthorDate", "ConnectionArn"]
        }
        Source::S3(_) => &["VersionId", "ETag", "BucketName", "ObjectKey"],
        Source::Ecr(_) => &["ImageURI", "ImageDigest", "ImageTag", "RegistryId", "RepositoryName"],
    }
}

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        let Some(run) = task.work().codebuild() else { continue };
        findings.within(task.part(), |findings| {
            for text in run.environment.values().filter_map(crate::BuildValue::with_variables) {
                used(stack, task, text, findings);
                if text.contains("Source.CommitMessage}") {
                    findings.error(
                        Finding::UnknownVariable,
                        text.span(),
                        "`Source.CommitMessage` cannot be passed to a build",
                        "whatever somebody writes into a commit",
                        "CodePipeline puts it into JSON as it is, and a quote in it stops the action; pass `#{Source.CommitId}` instead",
                    );
                }
            }
        });
    }
}

/// Holds a text of a task to the variables that are known when it runs.
pub(super) fn used(stack: &Stack, task: Task<'_>, text: &Located<String>, findings: &mut Findings) {
    let (known, later) = known(stack, task);
    for rest in text.split("#{").skip(1) {
        let Some((variable, _)) = rest.split_once('}') else {
            findings.error(
                Finding::UnknownVariable,
                text.span(),
                "a variable is never closed",
                "`#{` without `}`",
                "write `#{Source.CommitId}`; the two characters `#{` cannot stand for themselves",
            );
            continue;
        };
        if known.iter().any(|known| known == variable) {
            continue;
        }
        let label = match nearest(variable, known.iter().map(String::as_str)) {
            _ if later.iter().any(|later| later == variable) => "only known later".to_owned(),
            Some(near) => format!("did you mean `#{{{near}}}`?"),
            None => "CodePipeline would refuse it".to_owned(),
        };
        let help = format!("variables: {}", list(known.iter().map(String::as_str)));
        findings.error(
            Finding::UnknownVariable,
            text.span(),
            format!("there is no variable `{variable}`"),
            label,
            help,
        );
    }
}

/// What is known when the task runs, and what only a later one tells.
fn known(stack: &Stack, task: Task<'_>) -> (Vec<String>, Vec<String>) {
    let before: Vec<_> = stack.before(task).collect();
    let mut known = known_after(stack, &before);
    // An environment's versions are published before its own approval.
    known.extend(released_by(stack, task));
    let released = stack.functions_at_home().map(|(key, _)| version(RELEASE, key));
    let abroad = stack.tasks().flat_map(|task| released_by(stack, task));
    let later = stack.tasks().flat_map(exported).chain(released).chain(abroad);
    let later = later.filter(|one| !known.contains(one)).collect();
    (known, later)
}

/// The namespace of what the build's own release publishes.
const RELEASE: &str = "Release";

/// The versions that a deploy stage publishes itself, for its environment.
fn released_by(stack: &Stack, task: Task<'_>) -> Vec<String> {
    let Work::Deploy(deploy) = task.work() else { return Vec::new() };
    let Some((name, _)) = stack.environment_of(deploy) else { return Vec::new() };
    let namespace = release_namespace(name);
    deploy.released().into_iter().map(|function| version(&namespace, function.name())).collect()
}

/// What is known once these tasks are over.
pub(super) fn known_after(stack: &Stack, before: &[Task<'_>]) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for (name, source) in stack.sources() {
        let namespace = FurtherSource::namespace(name);
        known.extend(of_source(source).iter().map(|variable| format!("{namespace}.{variable}")));
    }
    known.push("codepipeline.PipelineExecutionId".to_owned());
    known.extend(stack.variables.keys().map(|name| format!("variables.{}", name.as_str())));
    for earlier in before {
        if stack.releasing().is_some_and(|build| std::ptr::eq(build.action, earlier.action)) {
            known.extend(stack.functions_at_home().map(|(key, _)| version(RELEASE, key)));
        }
        known.extend(exported(*earlier));
    }
    known.extend(before.iter().flat_map(|task| released_by(stack, *task)));
    known
}

/// What a task sets for later ones.
fn exported(task: Task<'_>) -> impl Iterator<Item = String> {
    let namespace = task.namespace().unwrap_or_default();
    task.variables().iter().map(move |name| format!("{namespace}.{}", name.as_str()))
}

/// The variable that holds the version which the build has released.
fn version(namespace: &str, key: &str) -> String {
    let prefix: String = key
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' })
        .collect();
    format!("{namespace}.{prefix}_VERSION")
}

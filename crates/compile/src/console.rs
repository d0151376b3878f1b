//! Links into the console, for mails and outputs. Those of the partitions for China and the US government differ; the
//! templates work there, these links don't.

use cfn::{IntoParts, Pseudo, Text, text};
use spec::Provider;

fn page(path: impl IntoParts) -> Text {
    text!["https://", Pseudo::Region, ".console.aws.amazon.com/codesuite/", path, "?region=", Pseudo::Region]
}

/// A pipeline with its stages.
pub(crate) fn pipeline(name: &str) -> Text {
    page(format!("codepipeline/pipelines/{name}/view"))
}

/// One execution with its actions, and the way to their builds and reports.
pub(crate) fn execution(name: &str) -> Text {
    page(format!("codepipeline/pipelines/{name}/executions/#{{codepipeline.PipelineExecutionId}}/timeline"))
}

/// One commit of a repository.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-lambda-variables.html>
pub(crate) fn commit(repository: impl IntoParts, commit: &str) -> Text {
    let path: Text = text!["codecommit/repositories/", repository, "/commit/", commit];
    page(path)
}

/// The connections of the account, with what is left to do for a pending one.
/// <https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html>
pub(crate) fn connections() -> Text {
    page("settings/connections")
}

/// One commit at a provider that everybody reaches at the same address.
pub(crate) fn commit_at(provider: Provider, repository: &str, commit: &str) -> Text {
    Text::Literal(match provider {
        Provider::GitHub => format!("https://github.com/{repository}/commit/{commit}"),
        Provider::GitLab => format!("https://gitlab.com/{repository}/-/commit/{commit}"),
        Provider::Bitbucket => format!("https://bitbucket.org/{repository}/commits/{commit}"),
    })
}

/// One build, with its reports.
pub(crate) fn build(project: &str, build: &str) -> Text {
    let path: Text = text!["codebuild/", Pseudo::AccountId, "/projects/", project, "/build/", build, "/"];
    page(path)
}

/// The builds of a project.
pub(crate) fn builds(project: &str) -> Text {
    page(format!("codebuild/projects/{project}/history"))
}

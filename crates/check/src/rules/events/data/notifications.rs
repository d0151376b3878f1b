//! The events that a notification rule can wait for, and the kinds of resource they come from.
//!
//! <https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#concepts-api>

/// A kind of resource that notification rules can watch.
pub(in crate::rules::events) struct Watched {
    /// Its CloudFormation type.
    pub(in crate::rules::events) resource_type: &'static str,
    /// The service in its ARN.
    pub(in crate::rules::events) service: &'static str,
    /// What people call it.
    pub(in crate::rules::events) name: &'static str,
    /// What its event IDs begin with.
    pub(in crate::rules::events) prefix: &'static str,
    /// What follows.
    pub(in crate::rules::events) events: &'static [&'static str],
}

/// Every kind.
pub(in crate::rules::events) const WATCHED: [Watched; 4] = [
    Watched {
        resource_type: "AWS::CodeCommit::Repository",
        service: "codecommit",
        name: "repository",
        prefix: "codecommit-repository-",
        events: &[
            "comments-on-commits",
            "comments-on-pull-requests",
            "approvals-status-changed",
            "approvals-rule-override",
            "pull-request-created",
            "pull-request-source-updated",
            "pull-request-status-changed",
            "pull-request-merged",
            "branches-and-tags-created",
            "branches-and-tags-deleted",
            "branches-and-tags-updated",
        ],
    },
    Watched {
        resource_type: "AWS::CodeBuild::Project",
        service: "codebuild",
        name: "build project",
        prefix: "codebuild-project-",
        events: &[
            "build-state-failed",
            "build-state-succeeded",
            "build-state-in-progress",
            "build-state-stopped",
            "build-phase-failure",
            "build-phase-success",
        ],
    },
    Watched {
        resource_type: "AWS::CodeDeploy::Application",
        service: "codedeploy",
        name: "deployment application",
        prefix: "codedeploy-application-",
        events: &["deployment-failed", "deployment-succeeded", "deployment-started"],
    },
    Watched {
        resource_type: "AWS::CodePipeline::Pipeline",
        service: "codepipeline",
        name: "pipeline",
        prefix: "codepipeline-pipeline-",
        events: &[
            "action-execution-succeeded",
            "action-execution-failed",
            "action-execution-canceled",
            "action-execution-started",
            "stage-execution-started",
            "stage-execution-succeeded",
            "stage-execution-resumed",
            "stage-execution-canceled",
            "stage-execution-failed",
            "pipeline-execution-failed",
            "pipeline-execution-canceled",
            "pipeline-execution-started",
            "pipeline-execution-resumed",
            "pipeline-execution-succeeded",
            "pipeline-execution-superseded",
            "manual-approval-failed",
            "manual-approval-needed",
            "manual-approval-succeeded",
        ],
    },
];

impl Watched {
    /// The whole IDs.
    pub(in crate::rules::events) fn ids(&self) -> impl Iterator<Item = String> {
        self.events.iter().map(|event| format!("{}{event}", self.prefix))
    }
}

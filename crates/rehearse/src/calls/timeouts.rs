//! How long an action may take before CodePipeline or the service behind it gives up.

use crate::world::{Value, World};

/// The longest that an action runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timeout {
    /// In minutes; `None` where AWS documents none.
    pub minutes: Option<u64>,
    /// AWS's page.
    pub page: &'static str,
}

const QUOTAS: &str = "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html";
const BUILDS: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html";
const ACTIONS: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html";

const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;

/// By provider: "length of time before an action times out". Those that are not listed have an hour.
const PROVIDERS: &[(&str, &str, u64)] = &[
    ("Approval", "Manual", 7 * DAY),
    ("Deploy", "CloudFormation", 3 * DAY),
    ("Deploy", "CodeDeploy", 5 * DAY),
    ("Deploy", "CodeDeployToECS", 5 * DAY),
    ("Deploy", "S3", 90),
    ("Invoke", "Lambda", DAY),
];
/// What a project has that says nothing.
const BUILD: u64 = HOUR;
const QUEUED: u64 = 8 * HOUR;

/// How long an action may take.
pub(crate) fn timeout(world: &World<'_>, action: &Value<'_>) -> Timeout {
    if let Some(minutes) = action.get("TimeoutInMinutes").number() {
        return Timeout { minutes: Some(minutes), page: ACTIONS };
    }
    let kind = action.get("ActionTypeId");
    let (category, provider) =
        (kind.get("Category").text().unwrap_or_default(), kind.get("Provider").text().unwrap_or_default());
    if matches!((category, provider), ("Build" | "Test", "CodeBuild")) {
        return Timeout { minutes: build(world, action), page: BUILDS };
    }
    // "Maximum total wait time is 2 days", and no other limit is documented for it.
    if (category, provider) == ("Deploy", "Lambda") {
        let page =
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html";
        return Timeout { minutes: Some(2 * DAY), page };
    }
    let listed = PROVIDERS.iter().find(|(known, name, _)| (*known, *name) == (category, provider));
    Timeout { minutes: Some(listed.map_or(HOUR, |(_, _, minutes)| *minutes)), page: QUOTAS }
}

/// The project's own limits: waiting, and then building. What CodePipeline's would be, its page does not say.
fn build(world: &World<'_>, action: &Value<'_>) -> Option<u64> {
    let project =
        world.by_name("AWS::CodeBuild::Project", action.at(&["Configuration", "ProjectName"]).text()?)?;
    let minutes = |key, default| {
        let property = project.property(key);
        if property.is_missing() { Some(default) } else { property.number() }
    };
    Some(minutes("TimeoutInMinutes", BUILD)? + minutes("QueuedTimeoutInMinutes", QUEUED)?)
}

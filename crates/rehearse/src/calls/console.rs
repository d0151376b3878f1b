//! The one who approves: what deciding calls, and what the console calls to show what is decided about.

use super::names::{arn, function, token};
use super::{Calls, Table, When, cloudformation, codedeploy, sources};
use crate::world::{Resource, Value, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Pipeline,
    Everything,
    Repository,
    Project,
    Reports,
    Version,
    Stack,
}

const PIPELINE_SEEN: When = When::Console("when the reviewer looks at the pipeline");
const COMMIT_SEEN: When = When::Console("when the reviewer follows the link to the commit");
const BUILD_SEEN: When = When::Console("when the reviewer follows the link to the build");
const REPORTS_SEEN: When = When::Console("when the reviewer opens the build's reports");
const CHANGE_SEEN: When = When::Console("when the reviewer looks at a change set that the mail names");
const TRIED: When = When::Console("when the reviewer tries the new version");

/// What AWS's page grants to somebody who approves.
const APPROVAL: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html";
const PIPELINE: Table<On> = Table {
    page: APPROVAL,
    rows: &[
        ("codepipeline:GetPipeline", On::Pipeline, PIPELINE_SEEN),
        ("codepipeline:GetPipelineState", On::Pipeline, PIPELINE_SEEN),
        ("codepipeline:GetPipelineExecution", On::Pipeline, PIPELINE_SEEN),
        (
            "codepipeline:ListPipelines",
            On::Everything,
            When::Listed("for reviewers who begin at the list of pipelines"),
        ),
    ],
};
const HISTORY: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/permissions-reference.html",
    rows: &[
        ("codepipeline:ListPipelineExecutions", On::Pipeline, PIPELINE_SEEN),
        ("codepipeline:ListActionExecutions", On::Pipeline, PIPELINE_SEEN),
    ],
};
const COMMIT: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codecommit/latest/userguide/auth-and-access-control-permissions-reference.html",
    rows: &[
        ("codecommit:GetRepository", On::Repository, COMMIT_SEEN),
        ("codecommit:GetCommit", On::Repository, COMMIT_SEEN),
        ("codecommit:GetDifferences", On::Repository, COMMIT_SEEN),
        ("codecommit:GetBlob", On::Repository, COMMIT_SEEN),
    ],
};
const BUILD: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-permissions-reference.html",
    rows: &[("codebuild:BatchGetBuilds", On::Project, BUILD_SEEN)],
};
const REPORTS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html",
    rows: &[
        ("codebuild:BatchGetReportGroups", On::Reports, REPORTS_SEEN),
        ("codebuild:ListReportsForReportGroup", On::Reports, REPORTS_SEEN),
        ("codebuild:BatchGetReports", On::Reports, REPORTS_SEEN),
        ("codebuild:DescribeTestCases", On::Reports, REPORTS_SEEN),
        ("codebuild:DescribeCodeCoverages", On::Reports, REPORTS_SEEN),
    ],
};
const CHANGE: Table<On> = Table {
    page: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-view.html",
    rows: &[
        ("cloudformation:DescribeStacks", On::Stack, CHANGE_SEEN),
        ("cloudformation:DescribeChangeSet", On::Stack, CHANGE_SEEN),
    ],
};
const TRY: Table<On> = Table {
    page: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html",
    rows: &[("lambda:InvokeFunction", On::Version, TRIED)],
};

/// What somebody who approves at a step, `stage/action`, calls: all answers that there are, and what this approval's own texts
/// link to, and the functions that the actions behind it name: none, before anything is built.
pub(crate) fn reviewer(world: &World<'_>, pipeline: &Resource<'_>, step: &str) -> Calls {
    let mut calls = Calls::none();
    let arn = pipeline.arn().unwrap_or_else(|| world.arn("codepipeline", &pipeline.name()));
    let stages = pipeline.property("Stages").items();
    let (mut built, mut asked, mut shown) = (false, false, false);
    // Whose variables there are, and whose there were when somebody was asked.
    let (mut spoken, mut known) = (vec!["codepipeline", "variables"], Vec::new());
    for stage in stages {
        for action in stage.get("Actions").items() {
            let category = action.at(&["ActionTypeId", "Category"]).text();
            built |= matches!(category, Some("Build" | "Compute"));
            if category == Some("Approval") {
                asked = true;
                let names =
                    [stage.get("Name").text(), action.get("Name").text()].map(Option::unwrap_or_default);
                let name = format!("{}/{}", names[0], names[1]);
                if name == step {
                    shown = built;
                    known.clone_from(&spoken);
                    calls.extend(linked(world, pipeline, action));
                }
                let answer = format!("{arn}/{name}");
                calls.push("codepipeline:PutApprovalResult", answer, When::Always, APPROVAL);
            } else if shown {
                calls.extend(tried(world, action, &known));
            }
            spoken.extend(action.get("Namespace").text());
        }
    }
    if asked {
        calls.table(&PIPELINE, |on| match on {
            On::Everything => vec!["*".to_owned()],
            _ => vec![arn.clone()],
        });
        calls.table(&HISTORY, |_| vec![arn.clone()]);
    }
    calls
}

/// What the links in the approval's texts open.
fn linked(world: &World<'_>, pipeline: &Resource<'_>, action: &Value<'_>) -> Calls {
    let mut calls = Calls::none();
    let configuration = action.get("Configuration");
    let texts =
        ["ExternalEntityLink", "CustomData"].map(|key| configuration.get(key).text().unwrap_or_default());
    let links = |part: &str| texts.iter().any(|text| text.contains(part));
    let stages = pipeline.property("Stages").items();
    for source in stages.iter().flat_map(|stage| stage.get("Actions").items()) {
        // Of several repositories, those that a link names.
        if source.at(&["ActionTypeId", "Provider"]).text() == Some("CodeCommit")
            && let Some(name) = source.at(&["Configuration", "RepositoryName"]).text()
            && links(&format!("/codecommit/repositories/{name}/"))
            && let Some(repository) = sources::repository(world, source)
        {
            calls.table(&COMMIT, |_| vec![repository.clone()]);
        }
    }
    let stages = pipeline.property("Stages").items();
    for change in stages.iter().flat_map(|stage| stage.get("Actions").items()) {
        if let Some((set, stack)) = cloudformation::change_set(world, change)
            && texts.iter().any(|text| text.contains(set))
        {
            calls.table(&CHANGE, |_| vec![stack.clone()]);
        }
    }
    let shows_execution = links(&format!("/pipelines/{}/executions/", pipeline.name()));
    for project in world.of_type("AWS::CodeBuild::Project") {
        let is_shown = shows_execution && hands_on(pipeline, &project.name());
        if !is_shown && !links(&format!("/projects/{}/", project.name())) {
            continue;
        }
        calls.table(&BUILD, |_| project.arn().into_iter().collect());
        for group in report_groups(world, project) {
            calls.table(&REPORTS, |_| vec![group.clone()]);
        }
    }
    calls
}

/// Whether a project makes something that the pipeline hands on: what an execution's page leads a reviewer to.
fn hands_on(pipeline: &Resource<'_>, project: &str) -> bool {
    let stages = pipeline.property("Stages").items();
    stages.iter().flat_map(|stage| stage.get("Actions").items()).any(|action| {
        action.at(&["ActionTypeId", "Provider"]).text() == Some("CodeBuild")
            && action.at(&["Configuration", "ProjectName"]).text() == Some(project)
            && !action.get("OutputArtifacts").items().is_empty()
    })
}

/// The groups of a project's reports: those of its buildspec, or any that are named after it.
fn report_groups(world: &World<'_>, project: &Resource<'_>) -> Vec<String> {
    use super::buildspec::{Buildspec, is_inline};
    let named = |name: &str| {
        arn(
            world,
            "AWS::CodeBuild::ReportGroup",
            &format!("{}-{name}", project.name()),
            "codebuild",
            "report-group/",
        )
    };
    match project.properties().at(&["Source", "BuildSpec"]).text().filter(|text| is_inline(text)) {
        Some(text) => {
            let reports = Buildspec::read(world, text).unwrap_or_default().reports;
            let groups = reports.into_iter().map(|report| report.group);
            groups.map(|group| if group.starts_with("arn:") { group } else { named(&group) }).collect()
        }
        None => vec![named(&token("report"))],
    }
}

/// Trying what an action behind the approval is about to deploy: the function that it names, if its version is known by
/// then, and if it is in this account.
fn tried(world: &World<'_>, action: &Value<'_>, known: &[&str]) -> Calls {
    let mut calls = Calls::none();
    let configuration = action.get("Configuration");
    let category = action.at(&["ActionTypeId", "Category"]).text();
    let parameters = configuration.get("UserParameters").text();
    let is_known = |text: &&str| {
        let namespaces = text.split("#{").skip(1).filter_map(|rest| Some(rest.split_once('.')?.0));
        namespaces.into_iter().all(|namespace| known.contains(&namespace))
    };
    let parameters = parameters.filter(is_known);
    let parameters = parameters.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let parameters = parameters.filter(|parameters| parameters.get("role").is_none());
    let name = match category {
        Some("Deploy")
            if configuration.get("PublishedTargetVersion").text().as_ref().is_none_or(is_known) =>
        {
            configuration.get("FunctionName").text().map(ToOwned::to_owned)
        }
        _ => parameters.and_then(|parameters| parameters["function"].as_str().map(ToOwned::to_owned)),
    };
    let stack = configuration.get("StackName").text();
    let updated = stack.map_or_else(Vec::new, |stack| codedeploy::stack_updates(world, stack));
    let updated = updated.into_iter().flat_map(|(_, shift)| shift.aliases).map(|alias| alias.function);
    for name in name.into_iter().chain(updated) {
        let (function, _) = function(world, &name);
        calls.table(&TRY, |_| vec![format!("{function}:{}", token("version"))]);
    }
    calls
}

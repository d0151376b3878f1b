//! What a reviewer needs: a policy for an administrator to attach to the people who approve.

use cfn::iam::{ManagedPolicy, PolicyDocument, Statement};
use cfn::{Arn, Handle, Value};
use diag::Diagnostic;

use crate::approval::Gate;
use crate::build::Built;
use crate::context::Context;
use crate::functions::Target;
use crate::permissions::actions;
use crate::source::{Origin, Place};

pub(crate) fn add(
    cx: &mut Context<'_>,
    source: &Origin<'_>,
    builds: &[Built<'_>],
    targets: &[Target<'_>],
    gates: &[Gate<'_>],
) -> Result<Option<Handle<ManagedPolicy>>, Diagnostic> {
    if gates.is_empty() {
        return Ok(None);
    }
    let pipeline: Value<Arn> = Value::named("codepipeline", cx.name());
    let answers = gates
        .iter()
        .map(|gate| pipeline.below(format!("{}/{}", gate.task.stage.name.as_str(), gate.action())));
    let mut statements = vec![
        Statement::allow("Answer", actions!["codepipeline:PutApprovalResult"]).on(answers),
        see_pipeline(pipeline.clone()),
    ];
    // Elsewhere than at CodeCommit, IAM has no say in who sees a commit.
    if let Place::CodeCommit { arn, .. } = &source.place {
        let see = actions![
            "codecommit:GetBlob",
            "codecommit:GetCommit",
            "codecommit:GetDifferences",
            "codecommit:GetRepository",
        ];
        statements.push(Statement::allow("SeeTheCommit", see).on([arn.clone()]));
    }
    // Who is asked before the build has nothing of it to look at.
    let released = gates.iter().any(|gate| gate.released);
    if released {
        let see = Statement::allow("SeeTheBuild", actions!["codebuild:BatchGetBuilds"]);
        statements.push(see.on(builds.iter().map(|build| build.project.arn())));
    }
    let reports = if released { builds.iter().flat_map(report_groups).collect() } else { Vec::new() };
    if !reports.is_empty() {
        let read = actions![
            "codebuild:BatchGetReportGroups",
            "codebuild:BatchGetReports",
            "codebuild:DescribeCodeCoverages",
            "codebuild:DescribeTestCases",
            "codebuild:ListReportsForReportGroup",
        ];
        statements.push(Statement::allow("SeeTheReports", read).on(reports));
    }
    let guarded = targets
        .iter()
        // Elsewhere it is for that account to say who tries what.
        .filter(|target| !target.is_remote && gates.iter().any(|gate| gate.guards(target)));
    let versions: Vec<_> = guarded.map(Target::qualified).collect();
    if !versions.is_empty() {
        statements.push(Statement::allow("TryTheVersion", actions!["lambda:InvokeFunction"]).on(versions));
    }
    let policy = ManagedPolicy {
        description: "What a reviewer needs: attach it to those who approve".to_owned(),
        policy_document: PolicyDocument::new(statements),
    };
    cx.add("ReviewersPolicy", policy).map(Some)
}

/// The groups that the stack made, or those that the repository's own buildspec makes.
fn report_groups(build: &Built<'_>) -> Vec<Value<Arn>> {
    if build.spec.buildspec.is_none() {
        build.reports.iter().map(Handle::<cfn::codebuild::ReportGroup>::arn).collect()
    } else {
        vec![Value::named("codebuild", format!("report-group/{}-*", build.project_name))]
    }
}

/// The pipeline with its executions, for whoever answers it.
pub(crate) fn see_pipeline(pipeline: Value<Arn>) -> Statement {
    let see = actions![
        "codepipeline:GetPipeline",
        "codepipeline:GetPipelineExecution",
        "codepipeline:GetPipelineState",
        "codepipeline:ListActionExecutions",
        "codepipeline:ListPipelineExecutions",
    ];
    Statement::allow("SeeThePipeline", see).on([pipeline])
}

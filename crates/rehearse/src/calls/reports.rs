//! Reports of a build: under its role, in groups that exist or that CodeBuild makes for it.

use super::buildspec::Report;
use super::names::{arn, bucket, key, token};
use super::{Calls, Table, When};
use crate::world::{Resource, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Group,
}

const REPORTS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html",
    rows: &[
        ("codebuild:CreateReport", On::Group, When::Always),
        ("codebuild:UpdateReport", On::Group, When::Always),
    ],
};
const TESTS: Table<On> =
    Table { page: REPORTS.page, rows: &[("codebuild:BatchPutTestCases", On::Group, When::Always)] };
const COVERAGE: Table<On> =
    Table { page: REPORTS.page, rows: &[("codebuild:BatchPutCodeCoverages", On::Group, When::Always)] };
/// CodeBuild makes the group of a report that is named in the buildspec alone.
const NEW_GROUP: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html",
    rows: &[(
        "codebuild:CreateReportGroup",
        On::Group,
        When::Only("when the report group does not exist yet"),
    )],
};

/// One report of the buildspec.
pub(super) fn reports(world: &World<'_>, project: &Resource<'_>, report: &Report) -> Calls {
    let mut calls = Calls::none();
    let new = !report.group.starts_with("arn:");
    let group = if new {
        arn(
            world,
            "AWS::CodeBuild::ReportGroup",
            &format!("{}-{}", project.name(), report.group),
            "codebuild",
            "report-group/",
        )
    } else {
        report.group.clone()
    };
    let on = |On::Group| vec![group.clone()];
    let known = world.by_arn(&group);
    if new && known.is_none() {
        calls.table(&NEW_GROUP, on);
    }
    calls.table(&REPORTS, on);
    calls.table(if report.coverage { &COVERAGE } else { &TESTS }, on);
    let export = known.map(|known| known.properties().at(&["ExportConfig", "S3Destination"]));
    if let Some(name) = export.and_then(|export| export.get("Bucket").text()) {
        // "The CodeBuild service role specified in the project is used for permissions to upload to the S3 bucket."
        calls.push(
            "s3:PutObject",
            format!("{}/{}", bucket(world, name), token("report")),
            When::Always,
            REPORTS.page,
        );
        let encryption = export.and_then(|export| export.get("EncryptionKey").text());
        if let Some(key) = encryption.and_then(|name| key(world, name)) {
            calls.push("kms:GenerateDataKey", key, When::Always, REPORTS.page);
        }
    }
    calls
}

/// A buildspec elsewhere may have reports; their groups are named after the project.
pub(super) fn any_reports(world: &World<'_>, project: &Resource<'_>) -> Calls {
    let mut calls = Calls::none();
    for coverage in [false, true] {
        calls.extend(reports(world, project, &Report { group: token("report"), coverage }));
    }
    for call in &mut calls.calls {
        call.when = When::Perhaps("when the buildspec has reports");
    }
    calls
}

//! Test reports that are exported to nowhere.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "report-group-export",
    severity: Severity::Error,
    title: "A report group exports its reports to S3 without naming a bucket.",
    explanation: "With ExportConfigType S3 CodeBuild copies the raw test results into a bucket, and refuses a report group that does \
                  not say which, under S3Destination. With NO_EXPORT there is no destination.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ReportExportConfig.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for group in ctx.of_type("AWS::CodeBuild::ReportGroup").filter_map(Resource::properties) {
        for config in ctx.all(group, &["ExportConfig"]) {
            for [kind, destination] in ctx.ways(config, ["ExportConfigType", "S3Destination"]) {
                let Some(kind) = kind.filter(|kind| ctx.text(kind).is_some_and(|it| it == "S3")) else {
                    continue;
                };
                match destination {
                    None => out.add(
                        RULE.at(kind.handle(), "an export to S3 needs a destination")
                            .help("add `S3Destination` with a `Bucket`"),
                    ),
                    Some(destination) if ctx.is_absent(destination, "Bucket") => out.add(
                        RULE.at(destination.handle(), "the destination names no bucket").help("add `Bucket`"),
                    ),
                    Some(_) => {}
                }
            }
        }
    }
}

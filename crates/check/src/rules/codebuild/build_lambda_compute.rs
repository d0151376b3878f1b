//! Settings that builds on Lambda compute do not have.

use cfn::read::Node;
use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-lambda-compute",
    severity: Severity::Error,
    title: "A project on Lambda compute has a setting that only EC2 compute offers.",
    explanation: "Lambda compute has no privileged mode, hence no Docker daemon, and a build ends after 15 minutes at the latest. \
                  CodeBuild refuses a project on it with PrivilegedMode. Its guide says that Lambda \
                  has no time-outs of one's own, no cache, no VPC and no EFS either, but not that it refuses a project with them: they are warnings here. Tools that need the root user \
                  or write outside of /tmp do not run there either.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html"],
    check,
};

const PARTS: [&str; 6] = [
    "Environment",
    "TimeoutInMinutes",
    "QueuedTimeoutInMinutes",
    "Cache",
    "VpcConfig",
    "FileSystemLocations",
];

const LATE: &str = "builds on Lambda end after 15 minutes";
const EC2: &str = "only EC2 has that";

/// Whether a cache is one: `NO_CACHE` says that there is none.
fn keeps_something<'t>(ctx: &Context<'t>, cache: &'t Node) -> bool {
    ctx.all(cache, &["Type"]).into_iter().any(|kind| ctx.text(kind).is_some_and(|kind| kind != "NO_CACHE"))
}

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        for [environment, timeout, queued, cache, vpc, files] in ctx.ways(project, PARTS) {
            let Some(environment) = environment else { continue };
            for [kind, privileged] in ctx.ways(environment, ["Type", "PrivilegedMode"]) {
                let kind = kind.and_then(|kind| ctx.text(kind));
                let Some(kind) = kind.filter(|kind| kind.ends_with("_LAMBDA_CONTAINER")) else { continue };
                if let Some(privileged) = privileged
                    && ctx.text(privileged).is_some_and(|text| text == "true")
                {
                    out.add(
                        RULE.at(privileged.handle(), format!("`{kind}` has no privileged mode"))
                            .help("build Docker images on `LINUX_CONTAINER`, or leave the property out"),
                    );
                }
                let cache = cache.filter(|cache| keeps_something(ctx, cache));
                for (node, name, label) in [
                    (timeout, PARTS[1], LATE),
                    (queued, PARTS[2], LATE),
                    (cache, PARTS[3], EC2),
                    (vpc, PARTS[4], EC2),
                    (files, PARTS[5], EC2),
                ] {
                    let Some(node) = node else { continue };
                    let mut finding = RULE
                        .at(node.handle(), format!("`{kind}` takes no `{name}`"))
                        .label(label)
                        .help("leave the property out");
                    finding.severity = Severity::Warning;
                    out.add(finding);
                }
            }
        }
    }
}

//! A file system that builds cannot mount.

use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-file-system",
    severity: Severity::Warning,
    title: "A project mounts a file system without the VPC or the privileged mode that it takes.",
    explanation: "An Amazon EFS file system is reached through its mount targets, which only a project inside their VPC sees, and \
                  CodeBuild's guide has builds mount it in privileged mode. Without both, builds fail when the file system is \
                  mounted.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        for [systems, vpc, environment] in
            ctx.ways(project, ["FileSystemLocations", "VpcConfig", "Environment"])
        {
            let Some(systems) = systems.filter(|systems| !systems.items().is_empty()) else { continue };
            let ways = environment
                .map(|environment| ctx.ways(environment, ["PrivilegedMode", "Fleet"]))
                .unwrap_or_default();
            let has_fleet = ways.iter().any(|[_, fleet]| fleet.is_some());
            if vpc.is_none() && !has_fleet {
                out.add(
                    RULE.at(systems.handle(), "a file system is mounted by a project outside of any VPC")
                        .help("add `VpcConfig` with the VPC of its mount targets"),
                );
            }
            let is_off =
                |mode: Option<&'_ cfn::read::Node>| mode.is_none_or(|mode| mode.scalar() == Some("false"));
            if !ways.is_empty() && !has_fleet && ways.iter().all(|[mode, _]| is_off(*mode)) {
                out.add(
                    RULE.at(systems.handle(), "a file system is mounted without privileged mode")
                        .help("set `PrivilegedMode: true` in the environment"),
                );
            }
        }
    }
}

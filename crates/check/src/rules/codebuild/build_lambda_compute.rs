//! Settings that builds on Lambda compute do not have.

use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-lambda-compute",
    severity: Severity::Error,
    title: "A project on Lambda compute has a setting that only EC2 compute offers.",
    explanation: "Lambda compute has no privileged mode, hence no Docker daemon, and a build ends after 15 minutes at the latest. \
                  CodeBuild refuses a project on it with PrivilegedMode. It is known to refuse time-outs as well, which its \
                  guide does not say: they are warnings here. Tools that need the root user \
                  or write outside of /tmp do not run there either.",
    pages: &["https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        for [environment, timeout, queued] in
            ctx.ways(project, ["Environment", "TimeoutInMinutes", "QueuedTimeoutInMinutes"])
        {
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
                for (node, name) in [(timeout, "TimeoutInMinutes"), (queued, "QueuedTimeoutInMinutes")] {
                    let Some(node) = node else { continue };
                    let mut finding = RULE
                        .at(node.handle(), format!("`{kind}` takes no `{name}`"))
                        .label("builds on Lambda end after 15 minutes")
                        .help("leave the property out");
                    finding.severity = Severity::Warning;
                    out.add(finding);
                }
            }
        }
    }
}

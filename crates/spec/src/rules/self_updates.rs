//! Self-update: under a boundary from outside, looked at by somebody, with every parameter.

use super::approvals::asked;
use super::builds::whole_minutes;
use super::names::{taken, too_long};
use super::paths::path;
use super::steps::role_arn;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Duration, Stack};

/// [A value of an action's configuration](https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html).
const CONFIGURATION: usize = 1_000;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let Some(update) = &stack.self_update else { return };
    findings.within("self-update", |findings| {
        path("template file", &update.template, findings);
        role_arn(&update.role, findings);
        asked(&update.template, &update.approval, findings);
        whole_minutes(&update.approval.timeout, Duration::minutes(5), Duration::days(60), findings);
        if stack.permissions_boundary.is_none() {
            findings.push(
                Finding::MissingKey
                    .error("the pipeline updates itself without a `permissions-boundary`")
                    .at(update.template.span())
                    .label("whoever may push could give a role any right")
                    .help(
                        "set `permissions-boundary` to a managed policy that another stack holds, and let the role of the update \
                         make no role without it",
                    ),
            );
        }
        // `{"Name":"value"}`: the values have up to as many characters as the deployment gives them.
        let names: usize = stack.parameters().map(|(name, _)| name.len() + 6).sum();
        if names > CONFIGURATION {
            let why = "the limit of CodePipeline, which has to forward every parameter; write values into the stack file";
            too_long("list of parameters", names, CONFIGURATION, why, update.template.span(), findings);
        }
    });
    for stage in &stack.stages {
        taken(
            &stage.name,
            &["SelfUpdate"],
            "the stage in which the pipeline updates itself is called that",
            findings,
        );
    }
    if stack.stages.len() > 48 {
        findings.error(
            Finding::TooMany,
            stack.stages[48].name.span(),
            format!("{} stages, and 48 are allowed besides the source and the update", stack.stages.len()),
            "the first one too many",
            "the limit of CodePipeline is 50 in all",
        );
    }
}

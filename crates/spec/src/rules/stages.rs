//! The stages as a row: how many, and in which order.

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Stack, Stage, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let stages = &stack.stages;
    if stages.is_empty() {
        findings.push(
            Finding::NoStages
                .error("the pipeline has no stages")
                .help("it needs at least one that builds; most have `build`, `approval` and `deploy`"),
        );
        return;
    }
    if stages.len() > 49 {
        findings.error(
            Finding::TooMany,
            stages[49].name.span(),
            format!("{} stages, and 49 are allowed besides the source", stages.len()),
            "the first one too many",
            "the limit of CodePipeline is 50 in all",
        );
    }
    let builds: Vec<&Stage> = stages.iter().filter(|stage| matches!(stage.work, Work::Build(_))).collect();
    let Some(build) = builds.first() else {
        findings.push(
            Finding::MissingBuild
                .error("no stage builds")
                .at(stages[0].name.span())
                .label("a `build` stage has to come first")
                .help("the build packages the functions and releases their versions: `- { name: Build, build: { commands: […] } }`"),
        );
        return;
    };
    for second in &builds[1..] {
        findings.push(
            Finding::SeveralBuilds
                .error("two stages build")
                .at(second.name.span())
                .label("the second one")
                .related(build.name.span(), "the first one")
                .help("put the commands of both into one stage; reports and phases keep them apart"),
        );
    }
    for stage in stages.iter().take_while(|stage| !matches!(stage.work, Work::Build(_))) {
        if matches!(stage.work, Work::Deploy(_)) {
            findings.push(
                Finding::DeployBeforeBuild
                    .error(format!("`{}` deploys before anything is built", stage.name.as_str()))
                    .at(stage.name.span())
                    .label("deploys")
                    .related(build.name.span(), "builds later")
                    .help("move the `build` stage up: what it releases is what is deployed"),
            );
        }
    }
}

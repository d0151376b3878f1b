//! The build: something runs, and nothing is said twice.

use diag::{Span, nearest};

use super::functions::range;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;
use crate::{Build, Cache, Duration, Located, Stack};

/// [Languages](https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html) of managed images.
const LANGUAGES: [&str; 9] =
    ["android", "docker", "dotnet", "golang", "java", "nodejs", "php", "python", "ruby"];

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        let Some(build) = task.work().codebuild() else { continue };
        findings.within(task.part(), |findings| {
            what_runs(task.name(), build, findings);
            if let Some(buildspec) = &build.buildspec {
                beside_buildspec(build, buildspec, findings);
            }
            whole_minutes(&build.timeout, Duration::minutes(5), Duration::hours(36), findings);
            for language in
                build.runtime_versions.keys().filter(|language| !LANGUAGES.contains(&language.as_str()))
            {
                let label = nearest(language, LANGUAGES)
                    .map_or("unknown".to_owned(), |near| format!("did you mean `{near}`?"));
                let help = format!("languages: {}", list(LANGUAGES));
                findings.error(
                    Finding::UnknownValue,
                    language.span(),
                    format!("managed images have no language `{}`", language.as_str()),
                    label,
                    help,
                );
            }
            for (name, report) in &build.reports {
                if report.files.is_empty() {
                    findings.error(
                        Finding::EmptyList,
                        name.span(),
                        format!("the report `{}` has no files", name.as_str()),
                        "would always be empty",
                        "name at least one: `files: [report.xml]`",
                    );
                }
            }
            let cached = match &build.cache {
                Some(Cache::S3(paths) | Cache::LocalPaths(paths)) => paths.len(),
                Some(Cache::Local(modes)) => modes.len(),
                None => 1,
            };
            if cached == 0 {
                findings.error(
                    Finding::EmptyList,
                    task.name().span(),
                    "the build's `cache` keeps nothing",
                    "its `cache` is empty",
                    "name what is kept, or delete `cache`",
                );
            }
        });
    }
}

/// A timeout of CodeBuild or CodePipeline, which count minutes.
pub(super) fn whole_minutes(
    timeout: &Located<Duration>,
    min: Duration,
    max: Duration,
    findings: &mut Findings,
) {
    if range("timeout", timeout, min, max, findings) && timeout.as_minutes().is_none() {
        findings.error(
            Finding::OutOfRange,
            timeout.span(),
            format!("a timeout of {} is not possible", **timeout),
            "not a whole number of minutes",
            "AWS counts whole minutes here",
        );
    }
}

fn what_runs(name: &Located<String>, build: &Build, findings: &mut Findings) {
    let phases = &build.phases;
    let first_phase = [&phases.install, &phases.pre_build, &phases.build, &phases.post_build]
        .into_iter()
        .find_map(|phase| phase.first());
    let said: Vec<(&str, Option<Span>)> = [
        ("commands", build.commands.first()),
        ("phases", first_phase),
        ("buildspec", build.buildspec.as_ref()),
    ]
    .into_iter()
    .filter_map(|(key, value)| value.map(|value| (key, value.span())))
    .collect();
    match said[..] {
        [] => findings.push(
            Finding::MissingKey
                .error(format!("`{}` runs nothing", name.as_str()))
                .at(name.span())
                .label("needs one of `commands`, `phases` and `buildspec`")
                .help("name what tests and builds: `commands: [pytest --junitxml=report.xml]`"),
        ),
        [(first, place), (second, other), ..] => findings.push(
            Finding::KeysExclude
                .error(format!("the build has both `{first}` and `{second}`"))
                .at(other)
                .label(format!("`{second}`"))
                .related(place, format!("`{first}`"))
                .help("`commands` is short for `phases: { build: … }`, and `buildspec` is a file instead of both: keep one"),
        ),
        [_] => {}
    }
    let commands = [&build.commands, &phases.install, &phases.pre_build, &phases.build, &phases.post_build];
    for command in commands.into_iter().flatten().filter(|command| command.trim().is_empty()) {
        findings.error(Finding::EmptyText, command.span(), "a command is empty", "runs nothing", "delete it");
    }
}

/// What the repository's own buildspec says already.
fn beside_buildspec(build: &Build, buildspec: &Located<String>, findings: &mut Findings) {
    let mirror = [&build.mirrors.npm, &build.mirrors.pip, &build.mirrors.maven].into_iter().flatten().next();
    let cached = match &build.cache {
        Some(Cache::S3(paths) | Cache::LocalPaths(paths)) => paths.first(),
        Some(Cache::Local(_)) | None => None,
    };
    let first_report = build.reports.keys().next();
    let language = build.runtime_versions.keys().next();
    let artifact = build.artifacts.keys().next();
    for (key, place, instead) in [
        ("reports", first_report.map(Located::span), "list them under `reports` in that file"),
        (
            "mirrors",
            mirror.map(|mirror| mirror.url.span()),
            "set up the registries in that file; pass credentials through `environment`",
        ),
        ("cache", cached.map(Located::span), "list the paths under `cache` in that file"),
        (
            "artifacts",
            artifact.map(Located::span),
            "hand them on from another build: `functions: []` with `commands` and these `artifacts`",
        ),
        ("runtime-versions", language.map(Located::span), "name them under `runtime-versions` in that file"),
    ] {
        let Some(place) = place else { continue };
        findings.push(
            Finding::KeysExclude
                .error(format!("`{key}` has no effect beside `buildspec`"))
                .at(place)
                .label("the build would not see it")
                .related(buildspec.span(), "this file says what the build does")
                .help(instead),
        );
    }
}

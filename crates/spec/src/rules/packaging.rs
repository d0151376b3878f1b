//! Several builds: each names the functions that it packages, and every function has one that does.

use indexmap::IndexMap;

use super::deploys::unknown;
use super::names::{taken, too_long};
use super::sources::INPUTS;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Build, FunctionRef, Located, Stack, Task};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let builds: Vec<_> = stack.builds().collect();
    if let [first, _, ..] = builds[..] {
        unsaid(first, &builds, findings);
    }
    let mut packaged: IndexMap<&Located<String>, &Located<String>> = IndexMap::new();
    // Without a build, an image alone can be what is released.
    let mut understood = !builds.is_empty() || stack.releasing().is_some();
    for (task, build) in &builds {
        let Some(functions) = &build.functions else {
            understood = false;
            continue;
        };
        findings.within(task.part(), |findings| {
            names(*task, findings);
            if functions.is_empty() && build.artifacts.is_empty() {
                hands_on_nothing(*task, findings);
            }
            for function in functions {
                understood &= known(stack, function, findings);
                once(function, &mut packaged, findings);
            }
        });
    }
    if understood {
        let unpackaged =
            stack.functions().filter(|(key, it)| it.image.is_none() && !packaged.contains_key(key));
        for (key, _) in unpackaged {
            findings.push(
                Finding::NeverPackaged
                    .error(format!("no build packages the function `{}`", key.as_str()))
                    .at(key.span())
                    .label("would have nothing to release")
                    .related(
                        builds.last().and_then(|(task, _)| task.name().span()),
                        "this build names others",
                    )
                    .help("add it to the `functions` of one build"),
            );
        }
    }
    too_many(stack, &builds, findings);
}

/// One of several that packages whatever there is.
fn unsaid(first: (Task<'_>, &Build), builds: &[(Task<'_>, &Build)], findings: &mut Findings) {
    for (task, _) in builds.iter().filter(|(_, build)| build.functions.is_none()) {
        let other = if std::ptr::eq(task.action, first.0.action) { builds[1].0 } else { first.0 };
        findings.push(
            Finding::SeveralBuilds
                .error(format!("`{}` does not say which functions it packages", task.name().as_str()))
                .at(task.name().span())
                .label("needs `functions`")
                .related(other.name().span(), "there is another build")
                .help("name them, `functions: [api]`; a build that packages none says `functions: []`, and a `test` never does"),
        );
    }
}

/// Its variables' namespace, and its project's name: a report's follows.
fn names(task: Task<'_>, findings: &mut Findings) {
    let name = task.name();
    if task.action.name.is_none() {
        taken(
            name,
            &["Release", "SourceCode", "Packages", "codepipeline", "variables"],
            "the pipeline's own variables are called that",
            findings,
        );
    }
    let length = task.whole_name().chars().count();
    if length > 80 {
        let why = "a CodeBuild project of 150 is named after the pipeline, the stage and the action";
        too_long("name of a build", length, 80, why, name.span(), findings);
    }
}

fn hands_on_nothing(task: Task<'_>, findings: &mut Findings) {
    findings.error(
        Finding::EmptyList,
        task.name().span(),
        format!("`{}` packages no function and hands on nothing", task.name().as_str()),
        "what would it be for?",
        "name a function, or hand on files under `artifacts`; what only tests is a `test`",
    );
}

fn known(stack: &Stack, function: &FunctionRef, findings: &mut Findings) -> bool {
    let is_known = stack.get(function).is_some();
    if !is_known {
        unknown(stack, function.name(), findings);
    }
    is_known
}

fn once<'a>(
    function: &'a FunctionRef,
    packaged: &mut IndexMap<&'a Located<String>, &'a Located<String>>,
    findings: &mut Findings,
) {
    let name = function.name();
    if let Some(first) = packaged.insert(name, name) {
        findings.push(
            Finding::PackagedTwice
                .error(format!("`{}` is packaged twice", name.as_str()))
                .at(name.span())
                .label("again here")
                .related(first.span(), "first here")
                .help("leave it in one of the two: a version has one package"),
        );
    }
}

/// The release takes the packages of all builds.
fn too_many(stack: &Stack, builds: &[(Task<'_>, &Build)], findings: &mut Findings) {
    let packaging: Vec<_> = builds.iter().filter(|(_, build)| stack.is_packaging(build)).collect();
    if let Some((over, _)) = packaging.get(INPUTS) {
        findings.error(
            Finding::TooMany,
            over.name().span(),
            format!("{} builds package functions, and {INPUTS} can", packaging.len()),
            "the first one too many",
            "the release takes five artifacts: package more functions in one build",
        );
    }
}

//! What builds hand on beside their packages: names that CodePipeline tells apart, and inputs that are there by then.

use diag::nearest;

use super::sources::{INPUTS, is_artifact};
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;
use crate::{FurtherSource, Located, Stack, Task, release_namespace};

/// The outputs of one action
/// ([number of artifacts](https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html)).
const OUTPUTS: usize = 5;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let mut seen: Vec<&Located<String>> = stack.further_sources.iter().map(|source| &source.name).collect();
    for (task, build) in stack.builds() {
        findings.within(task.part(), |findings| {
            for (name, artifact) in &build.artifacts {
                named(stack, name, &mut seen, findings);
                if artifact.files.is_empty() {
                    let help = "name at least one: `files: [\"**/*\"]`";
                    findings.error(
                        Finding::EmptyList,
                        name.span(),
                        format!("the artifact `{}` has no files", name.as_str()),
                        "would always be empty",
                        help,
                    );
                }
            }
            let packages = usize::from(stack.is_packaging(build));
            if let Some((over, _)) = build.artifacts.get_index(OUTPUTS - packages) {
                let count = build.artifacts.len() + packages;
                findings.error(
                    Finding::TooMany,
                    over.span(),
                    format!("the build hands on {count} artifacts, and {OUTPUTS} are allowed"),
                    "the first one too many",
                    "the limit of CodePipeline, the packages among them: put files that go together into one",
                );
            }
        });
    }
    for task in stack.tasks() {
        let Some(run) = task.work().codebuild() else { continue };
        findings.within(task.part(), |findings| taken(stack, task, &run.inputs, findings));
    }
}

/// An artifact's name, of which object keys keep ten characters.
fn named<'a>(
    stack: &Stack,
    name: &'a Located<String>,
    seen: &mut Vec<&'a Located<String>>,
    findings: &mut Findings,
) {
    let numbered = |word: &str| {
        name.strip_prefix(word).is_some_and(|rest| rest.bytes().all(|digit| digit.is_ascii_digit()))
    };
    let is_namespace = |namespace: &str| namespace == name.as_str();
    if !is_artifact(name) {
        findings.error(
            Finding::InvalidName,
            name.span(),
            format!("`{}` cannot be the name of an artifact", name.escape_debug()),
            "a letter, then letters and digits, 10 at most",
            "CodePipeline keeps ten characters of an artifact's name: `site`",
        );
    } else if name.as_str() == "SourceCode"
        || numbered("Packages")
        || numbered("Files")
        || ["codepipeline", "variables", "Release"].contains(&name.as_str())
        || stack.sources().any(|(source, _)| is_namespace(&FurtherSource::namespace(source)))
        || stack.tasks().filter_map(|task| task.namespace()).any(|namespace| is_namespace(&namespace))
        || stack.environments().any(|(environment, _)| is_namespace(&release_namespace(environment)))
    {
        findings.error(
            Finding::ReservedName,
            name.span(),
            format!("the name `{}` is taken", name.as_str()),
            "by another artifact of the pipeline, or by an action's variables",
            "choose another name",
        );
    } else if let Some(first) = seen.iter().find(|first| first.eq_ignore_ascii_case(name)) {
        findings.push(
            Finding::NameCollision
                .error(format!("two artifacts are called `{}`", name.as_str()))
                .at(name.span())
                .label("again here")
                .related(first.span(), "first here")
                .help("later stages tell artifacts apart by these names"),
        );
    }
    seen.push(name);
}

/// What a build or test takes beside the sources.
fn taken(stack: &Stack, task: Task<'_>, inputs: &[Located<String>], findings: &mut Findings) {
    for (index, input) in inputs.iter().enumerate() {
        if inputs[..index].contains(input) {
            findings.error(
                Finding::NameCollision,
                input.span(),
                format!("`{}` is taken twice", input.as_str()),
                "again here",
                "name it once",
            );
        } else {
            handed_on(stack, task, input, findings);
        }
    }
    let sources = stack.sources().count();
    if let Some(over) = inputs.get(INPUTS.saturating_sub(sources)) {
        findings.error(
            Finding::TooMany,
            over.span(),
            format!("{} artifacts go in, and {INPUTS} are allowed", sources + inputs.len()),
            "the first one too many",
            "the limit of CodePipeline, the sources among them",
        );
    }
}

/// The names of what is handed on before a task.
pub(super) fn before<'a>(stack: &'a Stack, task: Task<'a>) -> Vec<&'a Located<String>> {
    let builds = stack.before(task).filter_map(|earlier| earlier.work().codebuild());
    builds.flat_map(|build| build.artifacts.keys()).collect()
}

fn handed_on(stack: &Stack, task: Task<'_>, name: &Located<String>, findings: &mut Findings) {
    let known = before(stack, task);
    if known.contains(&name) {
        return;
    }
    let names = || known.iter().map(|name| name.as_str());
    let later = stack.builds().any(|(_, build)| build.artifacts.contains_key(name));
    let label = match nearest(name, names()) {
        _ if later => "its build is not over by then".to_owned(),
        Some(near) => format!("did you mean `{near}`?"),
        None => "unknown".to_owned(),
    };
    let help = if known.is_empty() {
        format!("let an earlier build hand it on: `artifacts: {{ {}: [dist/**/*] }}`", name.escape_debug())
    } else {
        format!("handed on by then: {}", list(names()))
    };
    findings.error(
        Finding::UnknownArtifact,
        name.span(),
        format!("no earlier build hands on `{}`", name.escape_debug()),
        label,
        help,
    );
}

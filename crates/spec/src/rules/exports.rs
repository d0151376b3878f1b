//! What builds and tests tell later stages: names that CodeBuild passes on and CodePipeline tells apart.

use super::environments::is_variable;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{BuildValue, Stack, Task, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        if task.exports().is_empty() {
            continue;
        }
        findings.within(task.part(), |findings| {
            names(task, findings);
            if let Work::Test(test) = task.work() {
                namespace(task, findings);
                if let Some(name) = test.matrix.keys().next() {
                    findings.push(
                        Finding::KeysExclude
                            .error("`exports` stands beside `matrix`")
                            .at(task.exports()[0].span())
                            .label("which of the combinations is meant?")
                            .related(name.span(), "one action for each value")
                            .help("export from a test without a matrix"),
                    );
                }
            }
        });
    }
}

/// [Exported variables](https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.exported-variables)
fn names(task: Task<'_>, findings: &mut Findings) {
    let environment = task.work().codebuild().map(|build| &build.environment);
    let mut seen: Vec<&str> = Vec::new();
    for name in task.exports() {
        let secret = environment.and_then(|variables| variables.get(name)).is_some_and(|value| {
            matches!(value, BuildValue::ParameterStore(_) | BuildValue::SecretsManager(_))
        });
        let (code, label, help) = if name.starts_with("AWS_") {
            (
                Finding::ReservedName,
                "CodeBuild passes on nothing that begins like that",
                "copy it to a variable of another name, and export that",
            )
        } else if !is_variable(name, true) {
            (
                Finding::InvalidName,
                "not the name of a variable",
                "a letter or `_` first, then letters, digits and `_`: `SCHEMA_VERSION`",
            )
        } else if secret {
            (
                Finding::ReservedName,
                "a secret, which everybody could read then",
                "let the later stage read the secret itself",
            )
        } else if seen.contains(&name.as_str()) {
            (Finding::NameCollision, "exported already", "keep one of the two")
        } else {
            seen.push(name.as_str());
            continue;
        };
        findings.error(
            code,
            name.span(),
            format!("`{}` cannot be exported", name.escape_debug()),
            label,
            help,
        );
    }
}

/// Namespaces that are ours or CodePipeline's.
fn namespace(task: Task<'_>, findings: &mut Findings) {
    const TAKEN: [&str; 7] =
        ["Source", "Build", "Release", "SourceCode", "Packages", "codepipeline", "variables"];
    if let Some(name) = task.namespace()
        && TAKEN.contains(&name.as_str())
    {
        findings.error(
            Finding::ReservedName,
            task.name().span(),
            format!("the variables of a test cannot be called `#{{{name}.…}}`"),
            "taken by the pipeline itself",
            "give the stage another name, or leave `exports` out",
        );
    }
}

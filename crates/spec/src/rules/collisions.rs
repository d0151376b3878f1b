//! Different names that would become the same: in logical IDs, variables, or AWS itself.

use indexmap::IndexMap;

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Located, Setting, Stack, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let functions: Vec<_> = stack.functions().map(|(key, _)| key).collect();
    collide("functions", &functions, findings);
    stages(stack, findings);
    let environments: Vec<_> = stack.environments().map(|(name, _)| name).collect();
    collide("environments", &environments, findings);
    for (name, environment) in stack.environments() {
        findings.within(format!("environment `{}`", name.as_str()), |findings| {
            collide(
                "alarms",
                &environment.alarms.iter().flatten().map(|(name, _)| name).collect::<Vec<_>>(),
                findings,
            );
        });
    }
    for task in stack.tasks() {
        findings.within(task.part(), |findings| match task.work() {
            Work::Deploy(deploy) => {
                let alarms: Vec<_> = deploy.alarms.iter().flatten().map(|(name, _)| name).collect();
                collide("alarms", &alarms, findings);
            }
            work => {
                let reports = work.codebuild().into_iter().flat_map(|run| run.reports.keys());
                collide("reports", &reports.collect::<Vec<_>>(), findings);
            }
        });
    }
    aliases(stack, findings);
}

/// In logical IDs and variables, only letters and digits are left of a name, and their case does not count.
fn collide(what: &str, names: &[&Located<String>], findings: &mut Findings) {
    let mut seen: IndexMap<String, &Located<String>> = IndexMap::new();
    for name in names {
        let left: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        if let Some(first) = seen.get(&left.to_ascii_uppercase()) {
            findings.push(
                Finding::NameCollision
                    .error(format!("the {what} `{}` and `{}` cannot be told apart", first.as_str(), name.as_str()))
                    .at(name.span())
                    .label("same letters and digits")
                    .related(first.span(), "as this")
                    .help("logical IDs and variables are made of the letters and digits of a name: change one of them"),
            );
        } else {
            seen.insert(left.to_ascii_uppercase(), name);
        }
    }
}

fn stages(stack: &Stack, findings: &mut Findings) {
    let names: Vec<_> = stack.stages.iter().map(|stage| &stage.name).collect();
    distinct(&names, Finding::DuplicateStage, "stages", findings);
    for stage in &stack.stages {
        let names: Vec<_> = stage.actions.iter().filter_map(|action| action.name.as_ref()).collect();
        findings.within(format!("stage `{}`", stage.name.as_str()), |findings| {
            distinct(&names, Finding::DuplicateAction, "actions", findings);
        });
    }
}

/// Names that CodePipeline tells apart by, and that are words of logical IDs.
fn distinct(names: &[&Located<String>], code: Finding, kind: &str, findings: &mut Findings) {
    let mut seen: Vec<&Located<String>> = Vec::new();
    for name in names {
        if let Some(first) = seen.iter().find(|first| *first == name) {
            findings.push(
                code.error(format!("two {kind} are called `{}`", name.as_str()))
                    .at(name.span())
                    .label("again here")
                    .related(first.span(), "first here")
                    .help(format!("CodePipeline tells {kind} apart by their names")),
            );
        } else {
            seen.push(name);
        }
    }
    collide(kind, &seen, findings);
}

/// Two entries that shift the traffic of one alias would undo each other.
fn aliases(stack: &Stack, findings: &mut Findings) {
    let mut seen: IndexMap<(String, &str), &Located<String>> = IndexMap::new();
    for (key, function) in stack.functions() {
        let target = match &function.existing {
            Some(Setting::Literal(name)) => name.rsplit(':').next().unwrap_or_default().to_owned(),
            Some(Setting::Parameter(parameter)) => format!("{{{}}}", parameter.name().as_str()),
            None => format!("{}-{}", stack.name.as_str(), key.as_str()),
        };
        if let Some(first) = seen.get(&(target.clone(), function.alias())) {
            let alias = function.alias();
            findings.push(
                Finding::DuplicateAlias
                    .error(format!("`{}` and `{}` are the same alias `{alias}` of one function", first.as_str(), key.as_str()))
                    .at(key.span())
                    .label("again here")
                    .related(first.span(), "first here")
                    .help("deliver an alias once; to shift another one of the same function, name it with `alias`"),
            );
        } else {
            seen.insert((target, function.alias()), key);
        }
    }
}

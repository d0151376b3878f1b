//! Programs that a template's own parts run: a build's commands, a function's inline code.
//!
//! In: the template as deployed, a project or function, the pipeline's action that starts it. Out: the calls of programs
//! that are known to the letter; what can be seen of the calls of any other, without the resource; what the template
//! itself declares; and in words all that stays unknown. Nothing is run and nothing is guessed.

mod abroad;
mod aws_cli;
mod buildspec;
mod code;
mod commands;
mod declared;
mod deployer;
mod image;
mod known;
mod names;
mod operations;
mod prune;
mod release;
mod shell;
#[cfg(test)]
mod tests;
mod tokens;
mod tools;
mod variables;

use cfn::read::Node;

pub(crate) use abroad::Away;
pub use known::{KNOWN, Known, digest};

use crate::calls::{Call, Shift};
use crate::world::{Resource, Value, World};
use commands::Findings;

/// What a program calls, as far as its text says.
#[derive(Debug, Default)]
pub(crate) struct Program<'t> {
    /// The name of a program that is known to the letter.
    pub known: Option<&'static str>,
    /// The calls of a known program, and those that the template declares.
    pub calls: Vec<Call>,
    /// Whether the template declares what is called: then nothing is read from the text.
    pub declared: bool,
    /// Calls that can be seen in the text; which resource each is for is not known.
    pub seen: Vec<Seen>,
    /// What is not known: phrases for people.
    pub unmodelled: Vec<String>,
    /// What is wrong with the declaration.
    pub malformed: Vec<Malformed<'t>>,
}

/// A call that can be seen in a program's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// By IAM's name: `s3:PutObject`.
    pub action: String,
    /// The command or the expression that makes it.
    pub text: String,
}

/// A declaration that can't be read.
#[derive(Debug, Clone)]
pub(crate) struct Malformed<'t> {
    /// The place.
    pub node: &'t Node,
    /// What is wrong: a lower-case phrase.
    pub why: String,
}

/// What a build project's commands call when the action starts it; `action` may be missing.
pub(crate) fn of_project<'t>(world: &World<'t>, project: &Resource<'t>, action: &Value<'t>) -> Program<'t> {
    let mut program = Program::default();
    let build = match buildspec::read(world, project, action) {
        Ok(build) => build,
        Err(why) => {
            program.unmodelled.push(why);
            return program.with_declared(world, project);
        }
    };
    program.calls = release::calls(world, &build);
    let is_release = !program.calls.is_empty();
    let prunes = prune::prunes(&build);
    program.calls.extend(prune::calls(world, &build, false));
    let imaged = image::calls(world, &build);
    let makes_image = !imaged.is_empty();
    program.calls.extend(imaged);
    program.known = match (is_release, makes_image) {
        (true, _) => Some(known::RELEASE.name),
        (_, true) => Some(known::IMAGE.name),
        _ => None,
    };
    let mut findings = Findings::default();
    for script in &build.scripts {
        findings.prepare(script);
    }
    for script in &build.scripts {
        findings.script(script, |command| {
            is_release && release::is_known(command, script)
                || prunes && prune::is_known(command, script)
                || makes_image && image::is_known(command, script)
        });
    }
    (program.seen, program.unmodelled) = findings.finish();
    program.with_declared(world, project)
}

/// The images that a project's commands have functions run, where their repositories are in the template: the function's
/// ARN, and the repository's.
pub(crate) fn pulls(world: &World<'_>, project: &Resource<'_>, action: &Value<'_>) -> Vec<(String, String)> {
    buildspec::read(world, project, action).map_or_else(|_| Vec::new(), |build| release::pulls(world, &build))
}

/// The role elsewhere under which a project's commands call what they are for, and those calls as the template there has
/// them: `find` says which template has the role.
pub(crate) fn of_project_away<'w, 't>(
    home: &World<'t>,
    project: &Resource<'t>,
    action: &Value<'t>,
    find: impl Fn(&str) -> Option<&'w World<'t>>,
) -> Option<(Away, Vec<Call>)>
where
    't: 'w,
{
    let build = buildspec::read(home, project, action).ok()?;
    let away = release::away(&build)?;
    let there = find(&away.role)?;
    let mut calls = release::publishing(there, &build);
    calls.extend(prune::calls(there, &build, true));
    Some((away, calls))
}

/// What a function's code calls elsewhere.
pub(crate) struct Deployed {
    /// The role that it takes.
    pub(crate) away: Away,
    /// What it calls under it.
    pub(crate) calls: Vec<Call>,
    /// The deployment that it has CodeDeploy make: the deployment group's ARN, and the shift.
    pub(crate) shift: Option<(String, Shift)>,
}

/// The same of a function's code, with the deployments that it has CodeDeploy make there.
pub(crate) fn of_function_away<'w, 't>(
    home: &World<'t>,
    function: &Resource<'t>,
    action: &Value<'t>,
    find: impl Fn(&str) -> Option<&'w World<'t>>,
) -> Option<Deployed>
where
    't: 'w,
{
    function.property("Code").get("ZipFile").text().filter(|code| deployer::is(code))?;
    let away = deployer::away(home, function, action)?;
    let there = find(&away.role)?;
    let calls = deployer::calls_away(home, there, function, action);
    let shift = deployer::shift(home, there, function, action);
    Some(Deployed { away, calls, shift })
}

/// What a list of commands calls that stands in the pipeline itself.
pub(crate) fn of_commands<'t>(commands: &[&str]) -> Program<'t> {
    let scripts: Vec<_> = commands.iter().map(|command| shell::read(command)).collect();
    let mut findings = Findings::default();
    for script in &scripts {
        findings.prepare(script);
    }
    for script in &scripts {
        findings.script(script, |_| false);
    }
    let (seen, unmodelled) = findings.finish();
    Program { seen, unmodelled, ..Program::default() }
}

/// What a function's code calls when the action invokes it; `action` may be missing.
pub(crate) fn of_function<'t>(world: &World<'t>, function: &Resource<'t>, action: &Value<'t>) -> Program<'t> {
    let mut program = Program::default();
    let runtime = function.property("Runtime").text().unwrap_or_default();
    match function.property("Code").get("ZipFile").text() {
        None => program.unmodelled.push("its code is not in the template".to_owned()),
        Some(code) if deployer::is(code) => {
            program.known = Some(known::DEPLOYER.name);
            match deployer::calls(world, function, action) {
                Ok(calls) => program.calls = calls,
                Err(why) => program.unmodelled.push(why),
            }
        }
        Some(code) => {
            let mut findings = Findings::default();
            if runtime.starts_with("nodejs") {
                findings.javascript(code);
            } else {
                findings.python(code);
            }
            (program.seen, program.unmodelled) = findings.finish();
        }
    }
    program.with_declared(world, function)
}

/// What CloudFormation calls for a stack whose template is elsewhere.
pub(crate) fn of_stack<'t>() -> Program<'t> {
    let unknown = "what the stack's own template needs is not known".to_owned();
    Program { unmodelled: vec![unknown], ..Program::default() }
}

/// The deployments that a function's code has CodeDeploy make when the action invokes it, as far as the code is known.
pub(crate) fn shifts(world: &World<'_>, function: &Resource<'_>, action: &Value<'_>) -> Vec<(String, Shift)> {
    let code = function.property("Code").get("ZipFile").text();
    let known = code.filter(|code| deployer::is(code));
    known
        .filter(|_| deployer::away(world, function, action).is_none())
        .and_then(|_| deployer::shift(world, world, function, action))
        .into_iter()
        .collect()
}

impl<'t> Program<'t> {
    /// Takes what the template declares instead of what can be seen: whoever declares, declares all.
    pub(crate) fn with_declared(mut self, world: &World<'t>, resource: &Resource<'t>) -> Self {
        if let Some((calls, unknown)) = declared::calls(world, resource, &mut self.malformed) {
            self.calls.extend(calls);
            self.declared = true;
            self.seen.clear();
            self.unmodelled = unknown;
        }
        self
    }
}

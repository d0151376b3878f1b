//! Functions that are invoked, commands without a project, and CloudFormation stacks.

use diag::nearest;

use super::deploys::unknown;
use super::names::too_long;
use super::paths::path;
use super::variables::used;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;
use crate::{BuildValue, CloudFormation, Commands, Invoke, Invoked, Located, Setting};
use crate::{Source, Stack, StackChange, Task, Work};

/// [A value of an action's configuration](https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html).
const CONFIGURATION: usize = 1_000;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        findings.within(task.part(), |findings| {
            match task.work() {
                Work::Invoke(invoke) => invocation(stack, task, invoke, findings),
                Work::Commands(commands) => run(stack, task, commands, findings),
                Work::CloudFormation(CloudFormation::Change(change)) => {
                    changed(stack, task, change, findings);
                }
                Work::CloudFormation(CloudFormation::Execute(name)) => executed(stack, task, name, findings),
                _ => return,
            }
            namespace(task, findings);
        });
    }
}

/// What later stages call its variables by must be nobody else's.
fn namespace(task: Task<'_>, findings: &mut Findings) {
    const TAKEN: [&str; 7] =
        ["Source", "Build", "Release", "variables", "codepipeline", "SourceCode", "Packages"];
    let Some(first) = task.work().variables().first() else { return };
    let namespace = task.namespace().unwrap_or_default();
    if TAKEN.contains(&namespace.as_str()) {
        findings.error(
            Finding::ReservedName,
            task.name().span(),
            format!("variables of `{}` would be mixed up with others", task.name().as_str()),
            format!("`#{{{namespace}.{}}}` means something else", first.as_str()),
            "choose another name",
        );
    }
    for name in task.work().variables() {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        if name.is_empty()
            || !name.chars().all(fits)
            || name.starts_with(|first: char| first.is_ascii_digit())
        {
            findings.error(
                Finding::InvalidName,
                name.span(),
                format!("`{}` is not a name for a variable", name.escape_debug()),
                "a character that is not allowed",
                "a letter or `_` first, then letters, digits and `_`: `ENDPOINT`",
            );
        }
    }
}

pub(super) fn invocation(stack: &Stack, task: Task<'_>, invoke: &Invoke, findings: &mut Findings) {
    match &invoke.function {
        Invoked::Own(function) if stack.get(function).is_none() => unknown(stack, function.name(), findings),
        Invoked::Own(function) if !stack.functions_at_home().any(|(name, _)| name == function.name()) => {
            findings.error(
                Finding::UnknownFunction,
                function.name().span(),
                format!("`{}` is in environments alone", function.name().as_str()),
                "which of them is meant, the stage can't say",
                "invoke a function that no deploy stage has in an environment, or one that exists: `existing: …`",
            );
        }
        Invoked::Existing(Setting::Literal(name)) => {
            let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
            if !(1..=64).contains(&name.len()) || !name.chars().all(fits) {
                findings.error(
                    Finding::InvalidName,
                    name.span(),
                    format!("`{}` is not a function's name", name.escape_debug()),
                    "no ARN, version or alias belongs here",
                    "CodePipeline invokes functions of its own account and region: write the name alone, as in `migrate-orders`",
                );
            }
        }
        _ => {}
    }
    configured("text of the parameters", &invoke.parameters, stack, task, findings);
}

/// Texts that become JSON in an action's configuration.
fn configured(
    what: &str,
    parameters: &indexmap::IndexMap<Located<String>, Setting>,
    stack: &Stack,
    task: Task<'_>,
    findings: &mut Findings,
) {
    let length = |value: &Setting| value.literal().map_or(0, |text| text.chars().count());
    let whole: usize =
        2 + parameters.iter().map(|(name, value)| name.chars().count() + length(value) + 6).sum::<usize>();
    if whole > CONFIGURATION
        && let Some((name, _)) = parameters.iter().max_by_key(|(_, value)| length(value))
    {
        let why = "the limit of CodePipeline; keep long values in Parameter Store, and pass their names";
        too_long(what, whole, CONFIGURATION, why, name.span(), findings);
    }
    for text in parameters.values().filter_map(Setting::literal) {
        used(stack, task, text, findings);
    }
}

/// [Commands](https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html).
fn run(stack: &Stack, task: Task<'_>, commands: &Commands, findings: &mut Findings) {
    let place = task.name().span();
    if commands.run.is_empty() {
        let help = "name at least one: `commands: [./smoke-test.sh]`";
        findings.error(Finding::EmptyList, place, "there are no commands", "runs nothing", help);
    }
    let counted = [
        ("commands", &commands.run, 50),
        ("variables", &commands.variables, 15),
        ("files", &commands.files, 10),
    ];
    for (what, items, max) in counted {
        if let Some(surplus) = items.get(max) {
            findings.error(
                Finding::TooMany,
                surplus.span(),
                format!("{} {what}, and {max} are allowed", items.len()),
                "the first one too many",
                "the limit of CodePipeline; a script in the repository can hold more, and a `test` too",
            );
        }
    }
    for command in &commands.run {
        let length = command.chars().count();
        if command.trim().is_empty() {
            findings.error(
                Finding::EmptyText,
                command.span(),
                "a command is empty",
                "runs nothing",
                "delete it",
            );
        } else if command.trim_end().contains('\n') {
            findings.error(
                Finding::SeveralLines,
                command.span(),
                "a command has several lines",
                "CodePipeline takes one line each",
                "make them several commands, or a script in the repository",
            );
        } else if length > CONFIGURATION {
            let why = "the limit of CodePipeline; make it a script in the repository";
            too_long("command", length, CONFIGURATION, why, command.span(), findings);
        }
        if command.contains("#{") {
            findings.error(
                Finding::UnknownVariable,
                command.span(),
                "a command cannot hold variables of the execution",
                "the shell would run what somebody else has written",
                "pass it through `environment`, `VERSION: \"#{Release.API_VERSION}\"`, and use `\"$VERSION\"`",
            );
        }
    }
    commands.files.iter().for_each(|file| path("file", file, findings));
    for (name, value) in &commands.environment {
        if let BuildValue::ParameterStore(_) = value {
            findings.error(
                Finding::KeysExclude,
                name.span(),
                "`commands` read no parameters",
                "from Secrets Manager alone",
                "keep it in Secrets Manager, or use a `test`, which reads both",
            );
        }
        if let Some(text) = value.with_variables() {
            used(stack, task, text, findings);
        }
    }
}

/// [Names of stacks](https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html).
fn changed(stack: &Stack, task: Task<'_>, change: &StackChange, findings: &mut Findings) {
    let name = &change.stack;
    let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(fits) {
        findings.error(
            Finding::InvalidName,
            name.span(),
            format!("`{}` is not a name for a stack", name.escape_debug()),
            "a character that is not allowed",
            "a letter first, then letters, digits and `-`: `orders-database`",
        );
    } else if name.len() > 128 {
        too_long("stack name", name.len(), 128, "the limit of CloudFormation", name.span(), findings);
    }
    path("template file", &change.template.path, findings);
    if let Some(from) = &change.template.from
        && !super::artifacts::before(stack, task).contains(&from)
        && !stack
            .further_sources
            .iter()
            .any(|source| source.name == *from && !matches!(source.source, Source::Ecr(_)))
    {
        let hands_on = |work: &Work| matches!(work, Work::Commands(commands) if !commands.files.is_empty());
        let how = "runs `commands` with `files`, an artifact of a build, or a source";
        earlier(stack, task, from, "hands on files", how, hands_on, findings);
    }
    configured("text of the parameters", &change.parameters, stack, task, findings);
    match (&change.role, change.policy.first()) {
        (None, None) => findings.push(
            Finding::MissingKey
                .error(format!("CloudFormation may do nothing to the resources of `{}`", name.as_str()))
                .at(name.span())
                .label("needs one of `policy` and `role`")
                .help(
                    "say what it may do: `policy: [{ actions: [dynamodb:CreateTable, …], resources: […] }]`",
                ),
        ),
        (Some(role), Some(statement)) => findings.push(
            Finding::KeysExclude
                .error("the stack has both `policy` and `role`")
                .at(role.literal().and_then(Located::span))
                .label("a role that exists already")
                .related(
                    statement.actions.first().and_then(Located::span),
                    "for a role of the pipeline's own",
                )
                .help("keep one of the two"),
        ),
        _ => {}
    }
    if let Some(role) = &change.role {
        role_arn(role, findings);
    }
}

/// A role that exists already.
pub(super) fn role_arn(role: &Setting, findings: &mut Findings) {
    let Setting::Literal(role) = role else { return };
    if !is_role(role) {
        findings.error(
            Finding::InvalidArn,
            role.span(),
            format!("`{}` is not the ARN of a role", role.as_str()),
            "not an ARN of a role",
            "write `arn:aws:iam::111122223333:role/…`, or `{ parameter: RoleArn }` to keep it out of git",
        );
    }
}

/// The ARN of one role, in any account: IAM has no regions.
pub(crate) fn is_role(arn: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "+=,.@_/-".contains(letter);
    match arn.split(':').collect::<Vec<_>>()[..] {
        ["arn", partition, "iam", "", account, name] => {
            partition.starts_with("aws")
                && account.len() == 12
                && account.bytes().all(|digit| digit.is_ascii_digit())
                && name.strip_prefix("role/").is_some_and(|name| !name.is_empty() && name.chars().all(fits))
        }
        _ => false,
    }
}

fn executed(stack: &Stack, task: Task<'_>, name: &Located<String>, findings: &mut Findings) {
    let makes = |work: &Work| matches!(work, Work::CloudFormation(CloudFormation::Change(change)) if !*change.execute);
    earlier(stack, task, name, "leaves a change set", "makes one with `execute: false`", makes, findings);
}

/// The name of something that an earlier action does.
pub(super) fn earlier(
    stack: &Stack,
    task: Task<'_>,
    name: &Located<String>,
    does: &str,
    how: &str,
    is_it: impl Fn(&Work) -> bool,
    findings: &mut Findings,
) {
    let named: Vec<_> =
        stack.before(task).filter(|earlier| is_it(earlier.work())).map(|earlier| earlier.name()).collect();
    if named.contains(&name) {
        return;
    }
    let label = match nearest(name, named.iter().map(|name| name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "unknown, or not over by then".to_owned(),
    };
    let help = if named.is_empty() {
        format!("name a stage or action that {how}")
    } else {
        format!("it can be {}", list(named.iter().map(|name| name.as_str())))
    };
    findings.error(
        Finding::UnknownAction,
        name.span(),
        format!("nothing before it that is called `{}` {does}", name.as_str()),
        label,
        help,
    );
}

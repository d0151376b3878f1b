//! The actions of functions that are invoked, of commands, and of CloudFormation stacks.

use cfn::codepipeline::{Action, ActionTypeId, Configuration, OutputArtifact};
use cfn::{Text, text};
use indexmap::IndexMap;
use serde_json::json;
use spec::{CloudFormation, Invoke, Invoked, Located, Setting, Task};

use super::{action, artifact};
use crate::cloudformation::Changed;
use crate::context::Context;
use crate::functions::at_home;
use crate::pipeline::{Parts, Roles};
use crate::storage::SOURCE_CODE;

/// Variables of an action go by its name, where later ones use them.
fn namespace(task: Task<'_>) -> Option<String> {
    task.namespace()
}

pub(crate) fn invoke(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>, invoke: &Invoke) -> Action {
    let configuration = invoked(cx, parts, invoke);
    Action {
        namespace: namespace(task),
        ..action(task.name(), ActionTypeId::aws("Invoke", "Lambda"), configuration)
    }
}

/// A function, and what it is told.
pub(crate) fn invoked(
    cx: &Context<'_>,
    parts: &Parts<'_>,
    invoke: &Invoke,
) -> IndexMap<&'static str, Configuration> {
    let name = match &invoke.function {
        Invoked::Own(function) => at_home(&parts.targets, function).name.clone(),
        Invoked::Existing(name) => cx.text(name),
    };
    let mut configuration = IndexMap::from([("FunctionName", Configuration::from(name))]);
    if !invoke.parameters.is_empty() {
        configuration.insert("UserParameters", Configuration::from(object(cx, &invoke.parameters)));
    }
    configuration
}

/// The parameters as a JSON object. What only the deployment knows is put between quotes as it is.
fn object(cx: &Context<'_>, parameters: &IndexMap<Located<String>, Setting>) -> Text {
    let mut parts: Vec<Text> = Vec::new();
    for (name, value) in parameters {
        let before = if parts.is_empty() { "{" } else { "," };
        let name = format!("{before}{}:", json!(name.as_str()));
        parts.push(match cx.text(value) {
            Text::Literal(value) => text![name, json!(value).to_string()],
            value @ Text::Expression(_) => text![name, "\"", value, "\""],
        });
    }
    let parts = parts.into_iter().flat_map(cfn::IntoParts::into_parts);
    Text::concat(parts.chain(cfn::IntoParts::into_parts("}")))
}

pub(crate) fn commands(roles: &Roles<'_>, task: Task<'_>) -> Option<Action> {
    let commanded = roles.commands.iter().find(|one| std::ptr::eq(one.task.action, task.action))?;
    let texts = |texts: &[Located<String>]| texts.iter().map(ToString::to_string).collect();
    let files = || texts(&commanded.spec.files);
    let output = commanded.artifact.clone().map(|name| OutputArtifact { name, files: files() });
    Some(Action {
        namespace: namespace(task),
        input_artifacts: vec![artifact(SOURCE_CODE)],
        output_artifacts: output.into_iter().collect(),
        commands: commanded.spec.run.iter().map(|command| command.trim_end().to_owned()).collect(),
        output_variables: texts(&commanded.spec.variables),
        environment_variables: commanded.environment.clone(),
        role_arn: Some(commanded.role.arn()),
        ..action(task.name(), ActionTypeId::aws("Compute", "Commands"), IndexMap::new())
    })
}

pub(crate) fn cloudformation(
    cx: &Context<'_>,
    roles: &Roles<'_>,
    parts: &Parts<'_>,
    task: Task<'_>,
    work: &CloudFormation,
) -> Vec<Action> {
    match work {
        CloudFormation::Change(_) => {
            let Some(changed) = parts.changes.iter().find(|one| std::ptr::eq(one.task.action, task.action))
            else {
                return Vec::new();
            };
            let make = change_set(cx, roles, changed);
            if !*changed.spec.execute {
                return vec![make];
            }
            let own = |what: &str| match &task.action.name {
                Some(name) => format!("{}-{what}", name.as_str()),
                None => what.to_owned(),
            };
            let make = Action { name: own("ChangeSet"), ..make };
            vec![make, Action { run_order: Some(2), ..execution(cx, &own("Execute"), changed) }]
        }
        CloudFormation::Execute(name) => {
            let made = parts.changes.iter().rfind(|one| {
                one.task.name() == name
                    && cx.stack.before(task).any(|before| std::ptr::eq(before.action, one.task.action))
            });
            made.map(|changed| execution(cx, task.name(), changed)).into_iter().collect()
        }
    }
}

fn change_set(cx: &Context<'_>, roles: &Roles<'_>, changed: &Changed<'_>) -> Action {
    let spec = changed.spec;
    let from = spec.template.from.as_ref().and_then(|from| {
        let handed_on = roles.commands.iter().rfind(|one| one.task.name() == from && one.artifact.is_some());
        handed_on.map_or_else(|| Some(from.to_string()), |one| one.artifact.clone())
    });
    let from = from.unwrap_or_else(|| SOURCE_CODE.to_owned());
    let template = format!("{from}::{}", spec.template.path.as_str());
    let mut configuration = stack("CHANGE_SET_REPLACE", cx, changed);
    configuration.insert("TemplatePath", Configuration::from(template.as_str()));
    configuration.insert("RoleArn", Configuration::from(text![&changed.role] as Text));
    if !spec.capabilities.is_empty() {
        let capabilities: Vec<_> = spec.capabilities.iter().map(|one| one.identifier()).collect();
        configuration.insert("Capabilities", Configuration::from(capabilities.join(",").as_str()));
    }
    if !spec.parameters.is_empty() {
        configuration.insert("ParameterOverrides", Configuration::from(object(cx, &spec.parameters)));
    }
    Action {
        input_artifacts: vec![artifact(&from)],
        ..action(changed.task.name(), ActionTypeId::aws("Deploy", "CloudFormation"), configuration)
    }
}

fn execution(cx: &Context<'_>, name: &str, changed: &Changed<'_>) -> Action {
    let configuration = stack("CHANGE_SET_EXECUTE", cx, changed);
    Action {
        namespace: namespace(changed.task),
        ..action(name, ActionTypeId::aws("Deploy", "CloudFormation"), configuration)
    }
}

fn stack(mode: &str, cx: &Context<'_>, changed: &Changed<'_>) -> IndexMap<&'static str, Configuration> {
    IndexMap::from([
        ("ActionMode", Configuration::from(mode)),
        ("StackName", Configuration::from(changed.spec.stack.as_str())),
        ("ChangeSetName", Configuration::from(changed.change_set(cx.name()).as_str())),
    ])
}

//! Functions that CodeDeploy invokes around a shift, and what they may do.

use cfn::iam::Statement;
use cfn::{Arn, Text, Value, text};
use spec::{Deploy, Function, Hook, Located, Setting};

use crate::context::Context;
use crate::deploy::Deployments;
use crate::functions::{Target, find, named};
use crate::permissions::{actions, distinct};
use crate::storage::Storage;

/// A hook of a deployment.
pub(crate) struct Hooked {
    /// When it is invoked, as CodeDeploy calls it.
    pub(crate) moment: &'static str,
    /// The function's name.
    pub(crate) name: Text,
    pub(crate) arn: Value<Arn>,
}

/// The hooks of a deploy stage.
pub(crate) fn of(cx: &Context<'_>, targets: &[Target<'_>], deploy: &Deploy) -> Vec<Hooked> {
    let hooks = deploy.hooks.all().map(|(moment, hook)| {
        let (name, arn) = match hook {
            Hook::Function(function) => {
                let target = find(targets, function);
                let name = target.created.as_ref().map(|_| text![cx.named(target.key)]);
                (name.unwrap_or_else(|| target.name.clone()), target.arn.clone())
            }
            Hook::Existing(existing) => named(&cx.text(existing)),
        };
        Hooked { moment, name, arn }
    });
    hooks.collect()
}

/// What a function may do because it is a hook: try the version under test, which the deployment's AppSpec names, and answer.
/// <https://docs.aws.amazon.com/codedeploy/latest/userguide/tutorial-lambda-sam-template.html>
pub(crate) fn statements(cx: &Context<'_>, storage: &Storage, function: &Located<String>) -> Vec<Statement> {
    let stack = cx.stack;
    let tested =
        distinct(stack.hooked(function).flat_map(|deploy| &deploy.functions).map(spec::FunctionRef::name));
    if tested.is_empty() {
        return Vec::new();
    }
    let groups = || tested.iter().map(|key| Deployments::group_arn(cx.name(), key));
    let versions = stack
        .functions()
        .filter(|(key, _)| tested.contains(key))
        .map(|(key, it)| arn(cx, key, it).qualified("*"));
    vec![
        Statement::allow("AnswerCodeDeploy", actions!["codedeploy:PutLifecycleEventHookExecutionStatus"])
            .on(groups()),
        Statement::allow("AskWhichVersion", actions!["codedeploy:GetDeployment"]).on(groups()),
        Statement::allow("ReadAppSpecs", actions!["s3:GetObject"])
            .on(tested.iter().map(|key| storage.app_specs_of(key))),
        Statement::allow("TryTheVersion", actions!["lambda:InvokeFunction"]).on(versions),
    ]
}

/// A function's ARN from names: hooks come before the functions that they try, or behind them.
fn arn(cx: &Context<'_>, key: &Located<String>, function: &Function) -> Value<Arn> {
    match &function.existing {
        Some(existing) => named(&cx.text(existing)).1,
        None if function.runtime.is_some() => Value::named("lambda", format!("function:{}", cx.named(key))),
        None => named(&cx.text(&Setting::from(key.as_str()))).1,
    }
}

//! Functions that CodeDeploy invokes around a shift, and what they may do.

use cfn::iam::Statement;
use cfn::{Arn, Text, Value, text};
use spec::{Deploy, EnvironmentRef, Function, Hook, Located, Setting};

use crate::context::Context;
use crate::deploy::Deployments;
use crate::functions::{Target, key_in, named};
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
pub(crate) fn of<'t, 'a: 't>(
    cx: &Context<'_>,
    targets: impl IntoIterator<Item = &'t Target<'a>>,
    deploy: &Deploy,
) -> Vec<Hooked> {
    let targets: Vec<_> = targets.into_iter().filter(|target| target.is_in(deploy)).collect();
    let hooks = deploy.hooks.all().filter_map(|(moment, hook)| {
        let (name, arn) = match hook {
            Hook::Function(function) => {
                let target = targets.iter().find(|target| target.package == function.name())?;
                let name = target.created.as_ref().map(|_| text![cx.named(&target.key)]);
                (name.unwrap_or_else(|| target.name.clone()), target.arn.clone())
            }
            Hook::Existing(existing) => named(&cx.text(existing)),
        };
        Some(Hooked { moment, name, arn })
    });
    hooks.collect()
}

/// What a function may do because it is a hook: try the version under test, which the deployment's AppSpec names, and answer.
/// <https://docs.aws.amazon.com/codedeploy/latest/userguide/tutorial-lambda-sam-template.html>
pub(crate) fn statements(
    cx: &Context<'_>,
    storage: &Storage,
    function: &Located<String>,
    environment: Option<&Located<String>>,
) -> Vec<Statement> {
    let stack = cx.stack;
    let here = |deploy: &&Deploy| deploy.environment.as_ref().map(EnvironmentRef::name) == environment;
    let tested = stack.hooked(function).filter(here).flat_map(|deploy| &deploy.functions);
    let tested = distinct(tested.map(spec::FunctionRef::name));
    if tested.is_empty() {
        return Vec::new();
    }
    let keys: Vec<_> = tested.iter().map(|key| key_in(environment, key)).collect();
    let groups = || keys.iter().map(|key| Deployments::group_arn(&cx.application(), key));
    let versions = stack
        .functions()
        .filter(|(key, _)| tested.contains(key))
        .map(|(key, it)| arn(cx, &key_in(environment, key), it).qualified("*"));
    vec![
        Statement::allow("AnswerCodeDeploy", actions!["codedeploy:PutLifecycleEventHookExecutionStatus"])
            .on(groups()),
        Statement::allow("AskWhichVersion", actions!["codedeploy:GetDeployment"]).on(groups()),
        Statement::allow("ReadAppSpecs", actions!["s3:GetObject"])
            .on(keys.iter().map(|key| storage.app_specs_of(key))),
        Statement::allow("TryTheVersion", actions!["lambda:InvokeFunction"]).on(versions),
    ]
}

/// A function's ARN from names: hooks come before the functions that they try, or behind them.
fn arn(cx: &Context<'_>, key: &str, function: &Function) -> Value<Arn> {
    match &function.existing {
        Some(existing) => named(&cx.text(existing)).1,
        None if function.runtime.is_some() || function.image.is_some() => {
            Value::named("lambda", format!("function:{}", cx.named(key)))
        }
        None => named(&cx.text(&Setting::from(key))).1,
    }
}

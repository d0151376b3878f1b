//! The actions that shift traffic.

use cfn::codepipeline::{Action, ActionTypeId, Configuration};
use cfn::{Text, text};
use indexmap::IndexMap;
use serde_json::json;
use spec::{Deploy, Engine, Order, Task};

use super::action;
use crate::context::Context;
use crate::deployer::Deployer;
use crate::engine;
use crate::functions::{Target, find};
use crate::pipeline::Parts;

/// One function after the other: when one fails, those after it are not started and those before it stay. Or all together.
pub(super) fn deploy(cx: &Context<'_>, parts: &Parts<'_>, task: Task<'_>, deploy: &Deploy) -> Vec<Action> {
    if let Some(update) = engine::update(cx, parts, task, deploy) {
        return vec![update];
    }
    let deploy = &cx.stack.settled(deploy);
    let turns = find(&parts.targets, deploy).zip(1..).map(|(target, turn)| {
        let run_order = match *deploy.order {
            Order::OneAfterAnother => turn,
            Order::Together => 1,
        };
        let action = match (&*deploy.engine, &parts.deployer) {
            (Engine::CodeDeploy, Some(deployer)) => shift(parts, deployer, task, target),
            _ => engine::shift(parts, task, deploy, target),
        };
        Action { run_order: Some(run_order), ..action }
    });
    turns.collect()
}

fn shift(parts: &Parts<'_>, deployer: &Deployer, task: Task<'_>, target: &Target<'_>) -> Action {
    let quoted = |text: &str| json!(text).to_string();
    let parameters = text![
        r#"{"function":""#,
        &target.name,
        r#"","alias":"#,
        quoted(target.spec.alias()),
        r#","group":"#,
        quoted(&target.key),
        r#","key":"#,
        quoted(&target.key_variable()),
        r#","version":"#,
        quoted(&target.version_variable()),
        there(parts, target),
        "}",
    ];
    let mut configuration = IndexMap::new();
    configuration.insert("FunctionName", Configuration::from(deployer.function.reference()));
    configuration.insert("UserParameters", Configuration::from(parameters as Text));
    action(&engine::action_name(task, target.package), ActionTypeId::aws("Invoke", "Lambda"), configuration)
}

/// Where the deployer finds an environment elsewhere.
fn there(parts: &Parts<'_>, target: &Target<'_>) -> Text {
    let Some(abroad) = parts.abroad.iter().find(|abroad| target.environment == Some(abroad.name)) else {
        return Text::from("");
    };
    text![
        r#","role":""#,
        &abroad.deployer_role,
        r#"","externalId":"#,
        json!(abroad.external_id).to_string(),
        r#","region":""#,
        &abroad.region,
        r#"","bucket":""#,
        &abroad.bucket,
        r#"","application":"#,
        json!(abroad.application).to_string(),
    ]
}

//! A stage that shifts traffic.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Alarm, Engine, EnvironmentRef, FunctionRef, Hooks, Located, Order, Shift};
use yaml::Node;

/// Shifts the traffic of functions' aliases to the released versions.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "deploy")]
pub struct Deploy {
    /// The functions by their names under `functions`.
    #[schemars(length(min = 1))]
    pub functions: Vec<FunctionRef>,
    /// The environment that they are deployed to, by its name under `environments`; where the pipeline is, otherwise.
    pub environment: Option<EnvironmentRef>,
    /// In which order: when one fails, `one-after-another` does not start those after it and leaves those before it as they are;
    /// `together` starts all at once, and the others go on.
    #[schemars(with = "Option<Order>", extend("default" = "one-after-another"))]
    pub order: Located<Order>,
    /// Who shifts the traffic: `codedeploy`, `codepipeline`, or `cloudformation: { … }` for functions that a stack of the
    /// application's own holds.
    #[schemars(with = "Option<Engine>", extend("default" = "codedeploy"))]
    pub engine: Located<Engine>,
    /// How traffic is shifted.
    #[schemars(with = "Option<Shift>", extend("default" = "canary-10-percent-5-minutes"))]
    pub shift: Option<Located<Shift>>,
    /// What stops the shift, by name: at most 10. Left out, any error of the alias does, unless the shift is `all-at-once`,
    /// which is over before an alarm could ring; `{}` turns alarms off.
    #[schemars(extend("default" = { "errors": "sum(Errors) > 0" }))]
    pub alarms: Option<IndexMap<Located<String>, Located<Alarm>>>,
    /// When CodeDeploy shifts the traffic back by itself.
    pub rollback: Option<Rollback>,
    /// What judges the deployment besides alarms: a function before the first call reaches the new version, and one after all do.
    #[schemars(default)]
    pub hooks: Hooks,
}

impl Deploy {
    /// Ten percent for five minutes, watched by the default alarm, rolled back on every event.
    pub fn of(functions: impl IntoIterator<Item = FunctionRef>) -> Self {
        Self {
            functions: functions.into_iter().collect(),
            environment: None,
            order: Order::default().into(),
            engine: Engine::default().into(),
            shift: None,
            alarms: None,
            rollback: None,
            hooks: Hooks::default(),
        }
    }

    /// How traffic is shifted, or the default.
    pub fn shift(&self) -> Located<Shift> {
        self.shift.clone().unwrap_or_default()
    }

    /// When CodeDeploy shifts the traffic back, or the default.
    pub fn rollback(&self) -> Rollback {
        self.rollback.clone().unwrap_or_default()
    }

    /// What a release brings for it: the functions that it shifts, and those that judge the shift.
    pub fn released(&self) -> Vec<&FunctionRef> {
        let mut released: Vec<_> = self.functions.iter().collect();
        for hook in self.hooks.functions() {
            if !released.contains(&hook) {
                released.push(hook);
            }
        }
        released
    }

    /// The alarms that watch the shift: those that are written, or the default one, which an `all-at-once` has not.
    pub fn watched(&self) -> Vec<(String, Alarm)> {
        match &self.alarms {
            Some(alarms) => {
                alarms.iter().map(|(name, alarm)| (name.to_string(), (**alarm).clone())).collect()
            }
            None if *self.shift() == Shift::AllAtOnce => Vec::new(),
            None => vec![("errors".to_owned(), Alarm::default())],
        }
    }
}

/// When CodeDeploy shifts the traffic back by itself.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "rollback")]
pub struct Rollback {
    /// The events: the deployment fails, an alarm rings, somebody stops the deployment. An empty list turns
    /// rollback off.
    #[schemars(default, extend("default" = ["deployment-failure", "alarm", "stop"]))]
    pub events: Vec<Located<RollbackEvent>>,
}

impl Default for Rollback {
    fn default() -> Self {
        Self { events: RollbackEvent::ALL.map(Into::into).to_vec() }
    }
}

/// CodeDeploy's rollback events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollbackEvent {
    /// The deployment fails.
    DeploymentFailure,
    /// One of the alarms rings.
    Alarm,
    /// Somebody stops the deployment.
    Stop,
}

impl RollbackEvent {
    /// Every event.
    pub const ALL: [Self; 3] = [Self::DeploymentFailure, Self::Alarm, Self::Stop];

    /// As CodeDeploy spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::DeploymentFailure => "DEPLOYMENT_FAILURE",
            Self::Alarm => "DEPLOYMENT_STOP_ON_ALARM",
            Self::Stop => "DEPLOYMENT_STOP_ON_REQUEST",
        }
    }
}

choice!(RollbackEvent, "a rollback event", [
    "deployment-failure" => RollbackEvent::DeploymentFailure,
    "alarm" => RollbackEvent::Alarm,
    "stop" => RollbackEvent::Stop,
]);

impl Read for Deploy {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "deploy", findings, |fields| {
            Some(Self {
                environment: fields.optional("environment"),
                order: fields.or("order", Order::default()),
                engine: fields.or("engine", Engine::default()),
                shift: fields.optional("shift"),
                alarms: fields.optional("alarms"),
                rollback: fields.optional("rollback"),
                hooks: fields.or_default("hooks"),
                functions: fields.required("functions")?,
            })
        })
    }
}

impl Read for Rollback {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "rollback", findings, |fields| {
            Some(fields.optional("events").map_or_else(Self::default, |events| Self { events }))
        })
    }
}

impl Read for FunctionRef {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Located::read(node, findings).map(Self::new)
    }
}

impl JsonSchema for FunctionRef {
    fn schema_name() -> Cow<'static, str> {
        "FunctionReference".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

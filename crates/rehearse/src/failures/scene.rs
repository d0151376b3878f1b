//! Where failures happen: the pipeline's actions beside their steps, and the deployments behind them.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::channels::Rule;
use super::listeners::{self, Hears};
use crate::calls::Alias;
use crate::programs;
use crate::shift::{self, Pace};
use crate::walk::{Hearing, Judged, Step, Walk};
use crate::world::{Resource, Value, World};

/// One pipeline.
pub(super) struct Scene<'w, 't> {
    pub(super) world: &'w World<'t>,
    pub(super) walk: &'w Walk<'t>,
    pub(super) pipeline: &'w Resource<'t>,
    /// The rules that hear events.
    pub(super) rules: OnceCell<Vec<Rule>>,
    hears: RefCell<BTreeMap<String, Hears>>,
    may: RefCell<BTreeMap<(String, String), Option<bool>>>,
}

/// An action of it.
pub(super) struct Place<'w, 't> {
    /// The step's index in the walk.
    pub(super) index: usize,
    pub(super) step: &'w Step<'t>,
    pub(super) stage: &'w Value<'t>,
    pub(super) action: &'w Value<'t>,
    /// What it has CodeDeploy do.
    pub(super) deployments: Vec<Deployment<'w, 't>>,
}

/// A deployment by CodeDeploy.
pub(super) struct Deployment<'w, 't> {
    /// The group's ARN.
    pub(super) arn: String,
    /// The group, where the template has it.
    pub(super) group: Option<&'w Resource<'t>>,
    /// The aliases that it moves, where they are known.
    pub(super) aliases: Vec<Alias>,
    /// Hooks before traffic shifts.
    pub(super) before: Vec<String>,
    /// Hooks after it has.
    pub(super) after: Vec<String>,
}

/// What CodeDeploy does about a deployment that does not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rollback {
    Happens,
    DoesNot,
    /// The group is not in the template.
    Unknown,
}

impl<'w, 't> Scene<'w, 't> {
    pub(super) fn new(world: &'w World<'t>, walk: &'w Walk<'t>, pipeline: &'w Resource<'t>) -> Self {
        let (rules, hears, may) = (OnceCell::new(), RefCell::default(), RefCell::default());
        Self { world, walk, pipeline, rules, hears, may }
    }

    /// Who hears what is sent to that ARN.
    pub(super) fn hears(&self, arn: &str) -> Hears {
        if let Some(known) = self.hears.borrow().get(arn) {
            return known.clone();
        }
        let hears = listeners::of(self, arn);
        self.hears.borrow_mut().insert(arn.to_owned(), hears.clone());
        hears
    }

    /// The pipeline's actions in their order.
    pub(super) fn places(&self) -> Vec<Place<'w, 't>> {
        let stages = self.pipeline.property("Stages").items();
        let actions =
            stages.iter().flat_map(|stage| stage.get("Actions").items().iter().map(move |one| (stage, one)));
        let place = |(stage, action): (&'w Value<'t>, &'w Value<'t>)| {
            let name = |value: &Value<'_>| value.get("Name").text().unwrap_or_default().to_owned();
            let name = format!("{}/{}", name(stage), name(action));
            let index = self.walk.steps.iter().position(|step| step.name == name)?;
            let step = &self.walk.steps[index];
            let deployments = self.deployments(step, action);
            Some(Place { index, step, stage, action, deployments })
        };
        let mut places: Vec<_> = actions.filter_map(place).collect();
        places.sort_by_key(|place| place.index);
        places
    }

    fn deployments(&self, step: &'w Step<'t>, action: &'w Value<'t>) -> Vec<Deployment<'w, 't>> {
        let function = action.at(&["Configuration", "FunctionName"]).text();
        let function = function.and_then(|name| self.function(name));
        if let Some(function) = function
            && action.at(&["ActionTypeId", "Category"]).text() == Some("Invoke")
        {
            let shifts = programs::shifts(self.world, function, action);
            if !shifts.is_empty() {
                return shifts.into_iter().map(|(arn, shift)| self.shift(arn, &shift)).collect();
            }
        }
        if action.at(&["ActionTypeId", "Provider"]).text() == Some("CloudFormation")
            && let Some(stack) = action.at(&["Configuration", "StackName"]).text()
        {
            let shifts = crate::calls::stack_updates(self.world, stack);
            return shifts.into_iter().map(|(arn, shift)| self.shift(arn, &shift)).collect();
        }
        let creates = |judged: &&Judged<'_>| judged.call.action == "codedeploy:CreateDeployment";
        // Code that creates deployments creates those of the only group.
        let mut groups = self.world.of_type("AWS::CodeDeploy::DeploymentGroup");
        if step.acts.iter().flat_map(|act| &act.seen).any(|judged| creates(&judged))
            && let (Some(group), None) = (groups.next(), groups.next())
        {
            return group.arn().map(|arn| self.deployment(arn)).into_iter().collect();
        }
        let calls = step.acts.iter().flat_map(|act| &act.calls);
        let mut arns: Vec<_> = calls.filter(creates).map(|judged| judged.call.resource.clone()).collect();
        arns.dedup();
        arns.retain(|arn| arn.contains(":deploymentgroup:") && !arn.contains('*'));
        arns.into_iter().map(|arn| self.deployment(arn)).collect()
    }

    /// A deployment of that group, with what it shifts.
    pub(super) fn shift(&self, arn: String, shift: &crate::calls::Shift) -> Deployment<'w, 't> {
        let hooks = |is_before| {
            let hooks = shift.hooks.iter().filter(move |hook| hook.is_before == is_before);
            hooks.map(|hook| hook.function.clone()).collect()
        };
        Deployment {
            aliases: shift.aliases.clone(),
            before: hooks(true),
            after: hooks(false),
            ..self.deployment(arn)
        }
    }

    /// A deployment of that group.
    pub(super) fn deployment(&self, arn: String) -> Deployment<'w, 't> {
        let group = self.world.by_arn(&arn);
        Deployment { arn, group, aliases: Vec::new(), before: Vec::new(), after: Vec::new() }
    }

    /// Whether somebody's call to a target goes through: nothing, where that is not known.
    pub(super) fn may(&self, from: &str, target: &str) -> Option<bool> {
        let way = (from.to_owned(), target.to_owned());
        if let Some(known) = self.may.borrow().get(&way) {
            return *known;
        }
        let may = self.find_may(from, target);
        self.may.borrow_mut().insert(way, may);
        may
    }

    fn find_may(&self, from: &str, target: &str) -> Option<bool> {
        let acts = self.walk.steps.iter().flat_map(|step| &step.acts).filter(|act| act.what == from);
        let mut acts =
            acts.filter(|act| act.calls.iter().any(|judged| judged.call.resource == target)).peekable();
        acts.peek()?;
        let mut known = true;
        for act in acts {
            // Taking the role, the call itself, and the key of what it is for.
            let of_it = |judged: &&Judged<'_>| {
                let call = &judged.call;
                call.resource == target || ["sts:", "kms:"].iter().any(|one| call.action.starts_with(one))
            };
            if act.judged().filter(of_it).any(Judged::is_denied) {
                return Some(false);
            }
            known &= !act.judged().filter(of_it).any(|judged| matches!(judged.hearing, Hearing::Unknown(..)));
        }
        known.then_some(true)
    }

    /// The function that a name or an ARN means, with a version or alias or without.
    pub(super) fn function(&self, text: &str) -> Option<&'w Resource<'t>> {
        let name = match text.split_once(":function:") {
            Some((_, name)) => name,
            None => text,
        };
        let name = name.split(':').next()?;
        let kinds = ["AWS::Lambda::Function", "AWS::Serverless::Function"];
        kinds.into_iter().find_map(|kind| self.world.by_name(kind, name))
    }

    /// A resource's logical ID, where the template has it, or what was written.
    pub(super) fn named(&self, text: &str) -> String {
        if let Some(resource) = self.world.by_arn(text).or_else(|| self.function(text)) {
            return resource.id.to_owned();
        }
        let name = text.splitn(6, ':').nth(5).filter(|_| text.starts_with("arn:")).unwrap_or(text);
        self.world.shown(name.strip_prefix("function:").unwrap_or(name))
    }

    /// `live of DemoFunction`
    pub(super) fn alias(&self, alias: &Alias) -> String {
        format!("{} of {}", self.world.shown(&alias.name), self.named(&alias.function))
    }
}

impl Place<'_, '_> {
    pub(super) fn provider(&self) -> &str {
        self.action.at(&["ActionTypeId", "Provider"]).text().unwrap_or_default()
    }

    pub(super) fn category(&self) -> &str {
        self.action.at(&["ActionTypeId", "Category"]).text().unwrap_or_default()
    }

    pub(super) fn configured(&self, key: &str) -> Option<&str> {
        self.action.at(&["Configuration", key]).text()
    }

    pub(super) fn stage_name(&self) -> &str {
        self.stage.get("Name").text().unwrap_or_default()
    }

    /// What the stage does when it fails, where that needs no conditions.
    pub(super) fn on_failure(&self) -> Option<&str> {
        self.stage.at(&["OnFailure", "Result"]).text()
    }

    /// Whether a call of that name is among those of the step.
    pub(super) fn calling<'a>(&'a self, action: &'a str) -> impl Iterator<Item = &'a str> {
        let calls = self.step.acts.iter().flat_map(|act| &act.calls);
        calls.filter(move |judged| judged.call.action == action).map(|judged| judged.call.resource.as_str())
    }
}

impl Deployment<'_, '_> {
    /// The group's name.
    pub(super) fn name(&self) -> &str {
        self.arn.rsplit('/').next().unwrap_or_default()
    }

    /// The application's name.
    pub(super) fn application(&self) -> &str {
        let (_, names) = self.arn.split_once(":deploymentgroup:").unwrap_or_default();
        names.split('/').next().unwrap_or_default()
    }

    /// For people: the group's logical ID, or its name.
    pub(super) fn shown(&self) -> &str {
        self.group.map_or_else(|| self.name(), |group| group.id)
    }

    /// Whether what it deploys is a function.
    pub(super) fn is_lambda(&self, world: &World<'_>) -> bool {
        let platform = || {
            let application = world.by_name("AWS::CodeDeploy::Application", self.application())?;
            application.property("ComputePlatform").text().map(ToOwned::to_owned)
        };
        !self.aliases.is_empty() || platform().as_deref() == Some("Lambda")
    }

    /// The names of the alarms that stop it.
    /// <https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AlarmConfiguration.html>
    pub(super) fn alarms(&self) -> Vec<String> {
        let Some(group) = self.group else { return Vec::new() };
        let configuration = group.property("AlarmConfiguration");
        if configuration.get("Enabled").boolean() == Some(false) {
            return Vec::new();
        }
        let alarms = configuration.get("Alarms").items().iter();
        alarms.filter_map(|alarm| alarm.get("Name").text().map(ToOwned::to_owned)).collect()
    }

    /// Whether it rolls back on an event: `DEPLOYMENT_FAILURE`, `DEPLOYMENT_STOP_ON_ALARM` or `…_REQUEST`.
    pub(super) fn rolls_back(&self, event: &str) -> Rollback {
        let Some(group) = self.group else { return Rollback::Unknown };
        let rollback = group.property("AutoRollbackConfiguration");
        let lists = rollback.get("Events").items().iter().any(|one| one.text() == Some(event));
        if lists && rollback.get("Enabled").boolean() == Some(true) {
            Rollback::Happens
        } else {
            Rollback::DoesNot
        }
    }

    pub(super) fn pace(&self, world: &World<'_>) -> Option<Pace> {
        shift::pace(world, self.group?)
    }
}

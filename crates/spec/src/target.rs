//! Where functions are deployed to: environments, each in an account and a region, with what differs there.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::{SpelledSetting, settings};
use crate::{
    Alarm, Approval, Deploy, Duration, Function, FunctionRef, Located, PolicyStatement,
    ProvisionedConcurrency, Rollback, Setting, Shift, Stack, Stage, Task, Work,
};
use yaml::Node;

/// An environment that deploy stages name: every function deployed there exists once more, as `<name>-<environment>-<function>`,
/// with versions, an alias and alarms of its own. With an `account` or a `region`, it has a template of its own too.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "environment")]
pub struct Environment {
    /// The ID of the account that it is in, twelve digits in quotes, or a parameter that will hold it; the pipeline's own
    /// otherwise.
    pub account: Option<Setting>,
    /// The region that it is in, as in `eu-central-1`; the pipeline's own otherwise.
    #[schemars(regex(pattern = r"^[a-z]{2,}(-[a-z]+)+-[0-9]+$"))]
    pub region: Option<Located<String>>,
    /// What the pipeline says when it takes the roles of an environment in another account or region: 2 to 64 characters. No secret;
    /// it keeps others from having the pipeline work for them
    /// ([confused deputy](https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html)). Default:
    /// `<name>-<environment>`.
    #[schemars(regex(pattern = r"^[A-Za-z0-9_+=,.@:/-]{2,64}$"))]
    pub external_id: Option<Located<String>>,
    /// The settings of functions that differ here, by the functions' names under `functions`.
    #[schemars(default)]
    pub functions: IndexMap<Located<String>, Differences>,
    /// How traffic is shifted, where the deploy stage does not say it.
    #[schemars(with = "Option<Shift>")]
    pub shift: Option<Located<Shift>>,
    /// What stops the shift, by name, where the deploy stage does not say it: at most 10; `{}` turns alarms off.
    pub alarms: Option<IndexMap<Located<String>, Located<Alarm>>>,
    /// When CodeDeploy shifts the traffic back by itself, where the deploy stage does not say it.
    pub rollback: Option<Rollback>,
    /// Who is asked once the versions of this environment are published, and before traffic is shifted to them.
    pub approval: Option<Approval>,
}

/// What differs of a function in one environment.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "differences")]
pub struct Differences {
    /// Memory in MB, 128 to 10,240.
    #[schemars(range(min = 128, max = 10240))]
    pub memory: Option<Located<u32>>,
    /// How long one invocation may take, `1s` to `15m`.
    pub timeout: Option<Located<Duration>>,
    /// Environment variables: those of the same name are replaced, the others are kept.
    #[schemars(default, with = "IndexMap<String, SpelledSetting>")]
    pub environment: IndexMap<Located<String>, Setting>,
    /// What the function itself may do here, instead of the function's own `policy`.
    pub policy: Option<Vec<PolicyStatement>>,
    /// Layers, instead of the function's own: those of another region are others.
    pub layers: Option<Vec<Setting>>,
    /// Room in `/tmp` in MB, 512 to 10,240.
    #[schemars(range(min = 512, max = 10240))]
    pub ephemeral_storage: Option<Located<u32>>,
    /// Instances that are kept ready for calls to the alias.
    pub provisioned_concurrency: Option<ProvisionedConcurrency>,
    /// How many versions are kept.
    pub keep_versions: Option<Located<u32>>,
    /// How long the function's log is kept here.
    pub log_retention: Option<Located<Duration>>,
}

/// The name of an environment of the same stack: made by [`Stack::environment`] alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnvironmentRef(Located<String>);

impl EnvironmentRef {
    pub(crate) fn new(name: Located<String>) -> Self {
        Self(name)
    }

    /// The environment's name.
    pub fn name(&self) -> &Located<String> {
        &self.0
    }
}

impl Environment {
    /// Whether it is in another account or region than the pipeline, as far as the file says.
    pub fn is_remote(&self) -> bool {
        self.account.is_some() || self.region.is_some()
    }
}

impl Differences {
    /// These settings alone, for rules that look at settings.
    pub(crate) fn alone(&self) -> Function {
        self.over(&Function::default())
    }

    /// The function as it is in the environment.
    pub fn over(&self, function: &Function) -> Function {
        let mut function = function.clone();
        function.memory = self.memory.clone().or(function.memory);
        function.timeout = self.timeout.clone().or(function.timeout);
        function.log_retention = self.log_retention.clone().or(function.log_retention);
        function.ephemeral_storage = self.ephemeral_storage.clone().or(function.ephemeral_storage);
        function.provisioned_concurrency =
            self.provisioned_concurrency.clone().or(function.provisioned_concurrency);
        function.keep_versions = self.keep_versions.clone().or(function.keep_versions);
        function.environment.extend(self.environment.clone());
        if let Some(policy) = &self.policy {
            function.policy.clone_from(policy);
        }
        if let Some(layers) = &self.layers {
            function.layers.clone_from(layers);
        }
        function
    }
}

impl Stack {
    /// Adds an environment, or replaces the one of that name, and gives what deploy stages name it by.
    pub fn environment(
        &mut self,
        name: impl Into<Located<String>>,
        environment: Environment,
    ) -> EnvironmentRef {
        let name = name.into();
        self.environments.insert(name.clone(), environment);
        EnvironmentRef::new(name)
    }

    /// The environments, in the order they were written.
    pub fn environments(&self) -> impl Iterator<Item = (&Located<String>, &Environment)> {
        self.environments.iter()
    }

    /// The environment that a deploy stage names, under the name that it has where it is described; `None` where it names
    /// none, or one that the stack does not have.
    pub fn environment_of(&self, deploy: &Deploy) -> Option<(&Located<String>, &Environment)> {
        self.environments.get_key_value(deploy.environment.as_ref()?.name())
    }

    /// What is deployed where the pipeline is: alarms and deployments in another account or region can't be seen from there.
    pub fn deploys_here(&self) -> impl Iterator<Item = &Deploy> {
        let deploys = self.tasks().filter_map(|task| match task.work() {
            Work::Deploy(deploy) => Some(&**deploy),
            _ => None,
        });
        deploys.filter(|deploy| self.environment_of(deploy).is_none_or(|(_, it)| !it.is_remote()))
    }

    /// A deploy stage with what it leaves to its environment.
    pub fn settled(&self, deploy: &Deploy) -> Deploy {
        let mut deploy = deploy.clone();
        if let Some((_, environment)) = self.environment_of(&deploy) {
            let Environment { shift, alarms, rollback, .. } = environment.clone();
            deploy.shift = deploy.shift.or(shift);
            deploy.alarms = deploy.alarms.or(alarms);
            deploy.rollback = deploy.rollback.or(rollback);
        }
        deploy
    }

    /// The deployment that is meant where a stage speaks of a function's: its own, or else the last one before it, or else the first
    /// after it.
    pub fn watching<'a>(&'a self, stage: &Stage, function: &FunctionRef) -> Option<&'a Deploy> {
        let own = self.stages.iter().filter(|other| std::ptr::eq(*other, stage));
        let before = self.stages.iter().take_while(|other| !std::ptr::eq(*other, stage)).collect::<Vec<_>>();
        let tasks = own.chain(before.into_iter().rev()).chain(&self.stages).flat_map(Stage::tasks);
        tasks.into_iter().find_map(|task| match task.work() {
            Work::Deploy(deploy) if deploy.functions.contains(function) => Some(&**deploy),
            _ => None,
        })
    }

    /// A function as it is in an environment.
    pub fn function_in<'a>(
        &'a self,
        environment: &'a Environment,
        function: &FunctionRef,
    ) -> Option<Cow<'a, Function>> {
        let here = self.get(function)?;
        Some(match environment.functions.get(function.name()) {
            Some(differences) => Cow::Owned(differences.over(here)),
            None => Cow::Borrowed(here),
        })
    }

    /// The functions that exist where the pipeline is, apart from any environment: all but those that deploy stages name in
    /// environments alone, as functions or hooks.
    pub fn functions_at_home(&self) -> impl Iterator<Item = (&Located<String>, &Function)> {
        let named = |name: &Located<String>, abroad: bool| {
            let mut deploys = self.tasks().filter_map(|task| match task.work() {
                Work::Deploy(deploy) => Some(deploy),
                _ => None,
            });
            deploys.any(|deploy| {
                deploy.environment.is_some() == abroad
                    && deploy.released().iter().any(|function| function.name() == name)
            })
        };
        self.functions().filter(move |(name, _)| named(name, false) || !named(name, true))
    }

    /// Whether a test can reach a function in an environment, or apart from any: it runs where the pipeline is, on what has been
    /// released before it.
    pub fn reaches(
        &self,
        test: Task<'_>,
        function: &FunctionRef,
        environment: Option<&Located<String>>,
    ) -> bool {
        let Some(wanted) = environment else {
            return self.functions_at_home().any(|(name, _)| name == function.name());
        };
        self.before(test).any(|task| match task.work() {
            Work::Deploy(deploy) => {
                let there = self.environment_of(deploy);
                there.is_some_and(|(name, it)| name == wanted && !it.is_remote())
                    && deploy.released().contains(&function)
            }
            _ => false,
        })
    }

    /// What differs of functions in environments: which function where, in words, its name, and those settings alone.
    pub(crate) fn differences(&self) -> impl Iterator<Item = (String, &Located<String>, Function)> {
        self.environments().flat_map(|(name, environment)| {
            environment.functions.iter().map(move |(key, differences)| {
                let part = format!("function `{}` in environment `{}`", key.as_str(), name.as_str());
                (part, key, differences.alone())
            })
        })
    }

    /// Every approval, with the action that it belongs to and the environment that asks for it: a deploy stage has one where
    /// its environment has.
    pub fn approvals(&self) -> impl Iterator<Item = (Task<'_>, &Approval, Option<&Located<String>>)> {
        self.tasks().filter_map(|task| match task.work() {
            Work::Approval(approval) => Some((task, approval, None)),
            Work::Deploy(deploy) => {
                let (name, environment) = self.environment_of(deploy)?;
                Some((task, environment.approval.as_ref()?, Some(name)))
            }
            _ => None,
        })
    }
}

/// The namespace of the variables that an environment's release exports: `pre-prod` has `PreProdRelease`.
pub fn release_namespace(environment: &str) -> String {
    let words = environment.split(|letter: char| !letter.is_ascii_alphanumeric());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    words.map(capital).collect::<String>() + "Release"
}

impl Read for Environment {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "environment", findings, |fields| {
            Some(Self {
                account: fields.optional("account"),
                region: fields.optional("region"),
                external_id: fields.optional("external-id"),
                functions: fields.or_default("functions"),
                shift: fields.optional("shift"),
                alarms: fields.optional("alarms"),
                rollback: fields.optional("rollback"),
                approval: fields.optional("approval"),
            })
        })
    }
}

impl Read for Differences {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "differences", findings, |fields| {
            Some(Self {
                memory: fields.optional("memory"),
                timeout: fields.optional("timeout"),
                environment: settings(fields.or_default("environment")),
                policy: fields.optional("policy"),
                layers: fields.optional("layers"),
                ephemeral_storage: fields.optional("ephemeral-storage"),
                provisioned_concurrency: fields.optional("provisioned-concurrency"),
                keep_versions: fields.optional("keep-versions"),
                log_retention: fields.optional("log-retention"),
            })
        })
    }
}

impl Read for EnvironmentRef {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Located::read(node, findings).map(Self::new)
    }
}

impl JsonSchema for EnvironmentRef {
    fn schema_name() -> Cow<'static, str> {
        "EnvironmentReference".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

//! The whole stack file.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::codes::Finding;
use crate::findings::Findings;
use crate::guard::prefixed;
use crate::raw::{Overrides, Raw, RawMap, raw_maps};
use crate::read::{Fields, Read, scalar};
use crate::setting::{Spelled, spelled};
use crate::source::Sources;
use crate::{
    Build, DeletionPolicy, Deploy, Duration, Encryption, Environment, ExecutionMode, Function, FunctionRef,
    FurtherSource, ImageBuild, Invoke, Located, Notifications, Operations, ParameterRef, Rule, SelfUpdate,
    Setting, Source, Stage, Task, Variable, Work,
};
use yaml::Node;

/// How one serverless service is delivered: where its source is, which functions it has, and the stages that every
/// change runs through.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "stack")]
pub struct Stack {
    /// Which year's defaults apply: with the same edition, a file means the same for ever.
    pub edition: Located<Edition>,
    /// The pipeline's name, and the beginning of every other name in the account: a letter, then letters, digits, `-`
    /// and `_`, 50 characters at most.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_-]{0,49}$"))]
    pub name: Located<String>,
    /// What stands before `name`, and so before every other name in the account: `acme-`.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_-]*$"))]
    pub(crate) name_prefix: Option<Located<String>>,
    /// What the template says of itself: up to 1,024 bytes.
    #[schemars(length(max = 1024))]
    pub description: Option<Located<String>>,
    /// Tags on everything that can carry them: at most 40, keys up to 127 characters and values up to 255
    /// ([tag rules](https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html)).
    #[schemars(default, with = "IndexMap<String, Spelled>")]
    pub tags: IndexMap<Located<String>, Located<String>>,
    /// Values that are given when the template is deployed, by name: letters and digits, up to 255. A value refers to
    /// one by `{ parameter: Name }`.
    #[schemars(default, with = "IndexMap<String, MaybeParameter>")]
    #[schemars(extend("propertyNames" = { "pattern": "^[A-Za-z0-9]{1,255}$" }))]
    pub(crate) parameters: IndexMap<Located<String>, Parameter>,
    /// Variables that whoever starts an execution can set, by name; used as `#{variables.<name>}` in the environment of
    /// tests, builds and commands, in parameters, and in messages. At most 50.
    #[schemars(default)]
    pub variables: IndexMap<Located<String>, Variable>,
    /// What becomes of an execution that meets another one: a newer one takes the place of one that waits (`superseded`),
    /// they wait in line (`queued`), or know nothing of each other (`parallel`).
    #[schemars(with = "Option<ExecutionMode>", extend("default" = "superseded"))]
    pub execution_mode: Located<ExecutionMode>,
    /// Where a change comes from: one source, or a list. The first of a list is what is delivered; each further one has a `name`,
    /// and a change to any of them starts the pipeline.
    #[schemars(with = "Sources")]
    pub source: Source,
    /// The sources beside it.
    #[schemars(skip)]
    pub further_sources: Vec<FurtherSource>,
    /// The Lambda functions that the pipeline delivers, by a name that the stages use: a letter, then letters, digits,
    /// `-` and `_`. A function that the stack creates is called `<name>-<function>`, at most 64 characters.
    #[schemars(extend("propertyNames" = { "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,61}$" }))]
    pub(crate) functions: IndexMap<Located<String>, Function>,
    /// The environments that deploy stages name, by a name: a letter, then letters, digits, `-` and `_`.
    #[schemars(default, extend("propertyNames" = { "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,49}$" }))]
    pub(crate) environments: IndexMap<Located<String>, Environment>,
    /// The stages after the source, in order.
    #[schemars(length(min = 1, max = 49))]
    pub stages: Vec<Stage>,
    /// The pipeline updates its own stack from the template that was committed: off unless it is here.
    pub self_update: Option<SelfUpdate>,
    /// Who is told when an execution fails or an alarm rings.
    pub notifications: Option<Notifications>,
    /// What helps to run the pipeline: a composite alarm, a dashboard, access logs. Nothing of it is there unless it is asked for.
    #[schemars(default)]
    pub operations: Operations,
    /// How long logs are kept, in days as CloudWatch knows them: `1d`, `3d`, `5d`, `7d`, `14d`, `30d`, `60d`, `90d`,
    /// `120d`, `150d`, `180d`, `365d`, …
    /// ([PutRetentionPolicy](https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html)).
    #[schemars(with = "Option<Duration>", extend("default" = "30d", "examples" = ["7d", "14d", "30d", "90d", "365d"]))]
    pub log_retention: Located<Duration>,
    /// How long artifacts and AppSpecs are kept, in days. An execution that waits for approval longer than this
    /// finds nothing left to deploy.
    #[schemars(with = "Option<Duration>", extend("default" = "90d"))]
    pub artifact_retention: Located<Duration>,
    /// The permissions boundary of every role: the ARN of a managed policy, which may hold `${AWS::Partition}` and
    /// `${AWS::AccountId}`, or a parameter.
    pub permissions_boundary: Option<Setting>,
    /// The path of every role, between slashes: `/delivery/`.
    #[schemars(regex(pattern = r"^/[A-Za-z0-9/+=,.@_-]+/$"))]
    pub role_path: Option<Located<String>>,
    /// What becomes of what holds data (buckets, repositories, logs) when the stack is deleted or replaces it.
    #[schemars(with = "Option<DeletionPolicy>", extend("default" = "retain-except-on-create"))]
    pub deletion_policy: DeletionPolicy,
    /// A customer key for artifacts, logs and messages; without it, AWS's own keys encrypt them.
    pub encryption: Option<Encryption>,
    /// Conditions for `resources` and `outputs`, by name, as in a template.
    #[schemars(default)]
    pub conditions: IndexMap<Located<String>, Raw>,
    /// Resources of your own, by logical ID, as in a template: CloudFormation's own words, functions in their long form
    /// or short (`!Ref`). They may refer to the resources that the stack generates and to its `parameters`.
    #[schemars(default, with = "IndexMap<String, RawMap>")]
    pub resources: IndexMap<Located<String>, Raw>,
    /// Outputs of your own, by name, as in a template.
    #[schemars(default, with = "IndexMap<String, RawMap>")]
    pub outputs: IndexMap<Located<String>, Raw>,
    /// Changes of generated resources, by logical ID: a path such as `Properties.Environment.Variables.LEVEL` or
    /// `DeletionPolicy`, and what is to stand there. `[0]` is an item of a list by its place, `[Build]` by its `Name`,
    /// `Sid`, `Key` or other name, `[+]` one more at the end; `!Ref AWS::NoValue` takes away what is there.
    #[schemars(default)]
    pub overrides: IndexMap<Located<String>, Overrides>,
}

/// A year's set of defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edition {
    /// The first.
    #[default]
    Edition2026,
}

/// A value that is given when the template is deployed.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "parameter")]
pub struct Parameter {
    /// What it is for, shown by CloudFormation.
    pub description: Option<Located<String>>,
    /// Used when none is given; without it the deployment asks for one.
    pub default: Option<Located<String>>,
    /// A regular expression that the whole value must match.
    pub allowed_pattern: Option<Located<String>>,
}

impl Stack {
    /// A stack of the current edition with no functions and no stages yet.
    pub fn new(name: impl Into<Located<String>>, source: impl Into<Source>) -> Self {
        Self {
            edition: Edition::default().into(),
            name_prefix: None,
            name: name.into(),
            description: None,
            tags: IndexMap::new(),
            source: source.into(),
            further_sources: Vec::new(),
            variables: IndexMap::new(),
            execution_mode: ExecutionMode::default().into(),
            stages: Vec::new(),
            self_update: None,
            notifications: None,
            operations: Operations::default(),
            log_retention: Duration::days(30).into(),
            artifact_retention: Duration::days(90).into(),
            parameters: IndexMap::new(),
            functions: IndexMap::new(),
            permissions_boundary: None,
            role_path: None,
            deletion_policy: DeletionPolicy::default(),
            encryption: None,
            conditions: IndexMap::new(),
            resources: IndexMap::new(),
            outputs: IndexMap::new(),
            overrides: IndexMap::new(),
            environments: IndexMap::new(),
        }
    }

    /// Adds a function, or replaces the one of that name, and gives what stages name it by.
    pub fn function(&mut self, name: impl Into<Located<String>>, function: Function) -> FunctionRef {
        let name = name.into();
        self.functions.insert(name.clone(), function);
        FunctionRef::new(name)
    }

    /// Adds a deploy-time parameter, or replaces the one of that name, and gives what settings name it by.
    pub fn parameter(&mut self, name: impl Into<Located<String>>, parameter: Parameter) -> ParameterRef {
        let name = name.into();
        self.parameters.insert(name.clone(), parameter);
        ParameterRef::new(name)
    }

    /// The functions, in the order they were written.
    pub fn functions(&self) -> impl Iterator<Item = (&Located<String>, &Function)> {
        self.functions.iter()
    }

    /// The deploy-time parameters, in the order they were written.
    pub fn parameters(&self) -> impl Iterator<Item = (&Located<String>, &Parameter)> {
        self.parameters.iter()
    }

    /// Every source, with its name unless it is the first.
    pub fn sources(&self) -> impl Iterator<Item = (Option<&Located<String>>, &Source)> {
        let further = self.further_sources.iter().map(|one| (Some(&one.name), &one.source));
        std::iter::once((None, &self.source)).chain(further)
    }

    /// Everything that the stages do, in order.
    pub fn tasks(&self) -> impl Iterator<Item = Task<'_>> {
        self.stages.iter().flat_map(Stage::tasks)
    }

    /// The builds, in order.
    pub fn builds(&self) -> impl Iterator<Item = (Task<'_>, &Build)> {
        self.tasks().filter_map(|task| match task.work() {
            Work::Build(build) => Some((task, build.as_ref())),
            _ => None,
        })
    }

    /// The image that is over when a task begins, by the name of the action that builds it.
    pub fn image_before<'a>(&'a self, task: Task<'a>, name: &str) -> Option<(Task<'a>, &'a ImageBuild)> {
        let images = self.before(task).filter_map(|earlier| match earlier.work() {
            Work::Image(image) if earlier.name().as_str() == name => Some((earlier, image.as_ref())),
            _ => None,
        });
        images.last()
    }

    /// The functions that a build packages: those that run an image have no package.
    pub fn packaged_by<'a>(
        &'a self,
        build: &'a Build,
    ) -> impl Iterator<Item = (&'a Located<String>, &'a Function)> {
        self.functions().filter(|(key, function)| function.image.is_none() && build.packages(key))
    }

    /// Whether a build leaves packages: it names functions, or does not say and there are some that have packages.
    pub fn is_packaging(&self, build: &Build) -> bool {
        match &build.functions {
            Some(named) => !named.is_empty(),
            None => self.functions.is_empty() || self.functions.values().any(|it| it.image.is_none()),
        }
    }

    /// The task after which versions are released: the last one that packages functions or builds an image that they run.
    pub fn releasing(&self) -> Option<Task<'_>> {
        let tasks = self.tasks().filter(|task| match task.work() {
            Work::Build(build) => self.is_packaging(build),
            Work::Image(_) => self.is_run_by_functions(*task),
            _ => false,
        });
        tasks.last()
    }

    /// Every function that the pipeline invokes: in stages, and to check their conditions.
    pub fn invocations(&self) -> impl Iterator<Item = &Invoke> {
        let tasks = self.tasks().filter_map(|task| match task.work() {
            Work::Invoke(invoke) => Some(invoke),
            _ => None,
        });
        let rules = self.stages.iter().flat_map(Stage::rules);
        tasks.chain(rules.filter_map(|rule| match rule {
            Rule::Invoke(invoke) => Some(invoke),
            _ => None,
        }))
    }

    /// What is over when a task begins: the stages before its own, and the actions of lower run orders.
    pub fn before<'a>(&'a self, task: Task<'a>) -> impl Iterator<Item = Task<'a>> {
        let stages = self.stages.iter().take_while(move |stage| !std::ptr::eq(*stage, task.stage));
        let own = task.stage.tasks().filter(move |one| one.action.run_order() < task.action.run_order());
        stages.flat_map(Stage::tasks).chain(own)
    }

    /// The deploy stages of which the function of that name is a hook.
    pub fn hooked<'a>(&'a self, function: &'a str) -> impl Iterator<Item = &'a Deploy> {
        self.tasks().filter_map(move |task| match task.work() {
            Work::Deploy(deploy) if deploy.hooks.functions().any(|hook| hook.name().as_str() == function) => {
                Some(&**deploy)
            }
            _ => None,
        })
    }

    /// The function that a stage names; `None` only for a reference that belongs to another stack.
    pub fn get(&self, function: &FunctionRef) -> Option<&Function> {
        self.functions.get(function.name())
    }
}

impl Read for Stack {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "stack", findings, |fields| {
            fields.known(crate::matrix::KEY);
            let edition = fields.required("edition");
            let prefix: Option<Located<String>> = fields.optional("name-prefix");
            let name = fields.required("name");
            let description = fields.optional("description");
            let tags = spelled(fields.or_default("tags"));
            let parameters: IndexMap<_, MaybeParameter> = fields.or_default("parameters");
            let sources: Option<Sources> = fields.required("source");
            let functions = fields.required("functions");
            let environments = fields.or_default("environments");
            let stages = fields.required("stages");
            let Sources(source, further_sources) = sources?;
            Some(Self {
                description,
                tags,
                variables: fields.or_default("variables"),
                execution_mode: fields.or("execution-mode", ExecutionMode::default()),
                self_update: fields.optional("self-update"),
                notifications: fields.optional("notifications"),
                operations: fields.or_default("operations"),
                log_retention: fields.or("log-retention", Duration::days(30)),
                artifact_retention: fields.or("artifact-retention", Duration::days(90)),
                permissions_boundary: fields.optional("permissions-boundary"),
                role_path: fields.optional("role-path"),
                deletion_policy: fields.or_default("deletion-policy"),
                encryption: fields.optional("encryption"),
                conditions: fields.or_default("conditions"),
                resources: raw_maps(fields.or_default("resources")),
                outputs: raw_maps(fields.or_default("outputs")),
                overrides: fields.or_default("overrides"),
                parameters: parameters.into_iter().map(|(name, MaybeParameter(it))| (name, it)).collect(),
                edition: edition?,
                name: prefixed(prefix.as_ref(), name?),
                name_prefix: prefix,
                source,
                further_sources,
                functions: functions?,
                environments,
                stages: stages?,
            })
        })
    }
}

impl Read for Edition {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let edition = scalar(node, "the number of an edition", findings)?;
        if edition.text == "2026" {
            return Some(Self::Edition2026);
        }
        findings.error(
            Finding::UnknownValue,
            Some(node.span),
            format!("`{}` is not an edition", edition.text),
            "did you mean `2026`?",
            "editions so far: `2026`; a newer one needs a newer pipewright",
        );
        None
    }
}

impl JsonSchema for Edition {
    fn schema_name() -> Cow<'static, str> {
        "Edition".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "enum": [2026] })
    }
}

/// A parameter of which nothing has to be said: `Name:` alone is enough.
struct MaybeParameter(Parameter);

impl Read for MaybeParameter {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        if node.is_missing() {
            return Some(Self(Parameter::default()));
        }
        Fields::read(node, "parameter", findings, |fields| {
            Some(Self(Parameter {
                description: fields.optional("description"),
                default: fields.optional("default"),
                allowed_pattern: fields.optional("allowed-pattern"),
            }))
        })
    }
}

impl JsonSchema for MaybeParameter {
    fn schema_name() -> Cow<'static, str> {
        "MaybeParameter".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [generator.subschema_for::<Parameter>(), { "enum": [null] }] })
    }
}

//! One stage of the pipeline: a name and its work.

use std::borrow::Cow;
use std::sync::OnceLock;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{
    Approval, Build, BuildValue, CloudFormation, Commands, Deploy, Invoke, Located, PolicyStatement,
};
use crate::{Condition, ImageBuild, OnFailure, Rule, Setting, Test};
use yaml::Node;

/// A stage. Its name becomes part of ARNs and logical IDs, so it is chosen once.
#[derive(Debug, Clone)]
pub struct Stage {
    /// 1 to 100 of `A-Za-z0-9.@_-`, unique in the pipeline.
    pub name: Located<String>,
    /// What has to hold before it is entered.
    pub before_entry: Option<Condition>,
    /// What has to hold after it has succeeded.
    pub on_success: Option<Condition>,
    /// What follows its failure.
    pub on_failure: Option<Located<OnFailure>>,
    /// What the stage does: one piece of work without a name of its own, or several with names.
    pub actions: Vec<Action>,
}

/// One piece of a stage's work.
#[derive(Debug, Clone)]
pub struct Action {
    /// Its own name, where a stage lists its actions.
    pub name: Option<Located<String>>,
    /// Actions of a lower number come first; those of one number run side by side.
    pub run_order: Option<Located<u32>>,
    /// What it does.
    pub work: Work,
}

/// What an action does.
#[derive(Debug, Clone)]
pub enum Work {
    /// Tests, reports, packages, then releases new versions.
    Build(Box<Build>),
    /// Tests, and packages nothing.
    Test(Box<Test>),
    /// Builds an image.
    Image(Box<ImageBuild>),
    /// Invokes a function.
    Invoke(Invoke),
    /// Runs commands without a project.
    Commands(Commands),
    /// Deploys a CloudFormation stack.
    CloudFormation(CloudFormation),
    /// Waits for a person.
    Approval(Approval),
    /// Shifts traffic to the released versions.
    Deploy(Box<Deploy>),
}

impl Work {
    /// The keys of the stack file, of which a stage or an action has exactly one.
    const KEYS: [&'static str; 8] =
        ["build", "test", "image", "invoke", "commands", "cloudformation", "approval", "deploy"];

    fn read(key: &str, node: &Node, findings: &mut Findings) -> Option<Self> {
        match key {
            "build" => Build::read(node, findings).map(Self::from),
            "test" => Test::read(node, findings).map(Self::from),
            "image" => ImageBuild::read(node, findings).map(Self::from),
            "invoke" => Invoke::read(node, findings).map(Self::Invoke),
            "commands" => Commands::read(node, findings).map(Self::Commands),
            "cloudformation" => CloudFormation::read(node, findings).map(Self::CloudFormation),
            "approval" => Approval::read(node, findings).map(Self::Approval),
            _ => Deploy::read(node, findings).map(Self::from),
        }
    }

    /// What runs in a CodeBuild project, whether it packages or not.
    pub fn codebuild(&self) -> Option<&Build> {
        match self {
            Self::Build(build) => Some(build),
            Self::Test(test) => Some(&test.run),
            _ => None,
        }
    }

    /// The environment variables of whatever runs commands.
    pub fn environment(&self) -> &IndexMap<Located<String>, BuildValue> {
        static NONE: OnceLock<IndexMap<Located<String>, BuildValue>> = OnceLock::new();
        match self {
            Self::Build(build) => &build.environment,
            Self::Test(test) => &test.run.environment,
            Self::Commands(commands) => &commands.environment,
            _ => NONE.get_or_init(IndexMap::new),
        }
    }

    /// Every value of a variable: of the environment, and of the mirrors' credentials.
    pub fn values(&self) -> impl Iterator<Item = &BuildValue> {
        let own = self.codebuild().is_none().then(|| self.environment().values());
        self.codebuild().into_iter().flat_map(Build::values).chain(own.into_iter().flatten())
    }

    /// What a function or a stack is told, by name.
    pub fn parameters(&self) -> impl Iterator<Item = (&Located<String>, &Setting)> {
        let parameters = match self {
            Self::Invoke(invoke) => Some(&invoke.parameters),
            Self::CloudFormation(CloudFormation::Change(change)) => Some(&change.parameters),
            _ => None,
        };
        parameters.into_iter().flatten()
    }

    /// What it tells later stages, by name, where the stack says so.
    pub fn variables(&self) -> &[Located<String>] {
        static IMAGE: OnceLock<Vec<Located<String>>> = OnceLock::new();
        match self {
            Self::Invoke(invoke) => &invoke.variables,
            Self::Image(_) => IMAGE.get_or_init(|| ImageBuild::VARIABLES.map(Located::from).into()),
            Self::Commands(commands) => &commands.variables,
            Self::CloudFormation(CloudFormation::Change(change)) => &change.variables,
            _ => &[],
        }
    }

    /// What the stack lets it do under a role of its own.
    pub fn policy(&self) -> &[PolicyStatement] {
        match self {
            Self::Commands(commands) => &commands.policy,
            Self::CloudFormation(CloudFormation::Change(change)) => &change.policy,
            _ => &[],
        }
    }
}

impl Stage {
    /// A stage of that name.
    pub fn new(name: impl Into<Located<String>>, work: impl Into<Work>) -> Self {
        Self {
            name: name.into(),
            before_entry: None,
            on_success: None,
            on_failure: None,
            actions: vec![Action { name: None, run_order: None, work: work.into() }],
        }
    }

    /// Every rule of its conditions.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.before_entry.iter().chain(&self.on_success).flat_map(|condition| &condition.rules)
    }

    /// The stage's actions in the order in which they run, each with the stage it belongs to.
    pub fn tasks(&self) -> impl Iterator<Item = Task<'_>> {
        let mut actions: Vec<_> = self.actions.iter().collect();
        actions.sort_by_key(|action| action.run_order());
        actions.into_iter().map(|action| Task { stage: self, action })
    }
}

impl Action {
    /// Its place among the stage's actions, or the default.
    pub fn run_order(&self) -> u32 {
        self.run_order.as_deref().copied().unwrap_or(1)
    }
}

/// An action in its stage.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The stage.
    pub stage: &'a Stage,
    /// One of its actions.
    pub action: &'a Action,
}

impl<'a> Task<'a> {
    /// What is done.
    pub fn work(&self) -> &'a Work {
        &self.action.work
    }

    /// The name of the action, or of the stage where that is all it does.
    pub fn name(&self) -> &'a Located<String> {
        self.action.name.as_ref().unwrap_or(&self.stage.name)
    }

    /// A name that no other action of the stack has: the stage's, and the action's where it has one.
    pub fn whole_name(&self) -> String {
        match &self.action.name {
            Some(name) => format!("{}-{}", self.stage.name.as_str(), name.as_str()),
            None => self.stage.name.to_string(),
        }
    }

    /// The variables that a build or a test sets for later tasks.
    pub(crate) fn exports(&self) -> &'a [Located<String>] {
        self.work().codebuild().map_or(&[], |build| &build.exports)
    }

    /// The variables that it sets for later tasks, whatever it is.
    pub(crate) fn variables(&self) -> &'a [Located<String>] {
        if self.exports().is_empty() { self.work().variables() } else { self.exports() }
    }

    /// What stands before its variables: `Build` in `#{Build.NAME}`; nothing where it has none. CodePipeline takes no dot there.
    pub fn namespace(&self) -> Option<String> {
        match self.work() {
            Work::Build(build) => {
                (build.buildspec.is_none() || !build.exports.is_empty()).then(|| match build.functions {
                    None => "Build".to_owned(),
                    Some(_) => self.whole_name().replace('.', "-"),
                })
            }
            _ => (!self.variables().is_empty()).then(|| self.whole_name().replace('.', "-")),
        }
    }

    /// Where it is in the stack, as findings say it.
    pub(crate) fn part(&self) -> String {
        match &self.action.name {
            Some(name) => format!("action `{}` of stage `{}`", name.as_str(), self.stage.name.as_str()),
            None => format!("stage `{}`", self.stage.name.as_str()),
        }
    }
}

impl From<Build> for Work {
    fn from(build: Build) -> Self {
        Self::Build(Box::new(build))
    }
}

impl From<Test> for Work {
    fn from(test: Test) -> Self {
        Self::Test(Box::new(test))
    }
}

impl From<ImageBuild> for Work {
    fn from(image: ImageBuild) -> Self {
        Self::Image(Box::new(image))
    }
}

impl From<Approval> for Work {
    fn from(approval: Approval) -> Self {
        Self::Approval(approval)
    }
}

impl From<Deploy> for Work {
    fn from(deploy: Deploy) -> Self {
        Self::Deploy(Box::new(deploy))
    }
}

impl Read for Stage {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "stage", findings, |fields| {
            let name = fields.required("name");
            let (before_entry, on_success) = (fields.optional("before-entry"), fields.optional("on-success"));
            let on_failure = fields.optional("on-failure");
            let actions = match fields.one_of(&[&Work::KEYS[..], &["actions"]].concat())? {
                ("actions", actions) => Vec::read(actions, fields.findings),
                (key, node) => Work::read(key, node, fields.findings)
                    .map(|work| vec![Action { name: None, run_order: None, work }]),
            };
            Some(Self { name: name?, before_entry, on_success, on_failure, actions: actions? })
        })
    }
}

impl Read for Action {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "action", findings, |fields| {
            let name = fields.required("name");
            let run_order = fields.optional("run-order");
            let (key, node) = fields.one_of(&Work::KEYS)?;
            Some(Self { name: Some(name?), run_order, work: Work::read(key, node, fields.findings)? })
        })
    }
}

/// A stage: a name, and one kind of work or several actions.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "stage")]
#[schemars(extend("oneOf" = [{ "required": ["build"] }, { "required": ["test"] }, { "required": ["image"] }, { "required": ["invoke"] }, { "required": ["commands"] }, { "required": ["cloudformation"] }, { "required": ["approval"] }, { "required": ["deploy"] }, { "required": ["actions"] }]))]
#[expect(dead_code, reason = "only its schema is used")]
struct StageForm {
    /// 1 to 100 of `A-Z`, `a-z`, `0-9`, `.`, `@`, `_` and `-`, unique in the pipeline, not `Source`. It becomes part of
    /// ARNs and logical IDs, so it is chosen once.
    #[schemars(regex(pattern = r"^[A-Za-z0-9.@_-]{1,100}$"))]
    name: String,
    /// What has to hold before the stage is entered: a list of rules, or a mapping that also says what follows otherwise.
    before_entry: Option<Condition>,
    /// What has to hold after the stage has succeeded.
    on_success: Option<Condition>,
    /// What follows the stage's failure: it goes back to the last execution that succeeded there, or is tried once more.
    on_failure: Option<OnFailure>,
    /// Tests, reports, packages, then releases new versions: before every `deploy`. Of several, each packages `functions` of its own.
    build: Option<Build>,
    /// Runs commands that test, and packages nothing: any number, anywhere.
    test: Option<Test>,
    /// Builds an image that later builds run in, and waits for its scan.
    image: Option<ImageBuild>,
    /// Invokes a function, and waits for its answer.
    invoke: Option<Invoke>,
    /// Runs commands over the source, without a project.
    commands: Option<Commands>,
    /// Deploys a CloudFormation or SAM template.
    cloudformation: Option<CloudFormation>,
    /// Waits for a person.
    approval: Option<Approval>,
    /// Shifts traffic to the released versions.
    deploy: Option<Deploy>,
    /// Several pieces of work in one stage: side by side, or in an order of their own.
    #[schemars(length(min = 1, max = 50))]
    actions: Option<Vec<Action>>,
}

/// An action: a name, and one kind of work.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "action")]
#[schemars(extend("oneOf" = [{ "required": ["build"] }, { "required": ["test"] }, { "required": ["image"] }, { "required": ["invoke"] }, { "required": ["commands"] }, { "required": ["cloudformation"] }, { "required": ["approval"] }, { "required": ["deploy"] }]))]
#[expect(dead_code, reason = "only its schema is used")]
struct ActionForm {
    /// 1 to 100 of `A-Z`, `a-z`, `0-9`, `.`, `@`, `_` and `-`, unique in the stage. It becomes part of ARNs and logical IDs,
    /// so it is chosen once.
    #[schemars(regex(pattern = r"^[A-Za-z0-9.@_-]{1,100}$"))]
    name: String,
    /// When it runs: actions of a lower number come first, those of one number run side by side. A piece of work that takes
    /// several steps is over before the next number begins.
    #[schemars(extend("default" = 1), range(min = 1, max = 999))]
    run_order: Option<u32>,
    /// Tests, reports, packages, then releases new versions: before every `deploy`. Of several, each packages `functions` of its own.
    build: Option<Build>,
    /// Runs commands that test, and packages nothing: any number, anywhere.
    test: Option<Test>,
    /// Builds an image that later builds run in, and waits for its scan.
    image: Option<ImageBuild>,
    /// Invokes a function, and waits for its answer.
    invoke: Option<Invoke>,
    /// Runs commands over the source, without a project.
    commands: Option<Commands>,
    /// Deploys a CloudFormation or SAM template.
    cloudformation: Option<CloudFormation>,
    /// Waits for a person.
    approval: Option<Approval>,
    /// Shifts traffic to the released versions.
    deploy: Option<Deploy>,
}

impl JsonSchema for Stage {
    fn schema_name() -> Cow<'static, str> {
        "Stage".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        StageForm::json_schema(generator)
    }
}

impl JsonSchema for Action {
    fn schema_name() -> Cow<'static, str> {
        "Action".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        ActionForm::json_schema(generator)
    }
}

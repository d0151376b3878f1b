//! One execution, step by step: who does what under which role, and whether that role lets them.
//!
//! In: the template as deployed. Out: steps in the order of the execution, each with its acts; an act is one principal
//! with the calls that it makes, and a verdict on each. What follows from them for the template is said elsewhere.

mod actions;
mod around;
mod caller;
mod court;
mod hearing;
mod unknowable;

use cfn::read::Node;

pub use caller::Caller;
pub(crate) use hearing::fitting;
pub use hearing::{Grant, Hearing, Judged};

use crate::calls::{self, Calls};
use crate::programs::Program;
use crate::world::{Resource, World};
use court::Court;

/// What one pipeline does.
#[derive(Debug, Clone)]
pub struct Walk<'t> {
    /// The pipeline's name.
    pub pipeline: String,
    /// Its logical ID.
    pub id: &'t str,
    /// The steps in order.
    pub steps: Vec<Step<'t>>,
}

/// Something that happens in an execution, or because of one.
#[derive(Debug, Clone)]
pub struct Step<'t> {
    /// For people and for `--fail`: `push`, `Build/Test`, `messages`.
    pub name: String,
    /// What happens: `CodeBuild runs BuildProject`.
    pub what: String,
    /// The order in which it begins: steps of one number run side by side.
    pub order: usize,
    /// Where the template has it.
    pub node: &'t Node,
    /// The artifacts that go in.
    pub inputs: Vec<String>,
    /// The artifacts that come out.
    pub outputs: Vec<String>,
    /// How long it may take, in minutes, where that is known.
    pub minutes: Option<u64>,
    /// Who does what in it.
    pub acts: Vec<Act<'t>>,
}

/// What one principal does in a step.
#[derive(Debug, Clone)]
pub struct Act<'t> {
    /// Who.
    pub caller: Caller<'t>,
    /// For whom: `BuildProject`, `TriggerRule`.
    pub what: String,
    /// In which of the templates elsewhere its role is; none, in the pipeline's own.
    pub(crate) away: Option<usize>,
    /// How long it shifts traffic, in minutes: of CodeDeploy alone, and where that is known.
    pub shift: Option<u64>,
    /// The service that takes the role, and whether the role's trust policy lets it.
    pub assumed: Option<Judged<'t>>,
    /// The calls, in their order.
    pub calls: Vec<Judged<'t>>,
    /// Calls that can be seen in a program's text, and for which resource is not known.
    pub seen: Vec<Judged<'t>>,
    /// Whether nobody knows all that the act calls.
    pub is_open: bool,
    /// What is not known, in words.
    pub unmodelled: Vec<String>,
    /// Declarations that can't be read.
    pub malformed: Vec<(&'t Node, String)>,
}

/// Everything that the template's pipelines do.
pub fn walk<'t>(world: &World<'t>) -> Vec<Walk<'t>> {
    walk_with(world, &[]).swap_remove(0)
}

/// Everything that the template's pipelines do there, and then in each of the templates elsewhere.
pub(crate) fn walk_with<'t>(home: &World<'t>, others: &[&World<'t>]) -> Vec<Vec<Walk<'t>>> {
    let court = Court::with(home, others);
    let pipelines = home.of_type("AWS::CodePipeline::Pipeline");
    let mut walks: Vec<Vec<Walk<'t>>> = vec![Vec::new(); others.len() + 1];
    for pipeline in pipelines {
        let mut walk = one(&court, pipeline);
        for (index, other) in others.iter().enumerate() {
            walks[index + 1].push(elsewhere(&Court::new(other), index, &mut walk));
        }
        walks[0].push(walk);
    }
    walks
}

/// What a pipeline does in a template elsewhere, taken out of what it does.
fn elsewhere<'t>(court: &Court<'_, 't>, index: usize, walk: &mut Walk<'t>) -> Walk<'t> {
    let mut steps = Vec::new();
    for step in &mut walk.steps {
        let (there, rest) =
            std::mem::take(&mut step.acts).into_iter().partition(|act| act.away == Some(index));
        step.acts = rest;
        let there: Vec<Act<'t>> = there;
        let role = there.first().and_then(|act| act.caller.owner()).and_then(|id| court.world.resource(id));
        if let Some(role) = role {
            let (inputs, outputs) = (Vec::new(), Vec::new());
            steps.push(Step { node: role.node, acts: there, inputs, outputs, ..step.clone() });
        }
    }
    let order = |steps: &[Step<'_>]| steps.last().map_or(0, |step| step.order) + 1;
    steps.extend(around::messages(court, order(&steps)));
    steps.extend(around::functions(court, &steps));
    Walk { pipeline: walk.pipeline.clone(), id: walk.id, steps }
}

fn one<'t>(court: &Court<'_, 't>, pipeline: &Resource<'t>) -> Walk<'t> {
    let mut steps = vec![around::start(court, pipeline)];
    steps.extend(actions::steps(court, pipeline));
    let order = |steps: &[Step<'_>]| steps.last().map_or(0, |step| step.order) + 1;
    steps.extend(around::update(court, order(&steps)));
    steps.extend(around::messages(court, order(&steps)));
    steps.extend(around::functions(court, &steps));
    Walk { pipeline: pipeline.name(), id: pipeline.id, steps }
}

impl<'t> Act<'t> {
    /// An act of calls alone.
    fn new(court: &Court<'_, 't>, caller: Caller<'t>, what: impl Into<String>, calls: Calls) -> Self {
        let mut unmodelled = calls.unmodelled;
        let is_open = !unmodelled.is_empty();
        unmodelled.extend(calls.asides);
        let keys = calls::of_buckets(court.world, &calls.calls);
        let judged = calls.calls.into_iter().chain(keys).map(|call| court.judge(&caller, call)).collect();
        Self {
            is_open,
            caller,
            what: what.into(),
            away: None,
            shift: None,
            assumed: None,
            calls: judged,
            seen: Vec::new(),
            unmodelled,
            malformed: Vec::new(),
        }
    }

    /// The role is taken by a service first.
    fn assumed(mut self, court: &Court<'_, 't>, assumption: &crate::calls::Assumption) -> Self {
        self.assumed = court.assume(&self.caller, assumption);
        self
    }

    /// A program runs under the same role.
    fn running(mut self, court: &Court<'_, 't>, program: Program<'t>) -> Self {
        let is_known = program.unmodelled.is_empty() && program.seen.is_empty();
        self.is_open |= (!program.declared && !is_known) || !program.malformed.is_empty();
        let keys = calls::of_buckets(court.world, &program.calls);
        let calls = program.calls.into_iter().chain(keys).map(|call| court.judge(&self.caller, call));
        self.calls.extend(calls);
        let seen = program.seen.into_iter().map(|seen| Court::search(&self.caller, &seen));
        self.seen.extend(seen);
        self.unmodelled.extend(program.unmodelled);
        self.malformed.extend(program.malformed.into_iter().map(|one| (one.node, one.why)));
        self
    }

    /// All that was judged, in order.
    pub fn judged(&self) -> impl Iterator<Item = &Judged<'t>> {
        self.assumed.iter().chain(&self.calls).chain(&self.seen)
    }
}

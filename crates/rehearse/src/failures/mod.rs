//! What happens when a step fails or is refused: who is told, what rolls back, what is left, what comes next, and when.
//!
//! In: the template as deployed, and the walk with its verdicts. Out: the failures that can befall each step, each with
//! its tale. Everything is told from the template and AWS's pages: listeners outside the template are not seen, and
//! what AWS documents nowhere is said to be so.

mod actions;
mod aftermath;
mod alarms;
mod channels;
mod deploys;
mod ends;
mod listeners;
mod pattern;
mod scene;
mod signals;
#[cfg(test)]
mod tests;
mod updates;

use cfn::read::Node;

use crate::walk::Walk;
use crate::world::World;
use scene::Scene;
use signals::Sent;

/// A way in which a step can fail.
#[derive(Debug, Clone)]
pub struct Failure<'t> {
    /// For `--fail`: `Build/Build:fails`, `Review/Approve:expires`.
    pub name: String,
    /// The pipeline's logical ID.
    pub pipeline: &'t str,
    /// The step's index in the walk.
    pub step: usize,
    /// What happens: a lower-case phrase.
    pub title: String,
    /// What follows, in the order of [`What`].
    pub tale: Vec<Line>,
    /// Whether somebody is told.
    pub heard: Heard,
    /// Where the template has what fails.
    pub node: &'t Node,
}

/// A line of a failure's tale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub what: What,
    /// The line.
    pub text: String,
    /// AWS's page that says so; empty, where the template alone does.
    pub page: &'static str,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Who hears of the failure.
    Told,
    /// What goes back by itself.
    RollsBack,
    /// What stays as it is.
    Left,
    /// Whether the next execution can start.
    Next,
    /// How long it takes until the failure shows.
    Time,
}

/// Whether somebody is told of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// By these.
    By(Vec<String>),
    /// Perhaps: on what it depends.
    Maybe(String),
    /// By nobody whom the template knows.
    Nobody,
}

impl Failure<'_> {
    /// Whether somebody means it who writes `STAGE`, `STAGE/ACTION` or `STAGE/ACTION:KIND`.
    pub fn is_called(&self, text: &str) -> bool {
        let rest = self.name.strip_prefix(text);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    }
}

impl What {
    /// For people: what stands before the line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::RollsBack => "rolls back",
            Self::Left => "left",
            Self::Next => "next",
            Self::Time => "time",
        }
    }
}

impl Line {
    fn new(what: What, text: impl Into<String>, page: &'static str) -> Self {
        Self { what, text: text.into(), page }
    }
}

/// A failure before it is known who hears of it.
struct Draft<'t> {
    name: String,
    step: usize,
    title: String,
    lines: Vec<Line>,
    sent: Vec<Sent>,
    /// Somebody who may notice without being told.
    witness: Option<&'static str>,
    node: &'t Node,
}

impl<'t> Draft<'t> {
    fn heard(self, scene: &Scene<'_, 't>) -> Failure<'t> {
        let Self { name, step, title, lines: more, sent, witness, node } = self;
        let (mut lines, mut heard) = channels::told(scene, &sent);
        lines.extend(more);
        if heard == Heard::Nobody
            && let Some(witness) = witness
        {
            heard = Heard::Maybe(witness.to_owned());
        }
        match &heard {
            Heard::Maybe(why) if witness == Some(why) => lines.push(Line::new(What::Told, why, "")),
            Heard::By(_) | Heard::Maybe(_) => {}
            Heard::Nobody => {
                lines.push(Line::new(What::Told, "nobody: nothing in the template listens to it", ""));
            }
        }
        lines.sort_by_key(|line| line.what);
        lines.dedup();
        Failure { name, pipeline: scene.walk.id, step, title, tale: lines, heard, node }
    }
}

/// The failures that can befall the steps of a pipeline, in the steps' order.
pub fn failures<'t>(world: &World<'t>, walk: &Walk<'t>) -> Vec<Failure<'t>> {
    let Some(pipeline) = world.resource(walk.id) else { return Vec::new() };
    let scene = Scene::new(world, walk, pipeline);
    let places = scene.places();
    let mut drafts = updates::push(&scene);
    for place in &places {
        drafts.extend(actions::failures(&scene, &places, place));
    }
    drafts.extend(updates::aliases(&scene));
    drafts.into_iter().map(|draft| draft.heard(&scene)).collect()
}

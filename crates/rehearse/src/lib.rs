//! Plays one execution of a template's pipeline, from the push to the shifted alias, before anything of it exists.
//!
//! In: a template, and what a deployment would be given (parameters, account, region). Out: the steps, the API calls that
//! each makes and under which role, what is denied and why, and which grants no step uses. It knows templates only.

mod calls;
pub mod failures;
mod findings;
mod least;
pub mod programs;
mod report;
mod shift;
pub mod walk;
pub mod world;

use cfn::read::Document;
use diag::Diagnostic;
use failures::Failure;

pub use calls::{Call, When};
pub use findings::meanings;
use walk::Walk;
use world::{Given, World};

/// A template, rehearsed.
pub struct Rehearsal<'t> {
    world: World<'t>,
    walks: Vec<Walk<'t>>,
    /// Whether it is a template elsewhere, which the pipelines of another one reach.
    is_elsewhere: bool,
}

/// Rehearses a template as it would be deployed with that.
pub fn rehearse<'t>(document: &'t Document, given: &Given) -> Rehearsal<'t> {
    let world = World::new(document, given);
    let walks = walk::walk(&world);
    Rehearsal { world, walks, is_elsewhere: false }
}

/// Rehearses a template together with those elsewhere, in other accounts or regions, whose roles its programs take: each as
/// it would be deployed with that. The first rehearsal is the template's own, then come those of the others in their order.
/// A parameter of another that has no value gets the template's output of the same name.
pub fn rehearse_all<'t>(
    (document, given): (&'t Document, &Given),
    others: &[(&'t Document, Given)],
) -> Vec<Rehearsal<'t>> {
    let home = World::new(document, given);
    let others = others.iter().map(|(document, given)| World::new(document, &home.handing(document, given)));
    let mut worlds: Vec<_> = others.collect();
    let walks = walk::walk_with(&home, &worlds.iter().collect::<Vec<_>>());
    worlds.insert(0, home);
    worlds
        .into_iter()
        .zip(walks)
        .enumerate()
        .map(|(index, (world, walks))| Rehearsal { world, walks, is_elsewhere: index > 0 })
        .collect()
}

impl<'t> Rehearsal<'t> {
    /// The template as it would be deployed.
    pub fn world(&self) -> &World<'t> {
        &self.world
    }

    /// What each pipeline does.
    pub fn walks(&self) -> &[Walk<'t>] {
        &self.walks
    }

    /// What is wrong, in order of place.
    pub fn findings(&self) -> Vec<Diagnostic> {
        // Whether somebody hears of failures is the pipeline's matter.
        if self.is_elsewhere { self.rights() } else { findings::findings(&self.world, &self.walks) }
    }

    /// What is wrong with the rights alone, in order of place: calls that are denied, grants that nobody uses.
    pub fn rights(&self) -> Vec<Diagnostic> {
        findings::rights(&self.world, &self.walks)
    }

    /// The steps, for people.
    pub fn timeline(&self) -> String {
        report::timeline(&self.world, &self.walks)
    }

    /// The steps with all calls and verdicts, for programs.
    pub fn to_json(&self) -> serde_json::Value {
        report::json(&self.world, &self.walks)
    }

    /// What can befall the steps: all of it, or that of one stage, one step, one thing: `Build`, `Build/Test`, `Build/Test:fails`.
    pub fn failures(&self, name: Option<&str>) -> Vec<Failure<'t>> {
        let all = self.walks.iter().flat_map(|walk| failures::failures(&self.world, walk));
        all.filter(|failure| name.is_none_or(|name| failure.is_called(name))).collect()
    }

    /// Failures, for people.
    pub fn tales(failures: &[Failure<'_>]) -> String {
        report::tales(failures)
    }

    /// Failures, for programs.
    pub fn tales_json(failures: &[Failure<'_>]) -> serde_json::Value {
        report::failures_json(failures)
    }

    /// The narrowest policy document that suffices for a role or managed policy, as YAML; `None` where no step calls
    /// anything under it.
    pub fn policy(&self, logical_id: &str) -> Option<String> {
        least::policy(&self.world, &self.walks, logical_id)
    }

    /// The roles and managed policies under which steps call something.
    pub fn owners(&self) -> Vec<&'t str> {
        let acts = self.walks.iter().flat_map(|walk| &walk.steps).flat_map(|step| &step.acts);
        let mut owners: Vec<_> = acts.filter_map(|act| act.caller.owner()).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }
}

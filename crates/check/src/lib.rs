//! Rules over a template, whatever made it.
//!
//! In: a [`Document`]. Out: every finding, in order of place. Nothing here knows the stack language or the compiler: a
//! rule judges what CloudFormation would get, and finds in a template of anybody's what it finds in ours.
//!
//! A rule never guesses: what cannot be known before the deployment is left alone.

mod conditions;
mod context;
mod embedded;
mod mend;
mod pipelines;
mod policy;
mod references;
mod resolve;
mod rule;
mod rules;
mod secrets;
mod suppressions;
mod ways;

use cfn::read::Document;
use diag::Diagnostic;

pub(crate) use context::Context;
use rule::Findings;

pub use rule::Rule;
pub use suppressions::suppressions;

/// Every finding about a template, in order of place.
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let context = Context::new(document);
    let mut findings = Findings::default();
    for rule in rules() {
        if rule.applies(&context) {
            (rule.check)(&context, &mut findings);
        }
    }
    findings.into_sorted()
}

/// Every rule there is.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::AREAS.iter().flat_map(|(_, rules)| rules.iter().copied())
}

/// The areas, each with its rules.
pub fn areas() -> impl Iterator<Item = (&'static str, &'static [&'static Rule])> {
    rules::AREAS.iter().copied()
}

/// Whether the rules judge all of a template. What a macro may make anything of, they leave alone: a suppression that
/// suppresses nothing there proves nothing.
pub fn judges_all(document: &Document) -> bool {
    !Context::new(document).is_opaque()
}

//! Failures that would tell nobody: once for a whole pipeline, or for each step where others are heard.

use diag::{Diagnostic, Span};

use super::codes::FAILURE_UNHEARD;
use super::listed;
use crate::failures::{Heard, failures};
use crate::walk::Walk;
use crate::world::World;

const RULE: &str = "let a rule for `CodePipeline Pipeline Execution State Change` with the state `FAILED` tell a topic with \
     subscribers";
const LETTERS: &str = "give the rule's target a `DeadLetterConfig`, or the role the right";

pub(super) fn findings<'t>(world: &World<'t>, walks: &[Walk<'t>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for walk in walks {
        let all = failures(world, walk);
        let unheard: Vec<_> = all.iter().filter(|failure| failure.heard == Heard::Nobody).collect();
        if let Some(pipeline) = world.resource(walk.id)
            && unheard.len() == all.len()
            && unheard.len() > 1
        {
            let message = format!("nobody would be told of any failure of `{}`", walk.id);
            found.push(FAILURE_UNHEARD.at(pipeline.node.handle(), message).help(RULE));
            continue;
        }
        let mut steps: Vec<(usize, Span, Vec<String>)> = Vec::new();
        for failure in unheard {
            match steps.last_mut().filter(|(step, ..)| *step == failure.step) {
                Some((.., names)) => names.push(failure.name.clone()),
                None => steps.push((failure.step, failure.node.handle(), vec![failure.name.clone()])),
            }
        }
        for (_, place, names) in steps {
            let help = if names[0].starts_with("push:") { LETTERS } else { RULE };
            let message = format!("nobody would be told of {}", listed(names));
            found.push(FAILURE_UNHEARD.at(place, message).help(help));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test panics

    use crate::rehearse;
    use crate::world::Given;

    fn unheard(text: &str) -> Vec<String> {
        let document = cfn::read::read(text).unwrap();
        let found = rehearse(&document, &Given::default()).findings().into_iter();
        found.filter(|finding| finding.code == "failure-unheard").map(|finding| finding.message).collect()
    }

    #[test]
    fn a_pipeline_that_nobody_hears_is_found_once() {
        let smallest = include_str!("../../../../snapshots/smallest.yaml");
        assert_eq!(unheard(smallest), ["nobody would be told of any failure of `Pipeline`"]);
    }

    #[test]
    fn a_pipeline_with_a_listener_is_not() {
        assert!(unheard(include_str!("../../../../snapshots/default.yaml")).is_empty());
        assert!(unheard(include_str!("../../../../snapshots/existing-resources.yaml")).is_empty());
    }

    #[test]
    fn the_steps_that_nobody_hears_are_found_one_by_one() {
        let default = include_str!("../../../../snapshots/default.yaml");
        let builds = default.replace(
            "- CodePipeline Pipeline Execution State Change\n        detail:\n          pipeline:",
            "- CodePipeline Action Execution State Change\n        detail:\n          action: [Build]\n          pipeline:",
        );
        assert_ne!(builds, default);
        let found = unheard(&builds);
        assert_eq!(found[0], "nobody would be told of `Source/Source:fails`");
        assert_eq!(found[1], "nobody would be told of `Build/Release:fails` and `Build/Release:times-out`");
        assert!(
            found.iter().all(|message| !message.contains("Build/Build") && !message.contains(":alarm")),
            "{found:?}"
        );
    }
}

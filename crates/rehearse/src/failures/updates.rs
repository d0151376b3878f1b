//! Failures around the pipeline: a push that starts nothing, an update of the stack that shifts an alias.

use super::ends::End;
use super::scene::Scene;
use super::signals::{Sent, Signal};
use super::{Draft, Line, What};
use crate::calls::{self, Alias};

/// "For errors that result from missing permissions to a target … no retry attempts will happen."
const LETTERS: &str = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html";
const STACKS: &str =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html";

/// Rules that may not start the pipeline.
pub(super) fn push<'t>(scene: &Scene<'_, 't>) -> Vec<Draft<'t>> {
    let Some(step) = scene.walk.steps.iter().position(|step| step.name == "push") else { return Vec::new() };
    let Some(arn) = scene.pipeline.arn() else { return Vec::new() };
    let rules: Vec<_> = scene
        .world
        .of_type("AWS::Events::Rule")
        .filter(|rule| scene.may(rule.id, &arn) == Some(false))
        .collect();
    let draft = |rule: &&crate::world::Resource<'t>| {
        let metric = Signal::Metric("AWS/Events", "FailedInvocations", ("RuleName", rule.name()));
        let targets = rule.property("Targets").items().iter();
        let letters = targets.filter_map(|target| target.at(&["DeadLetterConfig", "Arn"]).text());
        let letters = letters.map(|to| Sent::surely(Signal::Letter(rule.id.to_owned(), to.to_owned())));
        let name =
            if rules.len() == 1 { "push:refused".to_owned() } else { format!("push:{}-refused", rule.id) };
        Draft {
            name,
            step,
            title: format!("{} may not start the pipeline", rule.id),
            lines: vec![
                Line::new(What::Left, "no execution begins", ""),
                Line::new(What::Next, "no push starts anything until the role may", ""),
                Line::new(
                    What::Time,
                    "at once: EventBridge does not try again where a permission is missing",
                    LETTERS,
                ),
            ],
            sent: std::iter::once(Sent::surely(metric)).chain(letters).collect(),
            witness: None,
            node: rule.node,
        }
    };
    rules.iter().map(draft).collect()
}

/// Updates of the stack that have CodeDeploy shift an alias.
pub(super) fn aliases<'t>(scene: &Scene<'_, 't>) -> Vec<Draft<'t>> {
    let Some(step) = scene.walk.steps.iter().position(|step| step.name == "update") else {
        return Vec::new();
    };
    let mut drafts = Vec::new();
    let aliases: Vec<_> = scene.world.of_type("AWS::Lambda::Alias").collect();
    let groups = calls::alias_updates(scene.world);
    for alias in aliases {
        let (Some(function), Some(name)) =
            (alias.property("FunctionName").text(), alias.property("Name").text())
        else {
            continue;
        };
        let moved = Alias { function: function.to_owned(), name: name.to_owned() };
        let Some((arn, shift)) = groups.iter().find(|(_, shift)| shift.aliases.contains(&moved)) else {
            continue;
        };
        let deployment = scene.shift(arn.clone(), shift);
        for end in End::all(&deployment) {
            let mut lines = end.lines(scene, &deployment);
            let text = "CloudFormation rolls the update back, unless it is told to keep what succeeded";
            lines.push(Line::new(What::RollsBack, text, STACKS));
            let subject =
                if groups.len() == 1 { "update".to_owned() } else { format!("update/{}", alias.id) };
            drafts.push(Draft {
                name: format!("{subject}:{}", end.kind()),
                step,
                title: end.title(scene, &deployment),
                sent: end.sent(scene, &deployment),
                lines,
                witness: Some("whoever updates the stack sees it fail"),
                node: alias.node,
            });
        }
    }
    drafts
}

//! The failures of a pipeline's actions, provider by provider.

use super::scene::{Place, Scene};
use super::signals::{self, Sent};
use super::{Draft, Line, What, aftermath, deploys};
use crate::shift::length;

pub(super) const QUOTAS: &str = "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html";
const BUILDS: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html";
/// "If an approver rejects an action, or if no approval response is received", the status is `Failed`.
const APPROVALS: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-approve-or-reject.html";

/// What can befall an action.
pub(super) fn failures<'t>(
    scene: &Scene<'_, 't>,
    places: &[Place<'_, 't>],
    place: &Place<'_, 't>,
) -> Vec<Draft<'t>> {
    let all = All { scene, places, place };
    match (place.category(), place.provider()) {
        ("Source", _) => {
            let title = format!("{} cannot fetch the source", place.step.name);
            vec![all.draft("fails", title, signals::action_fails(scene, place))]
        }
        (_, "CodeBuild") => all.build(),
        (_, "Manual") => all.approval(),
        ("Invoke", "Lambda") => deploys::function(&all),
        ("Deploy", "CodeDeploy" | "CodeDeployToECS") => deploys::codedeploy(&all),
        ("Deploy", "Lambda") => deploys::native(&all),
        ("Deploy", "CloudFormation") if !place.deployments.is_empty() => deploys::codedeploy(&all),
        _ => all.other(),
    }
}

/// An action among the others.
pub(super) struct All<'a, 'w, 't> {
    pub(super) scene: &'a Scene<'w, 't>,
    pub(super) places: &'a [Place<'w, 't>],
    pub(super) place: &'a Place<'w, 't>,
}

impl<'t> All<'_, '_, 't> {
    /// A failure, with what the pipeline makes of it.
    pub(super) fn draft(&self, kind: &str, title: String, sent: Vec<Sent>) -> Draft<'t> {
        let Self { scene, places, place } = self;
        let mut lines = aftermath::stage(place);
        if lines.is_empty() && !aftermath::deploys(places, place) {
            lines.push(Line::new(What::RollsBack, "nothing: no alias has moved", ""));
        }
        lines.extend(aftermath::left(scene, places, place));
        lines.extend(aftermath::next(scene, place));
        Draft {
            name: format!("{}:{kind}", place.step.name),
            step: place.index,
            title,
            lines,
            sent,
            witness: None,
            node: place.step.node,
        }
    }

    /// A failure that shows only once the time is up.
    pub(super) fn late(&self, mut draft: Draft<'t>, text: String, page: &'static str) -> Draft<'t> {
        draft.lines.splice(0..0, aftermath::waiting(self.scene, self.place));
        draft.lines.push(Line::new(What::Time, text, page));
        draft
    }

    fn build(&self) -> Vec<Draft<'t>> {
        let Self { scene, place, .. } = self;
        let Some(name) = place.configured("ProjectName") else { return self.other() };
        let project = scene.world.by_name("AWS::CodeBuild::Project", name);
        let shown = project.map_or_else(|| scene.world.shown(name), |project| project.id.to_owned());
        let sent = |status| {
            let mut sent = signals::action_fails(scene, place);
            sent.extend(signals::build_ends(scene, name, status));
            sent
        };
        let mut fails = self.draft("fails", format!("the build of {shown} fails"), sent("FAILED"));
        let latest = place.step.minutes.map(length);
        if let Some(latest) = &latest {
            let text = format!("after {latest} at the latest, time in the queue included");
            fails.lines.push(Line::new(What::Time, text, BUILDS));
        }
        let title = format!("the build of {shown} takes too long");
        let times_out = self.draft("times-out", title, sent("TIMED_OUT"));
        let text = match project.map(|project| minutes(project.property("TimeoutInMinutes").number(), 60)) {
            Some(minutes) => format!("after {minutes} of building, besides the time in the queue"),
            None => format!("when it is up is not known: {shown} is not in the template"),
        };
        vec![fails, self.late(times_out, text, BUILDS)]
    }

    fn approval(&self) -> Vec<Draft<'t>> {
        let Self { scene, place, .. } = self;
        let sent = || signals::action_fails(scene, place);
        let mut rejected = self.draft("rejected", format!("a reviewer rejects {}", place.step.name), sent());
        if let Some(topic) = place.configured("NotificationArn") {
            let text = format!("not through {}: it only asks", scene.named(topic));
            rejected.lines.push(Line::new(What::Told, text, APPROVALS));
        }
        let expires = self.draft("expires", format!("nobody answers {}", place.step.name), sent());
        let minutes = place.step.minutes.map_or_else(|| "its time".to_owned(), length);
        vec![rejected, self.late(expires, format!("after {minutes}"), QUOTAS)]
    }

    fn other(&self) -> Vec<Draft<'t>> {
        let Self { scene, place, .. } = self;
        let sent = || signals::action_fails(scene, place);
        let name = &place.step.name;
        let fails = self.draft("fails", format!("{name} fails"), sent());
        let late = place.step.minutes.map(|minutes| {
            let draft = self.draft("times-out", format!("{name} takes too long"), sent());
            self.late(draft, format!("after {}", length(minutes)), QUOTAS)
        });
        std::iter::once(fails).chain(late).collect()
    }
}

fn minutes(written: Option<u64>, default: u64) -> String {
    length(written.unwrap_or(default))
}

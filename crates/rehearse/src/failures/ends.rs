//! How a deployment of CodeDeploy's ends badly: what rolls back, where the alias is left, what that blocks.

use super::scene::{Deployment, Rollback, Scene};
use super::signals::{self, Sent, Signal};
use super::{Line, What};
use crate::shift::{Pace, length};

const ROLLBACKS: &str =
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html";
const ALARMS: &str = "https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html";
/// "The alias of a Lambda function … might reference two different versions."
const WEIGHTS: &str =
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-deployments-lambda.html";
/// "Turning off alarm polling ensures that the new deployment proceeds without being blocked."
const OVERRIDE: &str = "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html";
const HOOKS: &str =
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html";
const CONFIGURATIONS: &str =
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html";
pub(super) const LIMITS: &str = "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html";
const STOPPING: &str = "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-stop.html";

/// A way in which a deployment ends badly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    Fails,
    /// These alarms, by their names.
    Alarm(Vec<String>),
    /// A hook, before traffic shifts or after.
    Hook {
        name: String,
        is_before: bool,
    },
    Stopped,
}

impl End {
    /// Every way that the deployment knows.
    pub(super) fn all(deployment: &Deployment<'_, '_>) -> Vec<Self> {
        let alarms = deployment.alarms();
        let hook = |is_before| move |name: &String| Self::Hook { name: name.clone(), is_before };
        let mut all = vec![Self::Fails];
        all.extend((!alarms.is_empty()).then_some(Self::Alarm(alarms)));
        all.extend(deployment.before.iter().map(hook(true)));
        all.extend(deployment.after.iter().map(hook(false)));
        all.push(Self::Stopped);
        all
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Fails => "fails",
            Self::Alarm(_) => "alarm",
            Self::Hook { is_before: true, .. } => "hook",
            Self::Hook { is_before: false, .. } => "hook-after",
            Self::Stopped => "stopped",
        }
    }

    pub(super) fn title(&self, scene: &Scene<'_, '_>, deployment: &Deployment<'_, '_>) -> String {
        let group = deployment.shown();
        match self {
            Self::Fails => format!("the deployment of {group} fails"),
            Self::Alarm(alarms) => format!("{} rings while traffic shifts", alarm_ids(scene, alarms)),
            Self::Hook { name, is_before: true } => {
                format!("the hook {} fails before traffic shifts", scene.named(name))
            }
            Self::Hook { name, is_before: false } => {
                format!("the hook {} fails after traffic has shifted", scene.named(name))
            }
            Self::Stopped => format!("somebody stops the deployment of {group}"),
        }
    }

    /// The event that a rollback must list.
    fn event(&self) -> &'static str {
        match self {
            Self::Fails | Self::Hook { .. } => "DEPLOYMENT_FAILURE",
            Self::Alarm(_) => "DEPLOYMENT_STOP_ON_ALARM",
            Self::Stopped => "DEPLOYMENT_STOP_ON_REQUEST",
        }
    }

    /// What CodeDeploy lets the world know.
    pub(super) fn sent(&self, scene: &Scene<'_, '_>, deployment: &Deployment<'_, '_>) -> Vec<Sent> {
        let state = if matches!(self, Self::Alarm(_) | Self::Stopped) { "STOP" } else { "FAILURE" };
        let rolls_back = deployment.rolls_back(self.event()) == Rollback::Happens;
        let mut sent = signals::deployment_ends(scene, deployment, state, rolls_back);
        if *self == Self::Stopped {
            sent.push(signals::called(scene, "codedeploy", "StopDeployment"));
        }
        if let Self::Alarm(alarms) = self {
            sent.extend(alarms.iter().map(|alarm| Sent::surely(Signal::Alarm(alarm.clone()))));
        }
        sent
    }

    /// What becomes of the deployment.
    pub(super) fn lines(&self, scene: &Scene<'_, '_>, deployment: &Deployment<'_, '_>) -> Vec<Line> {
        let rollback = deployment.rolls_back(self.event());
        let mut lines = vec![self.rolls_back(deployment, rollback)];
        lines.extend(self.left(scene, deployment, rollback));
        lines.extend(self.next(scene, deployment, rollback));
        lines.extend(self.time(scene, deployment));
        lines
    }

    fn rolls_back(&self, deployment: &Deployment<'_, '_>, rollback: Rollback) -> Line {
        let (group, event) = (deployment.shown(), self.event());
        let text = match rollback {
            Rollback::Happens => {
                format!("CodeDeploy rolls back by itself, in a deployment of its own ({event})")
            }
            Rollback::DoesNot => format!("nothing: {group} rolls back on no {event}"),
            Rollback::Unknown => {
                format!("whether CodeDeploy rolls back is not known: {group} is not in the template")
            }
        };
        Line::new(What::RollsBack, text, ROLLBACKS)
    }

    fn left(&self, scene: &Scene<'_, '_>, deployment: &Deployment<'_, '_>, rollback: Rollback) -> Vec<Line> {
        if !deployment.is_lambda(scene.world) {
            let text = "what the deployment has reached by then stays as it is";
            let line = Line::new(What::Left, text, STOPPING);
            return if rollback == Rollback::Happens { Vec::new() } else { vec![line] };
        }
        let aliases: Vec<_> = deployment.aliases.iter().map(|alias| scene.alias(alias)).collect();
        let (alias, is) = match aliases.as_slice() {
            [] => ("the alias".to_owned(), "is"),
            [one] => (one.clone(), "is"),
            several => (several.join(" and "), "are"),
        };
        let share = deployment.pace(scene.world);
        let (text, page) = match (self, rollback) {
            (Self::Hook { is_before: true, .. }, _) => {
                (format!("{alias} {is} where it was: no traffic has shifted"), HOOKS)
            }
            (_, Rollback::Happens) => {
                (format!("{alias} {is} back at the version that it had, with all traffic"), ROLLBACKS)
            }
            (Self::Hook { .. }, _) => (format!("{alias} {is} at the new version, with all traffic"), HOOKS),
            (_, _) => (format!("{alias} may keep two versions{}", weights(share)), WEIGHTS),
        };
        vec![Line::new(What::Left, text, page)]
    }

    fn next(&self, scene: &Scene<'_, '_>, deployment: &Deployment<'_, '_>, rollback: Rollback) -> Vec<Line> {
        let mut lines = Vec::new();
        let group = deployment.shown();
        if rollback == Rollback::Happens {
            let text = format!("{group} takes no other deployment until the rollback has ended");
            lines.push(Line::new(What::Next, text, LIMITS));
        } else if deployment.is_lambda(scene.world) && !matches!(self, Self::Hook { .. }) {
            let text = "deployments fail as long as the alias has two versions: somebody has to take one out";
            lines.push(Line::new(What::Next, text, WEIGHTS));
        }
        if let Self::Alarm(alarms) = self {
            let text = format!(
                "while {} rings, {group} stops every deployment, also one that would mend it: \
                 start that with its alarms off",
                alarm_ids(scene, alarms)
            );
            lines.push(Line::new(What::Next, text, OVERRIDE));
        }
        lines
    }

    fn time(&self, scene: &Scene<'_, '_>, deployment: &Deployment<'_, '_>) -> Vec<Line> {
        let pace = deployment.pace(scene.world);
        match self {
            Self::Hook { .. } => {
                let text = "after 1 h at the latest: CodeDeploy waits no longer for a hook";
                vec![Line::new(What::Time, text, HOOKS)]
            }
            Self::Alarm(alarms) => alarms.iter().filter_map(|alarm| watched(scene, alarm, pace?)).collect(),
            Self::Fails | Self::Stopped => {
                let lasting = pace.filter(|pace| pace.minutes > 0);
                let text = lasting.map(|pace| format!("within the {} of the shift", length(pace.minutes)));
                text.map(|text| Line::new(What::Time, text, CONFIGURATIONS)).into_iter().collect()
            }
        }
    }
}

/// What the alias's second version has.
fn weights(pace: Option<Pace>) -> String {
    match pace {
        Some(Pace { minutes: 0, .. }) | None => String::new(),
        Some(Pace { first, is_canary: true, .. }) => format!(": the new one has {first} %"),
        Some(Pace { first, .. }) => format!(": the new one has {first} % or more"),
    }
}

pub(super) fn alarm_ids(scene: &Scene<'_, '_>, names: &[String]) -> String {
    let id = |name: &String| {
        let alarm = scene.world.by_name("AWS::CloudWatch::Alarm", name);
        alarm.map_or_else(|| scene.world.shown(name), |alarm| alarm.id.to_owned())
    };
    names.iter().map(id).collect::<Vec<_>>().join(" or ")
}

/// How long an alarm needs, beside how long the shift takes.
pub(super) fn watched(scene: &Scene<'_, '_>, name: &str, pace: Pace) -> Option<Line> {
    let alarm = scene.world.by_name("AWS::CloudWatch::Alarm", name)?;
    let number = |key| alarm.property(key).number();
    let points = number("DatapointsToAlarm").or_else(|| number("EvaluationPeriods"))?;
    let several = alarm.property("Metrics").items().iter();
    let longest = several.filter_map(|one| one.at(&["MetricStat", "Period"]).number()).max();
    let needs = number("Period").or(longest)?.saturating_mul(points).div_ceil(60).max(1);
    let (id, takes) = (alarm.id, length(pace.minutes));
    let text = if pace.minutes == 0 {
        format!("{id} sees no shift: all traffic moves at once")
    } else if needs > pace.minutes {
        format!("{id} needs {}, and the shift takes {takes}: it may ring too late", length(needs))
    } else {
        format!("within the {takes} of the shift: {id} needs {}", length(needs))
    };
    Some(Line::new(What::Time, text, ALARMS))
}

//! How long CodeDeploy takes to shift an alias.
//!
//! <https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html>

use crate::world::{Resource, World};

/// A shift of traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// From the first shift to the last, in minutes.
    pub(crate) minutes: u64,
    /// What the new version has after the first, in percent.
    pub(crate) first: u64,
    /// Whether it stays at that until the last.
    pub(crate) is_canary: bool,
}

const AT_ONCE: Pace = Pace { minutes: 0, first: 100, is_canary: true };

/// How a deployment of the group shifts, where that is known.
pub(crate) fn pace(world: &World<'_>, group: &Resource<'_>) -> Option<Pace> {
    let name = group.property("DeploymentConfigName").text()?;
    match name.strip_prefix("CodeDeployDefault.Lambda") {
        Some(built_in) => named(built_in),
        None => own(world.by_name("AWS::CodeDeploy::DeploymentConfig", name)?),
    }
}

/// `Canary10Percent5Minutes`, `Linear10PercentEvery1Minute`: of CodeDeploy's own, or of CodePipeline's action.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html>
pub(crate) fn named(name: &str) -> Option<Pace> {
    if name == "AllAtOnce" {
        return Some(AT_ONCE);
    }
    let (is_canary, rest) = match name.strip_prefix("Canary") {
        Some(rest) => (true, rest),
        None => (false, name.strip_prefix("Linear")?),
    };
    let (percent, rest) = rest.split_once("Percent")?;
    let rest = rest.strip_prefix("Every").unwrap_or(rest);
    let minutes = rest.strip_suffix("Minutes").or_else(|| rest.strip_suffix("Minute"))?;
    Some(of(is_canary, percent.parse().ok()?, minutes.parse().ok()?))
}

fn own(config: &Resource<'_>) -> Option<Pace> {
    let routing = config.property("TrafficRoutingConfig");
    match routing.get("Type").text()? {
        "AllAtOnce" => Some(AT_ONCE),
        "TimeBasedCanary" => {
            let canary = routing.get("TimeBasedCanary");
            Some(of(true, canary.get("CanaryPercentage").number()?, canary.get("CanaryInterval").number()?))
        }
        "TimeBasedLinear" => {
            let linear = routing.get("TimeBasedLinear");
            Some(of(false, linear.get("LinearPercentage").number()?, linear.get("LinearInterval").number()?))
        }
        _ => None,
    }
}

fn of(is_canary: bool, percent: u64, interval: u64) -> Pace {
    let waits = if is_canary { 1 } else { 100_u64.div_ceil(percent.max(1)).saturating_sub(1) };
    Pace { minutes: waits.saturating_mul(interval), first: percent.min(100), is_canary }
}

/// Minutes for people: `90 min`, `8 h 30 min`, `24 h`, `7 days`.
pub(crate) fn length(minutes: u64) -> String {
    const HOUR: u64 = 60;
    const DAY: u64 = 24 * HOUR;
    match minutes {
        1440 => "24 h".to_owned(),
        minutes if minutes >= DAY && minutes.is_multiple_of(DAY) => format!("{} days", minutes / DAY),
        minutes if minutes >= 2 * HOUR => match (minutes / HOUR, minutes % HOUR) {
            (hours, 0) => format!("{hours} h"),
            (hours, minutes) => format!("{hours} h {minutes} min"),
        },
        minutes => format!("{minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Pace, length, named};

    #[test]
    fn built_in_paces_take_what_their_names_say() {
        let minutes = |name| named(name).map(|pace: Pace| (pace.minutes, pace.first));
        assert_eq!(minutes("AllAtOnce"), Some((0, 100)));
        assert_eq!(minutes("Canary10Percent5Minutes"), Some((5, 10)));
        assert_eq!(minutes("Linear10PercentEvery1Minute"), Some((9, 10)));
        assert_eq!(minutes("Linear33PercentEvery10Minutes"), Some((30, 33)));
        assert_eq!(minutes("Unheard"), None);
    }

    #[test]
    fn lengths_are_for_people() {
        let lengths = [1, 90, 120, 510, 1440, 10080].map(length);
        assert_eq!(lengths, ["1 min", "90 min", "2 h", "8 h 30 min", "24 h", "7 days"]);
    }
}

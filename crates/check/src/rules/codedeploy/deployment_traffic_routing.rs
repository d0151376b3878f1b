//! A deployment configuration that shifts traffic in a way that does not exist.

use cfn::read::Node;
use diag::Severity;

use super::configs::{self, Platform};
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-traffic-routing",
    severity: Severity::Error,
    title: "A deployment configuration's way to shift traffic lacks a part or has a wrong number.",
    explanation: "TimeBasedCanary takes a percentage and an interval under TimeBasedCanary, TimeBasedLinear the like under \
                  TimeBasedLinear, AllAtOnce neither. One step shifts 1 to 99 percent, and for Lambda no more than 2,880 minutes \
                  lie between the first shift and the last. Traffic routing is for Lambda and ECS, MinimumHealthyHosts for \
                  servers. CodeDeploy refuses a configuration that breaks this.",
    pages: &[
        "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TrafficRoutingConfig.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations-create.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html",
    ],
    check,
};

/// Between the first shift and the last.
const MOST_MINUTES: u64 = 2880;

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for config in ctx.of_type("AWS::CodeDeploy::DeploymentConfig").filter_map(Resource::properties) {
        let platform = configs::platform_of(ctx, config);
        for entry in config.entries() {
            let foreign = match entry.key.as_str() {
                "TrafficRoutingConfig" => platform == Some(Platform::Server),
                "MinimumHealthyHosts" | "ZonalConfig" => {
                    matches!(platform, Some(Platform::Lambda | Platform::Ecs))
                }
                _ => false,
            };
            if foreign && let Some(platform) = platform {
                out.add(
                    RULE.at(entry.key_span, format!("`{}` is not for {}", entry.key, platform.name()))
                        .help("leave it out, or set another `ComputePlatform`"),
                );
            }
        }
        for routing in ctx.all(config, &["TrafficRoutingConfig"]) {
            for [kind, canary, linear] in ctx.ways(routing, ["Type", "TimeBasedCanary", "TimeBasedLinear"]) {
                let Some((kind, text)) = kind.and_then(|kind| Some((kind, ctx.text(kind)?))) else {
                    continue;
                };
                let (wanted, other) = match &*text {
                    "TimeBasedCanary" => (Some(("TimeBasedCanary", canary)), linear),
                    "TimeBasedLinear" => (Some(("TimeBasedLinear", linear)), canary),
                    "AllAtOnce" => (None, canary.or(linear)),
                    _ => continue,
                };
                match wanted {
                    Some((name, None)) => out.add(
                        RULE.at(kind.handle(), format!("`{text}` needs its numbers"))
                            .help(format!("add `{name}` with a percentage and an interval")),
                    ),
                    Some((name, Some(numbers))) => judge(ctx, name, numbers, platform, out),
                    None => {}
                }
                if let Some(other) = other {
                    let mut finding = RULE
                        .at(other.handle(), format!("this says nothing to `{text}`"))
                        .related(kind.handle(), "the type");
                    finding.severity = Severity::Warning;
                    out.add(finding);
                }
            }
        }
    }
}

fn judge<'t>(
    ctx: &Context<'t>,
    name: &str,
    numbers: &'t Node,
    platform: Option<Platform>,
    out: &mut Findings,
) {
    let is_canary = name == "TimeBasedCanary";
    let keys = if is_canary {
        ["CanaryPercentage", "CanaryInterval"]
    } else {
        ["LinearPercentage", "LinearInterval"]
    };
    for [percentage, interval] in ctx.ways(numbers, keys) {
        let number = |node: Option<&'t Node>| node.and_then(|node| ctx.text(node)?.parse::<u64>().ok());
        let (share, minutes) = (number(percentage), number(interval));
        if let (Some(percentage), Some(share)) = (percentage, share)
            && !(1..=99).contains(&share)
        {
            out.add(
                RULE.at(percentage.handle(), format!("a step cannot shift {share} percent")).help("1 to 99"),
            );
            continue;
        }
        if let (Some(interval), Some(0)) = (interval, minutes) {
            out.add(RULE.at(interval.handle(), "the steps lie no time apart").help("1 minute at least"));
        }
        let (Some(interval), Some(share), Some(minutes)) = (interval, share, minutes) else { continue };
        let shifts = if is_canary { 1 } else { 100_u64.div_ceil(share.max(1)) - 1 };
        let total = shifts.saturating_mul(minutes);
        if total > MOST_MINUTES && platform == Some(Platform::Lambda) {
            out.add(
                RULE.at(
                    interval.handle(),
                    format!("{total} minutes lie between the first shift and the last"),
                )
                .label(format!("at most {MOST_MINUTES} in all"))
                .help("shorten the interval, or shift more at a time"),
            );
        }
    }
}

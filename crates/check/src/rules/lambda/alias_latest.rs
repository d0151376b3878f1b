//! An alias of `$LATEST` that wants what only versions have.

use diag::Severity;

use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "alias-latest",
    severity: Severity::Error,
    title: "An alias of `$LATEST` has weights or provisioned concurrency.",
    explanation: "Traffic is shared between published versions alone, and concurrency is provisioned for a published version or an \
                  alias of one. Lambda refuses both for an alias that points to the unpublished `$LATEST`, and CodeDeploy cannot \
                  shift one either. Publish a version and point the alias to it.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for alias in ctx.of_type("AWS::Lambda::Alias") {
        let Some(properties) = alias.properties() else { continue };
        let keys = ["FunctionVersion", "RoutingConfig", "ProvisionedConcurrencyConfig"];
        for [version, routing, provisioned] in ctx.ways(properties, keys) {
            let Some(version) = version.filter(|version| ctx.text(version).is_some_and(|it| it == "$LATEST"))
            else {
                continue;
            };
            let mut refuse = |at: diag::Span, what: &str| {
                out.add(
                    RULE.at(at, format!("`$LATEST` has no {what}"))
                        .related(version.handle(), "the alias's version")
                        .help("publish an `AWS::Lambda::Version`, and point the alias to it"),
                );
            };
            if let Some(routing) = routing {
                refuse(routing.handle(), "weights");
            }
            if let Some(provisioned) = provisioned {
                refuse(provisioned.handle(), "provisioned concurrency");
            }
            let shifts =
                alias.node.get("UpdatePolicy").and_then(|policy| policy.entry("CodeDeployLambdaAliasUpdate"));
            if let Some(shifts) = shifts {
                refuse(shifts.key_span, "traffic that could be shifted");
            }
        }
    }
}

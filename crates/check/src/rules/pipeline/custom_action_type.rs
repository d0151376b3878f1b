//! `custom-action-type`: a custom action type that CodePipeline refuses.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "custom-action-type",
    severity: Severity::Error,
    title: "A custom action type contradicts itself.",
    explanation: "The least number of artifacts of a custom action type cannot be above the most (\"Maximum Number of \
        Artifacts has to be greater than or equal to minimum\"). Of its configuration keys at most one can be queryable, and \
        that one must be required and not secret. CodePipeline refuses the type otherwise.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreateCustomActionType.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionConfigurationProperty.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for kind in ctx.of_type("AWS::CodePipeline::CustomActionType") {
        let Some(properties) = kind.properties() else { continue };
        for key in ["InputArtifactDetails", "OutputArtifactDetails"] {
            for details in ctx.get(properties, key) {
                let bound = |key: &str| ctx.text(details.get(key)?)?.parse::<u64>().ok();
                if let (Some(least), Some(most)) = (bound("MinimumCount"), bound("MaximumCount"))
                    && least > most
                {
                    let finding =
                        RULE.at(details.handle(), format!("at least {least} artifacts, and at most {most}"));
                    out.add(finding.help("raise `MaximumCount`, or lower `MinimumCount`"));
                }
            }
        }
        let mut first = None;
        for key in properties.get("ConfigurationProperties").map_or_else(Vec::new, |list| ctx.items(list)) {
            let is = |name: &str| {
                key.get(name).and_then(|value| ctx.text(value)).is_some_and(|value| value == "true")
            };
            let Some(queryable) = key.get("Queryable").filter(|_| is("Queryable")) else { continue };
            let is_optional =
                key.get("Required").and_then(|value| ctx.text(value)).is_some_and(|value| value == "false");
            if is("Secret") || is_optional {
                let finding = RULE.at(queryable.handle(), "a queryable key must be required and not secret");
                out.add(finding.help("set `Required: true` and `Secret: false`"));
            }
            if let Some(first) = first.replace(queryable.handle()) {
                let finding =
                    RULE.at(queryable.handle(), "a second queryable key").related(first, "the first");
                out.add(finding.help("a custom action type can have one"));
            }
        }
    }
}

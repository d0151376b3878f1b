//! `rule-unknown-type`: a rule of a stage's condition that CodePipeline does not have.

use diag::{Severity, nearest};

use super::mend::{listed, meant};
use crate::Rule;
use crate::context::Context;
use crate::pipelines::{Pipeline, types};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "rule-unknown-type",
    severity: Severity::Error,
    title: "A stage's condition has a rule that does not exist.",
    explanation: "The conditions of a stage are made of managed rules, each with a provider name of its own, the category \
        `Rule`, the owner `AWS` and the version `1`. CodePipeline refuses a stage with any other. A provider that is like \
        none of the known ones is only a warning, for AWS may have added it since.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let rules = || types::RULES.iter().map(|kind| kind.provider);
    for rule in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        if rule.gate.is_none() {
            continue;
        }
        if let Some(provider) = rule.type_part(ctx, "Provider").filter(|_| rule.kind.is_none()) {
            let mut finding = RULE.at(provider.span(), format!("there is no rule `{}`", provider.value));
            if nearest(&provider.value, rules()).is_none() {
                finding.severity = Severity::Warning;
            }
            let finding = finding.help(format!("there are {}", listed(rules())));
            out.add(meant(ctx, finding, &provider.value, rules()));
        }
        for (key, right) in [("Category", "Rule"), ("Owner", "AWS"), ("Version", "1")] {
            if let Some(part) = rule.type_part(ctx, key).filter(|part| part.value != right) {
                let finding =
                    RULE.at(part.span(), format!("no rule has the {} `{}`", key.to_lowercase(), part.value));
                out.add(finding.help(format!("write `{right}`")));
            }
        }
    }
}

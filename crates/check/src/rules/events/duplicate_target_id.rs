//! Two targets of a rule with the same ID.

use std::collections::BTreeMap;

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::of_type;

pub(super) const RULE: Rule = Rule {
    code: "duplicate-target-id",
    severity: Severity::Warning,
    title: "Two targets of a rule have the same ID.",
    explanation: "The ID of a target tells it from the rule's other targets: PutTargets with an ID that the \
        rule has already changes that target instead of adding one. Of two targets with the same ID in one \
        template at most one is ever reached. Give each an ID of its own.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::Events::Rule") {
        for list in ctx.get(properties, "Targets") {
            let mut seen = BTreeMap::new();
            // Targets behind conditions may exclude each other.
            for target in list.items().iter().filter(|item| item.is_map()) {
                let Some((id, text)) = target.get("Id").and_then(|id| Some((id, id.scalar()?))) else {
                    continue;
                };
                let Some(first) = seen.insert(text, id) else { continue };
                findings.add(
                    RULE.at(id.handle(), format!("another target of the rule has the ID `{text}`"))
                        .label("not unique")
                        .related(first.handle(), "first used here")
                        .help("give each target an ID of its own"),
                );
            }
        }
    }
}

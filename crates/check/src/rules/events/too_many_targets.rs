//! A rule with more targets than EventBridge takes.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::of_type;

pub(super) const RULE: Rule = Rule {
    code: "too-many-targets",
    severity: Severity::Error,
    title: "A rule has more than five targets.",
    explanation: "EventBridge takes at most five targets a rule, and no request raises that quota. The stack fails when \
        the rule is made. Give a second rule with the same pattern the other targets, or send the event to a topic with \
        several subscribers.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html",
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
    ],
    check,
};

const MOST: usize = 5;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::Events::Rule") {
        for list in ctx.get(properties, "Targets") {
            // What depends on a condition may be absent; what stands there in any case is counted.
            let sure = list.items().iter().filter(|item| item.call().is_none()).count();
            if sure > MOST {
                let last = list.items().iter().filter(|item| item.call().is_none()).nth(MOST);
                findings.add(
                    RULE.at(list.handle(), format!("the rule has {sure} targets"))
                        .label(format!("more than {MOST}"))
                        .related(last.map(cfn::read::Node::handle), "the sixth")
                        .help("give a second rule with the same pattern the other targets"),
                );
            }
        }
    }
}

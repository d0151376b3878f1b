//! A rule that nothing ever starts.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::of_type;

pub(super) const RULE: Rule = Rule {
    code: "rule-without-trigger",
    severity: Severity::Error,
    title: "An EventBridge rule has neither a pattern nor a schedule.",
    explanation: "A rule must say when it acts: on events that match its `EventPattern`, on its `ScheduleExpression`, or on \
        both. CloudFormation's schema requires neither, but PutRule refuses a rule without any when the stack is deployed.",
    pages: &["https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (rule, properties) in of_type(ctx, "AWS::Events::Rule") {
        if ctx.is_absent(properties, "EventPattern") && ctx.is_absent(properties, "ScheduleExpression") {
            findings.add(
                RULE.at(rule.id_span, format!("the rule `{}` has neither a pattern nor a schedule", rule.id))
                    .label("never acts")
                    .help("give it an `EventPattern` or a `ScheduleExpression`"),
            );
        }
    }
}

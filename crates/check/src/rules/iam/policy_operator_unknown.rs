//! A condition operator that does not exist.

use diag::Severity;

use super::mend;
use super::operators::Operator;
use crate::context::Context;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-operator-unknown",
    severity: Severity::Error,
    title: "A condition uses an operator that does not exist.",
    explanation: "The keys of a Condition are operators: StringEquals, ArnLike, Bool and so on, perhaps with ForAnyValue: or \
        ForAllValues: before and IfExists behind. Their case counts. IAM refuses an unknown one as a syntax error, and the \
        deployment fails. A condition key such as aws:SourceAccount that stands there lacks the operator around it.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        let blocks = statement.map.get("Condition").map_or(&[][..], |member| &member.values);
        for member in blocks.iter().filter_map(|block| block.map()).flat_map(|map| &map.members) {
            let name = &*member.key;
            if super::elements::is_function(name) || Operator::parse(name).is_some() {
                continue;
            }
            let finding = RULE.at(member.key_span, format!("there is no condition operator `{name}`"));
            let meant = Operator::meant(name);
            findings.add(match meant {
                Some(meant) => {
                    let finding = finding.label(format!("did you mean `{meant}`?"));
                    mend::word(ctx, finding, member.key_span, name, &meant)
                }
                None if name.contains(':') => finding.help(format!(
                    "`{name}` is a condition key: put it into an operator, `StringEquals: {{ \"{name}\": … }}`"
                )),
                None => finding.help("text is compared by `StringEquals` or `StringLike`, ARNs by `ArnLike`"),
            });
        }
    }
}

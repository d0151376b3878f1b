//! Values that are none of those allowed.

use diag::Severity;
use facts::Value;

use super::schema::What;
use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "value-not-allowed",
    severity: Severity::Error,
    title: "A property takes one of certain values, and has another.",
    explanation: "The property has a list of values, and the service takes nothing else, mostly in exactly this case. The \
                  deployment fails at the first other one. Where the value comes from a parameter the finding is a \
                  warning, since a deployment can give another: `AllowedValues` would keep it from being given.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Value { text, values } = &violation.what else { continue };
        let shown: String = text.chars().take(60).collect();
        let message = format!("{} cannot be `{shown}`", violation.place());
        let place = violation.origin.unwrap_or(violation.span);
        let known: Vec<String> = values.iter().map(|value| value.to_string()).collect();
        let numbers = values.iter().all(|value| matches!(value, Value::Number(_)));
        let names = if numbers { &[][..] } else { &known[..] };
        let finding = RULE.at(violation.span, message);
        let mut finding = suggest(finding, ctx.document(), (text, place), names.iter().map(String::as_str));
        if known.len() <= 32 {
            finding = finding.help(format!("one of `{}`", known.join("`, `")));
        }
        finding.severity = violation.severity();
        out.add(finding.related(violation.origin, "the value comes from here"));
    }
}

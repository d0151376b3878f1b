//! Values of another kind than their property wants.

use diag::Severity;
use facts::Kind;

use super::schema::What;
use super::schema::gives::name_of;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "property-type",
    severity: Severity::Error,
    title: "A property has a value of the wrong kind.",
    explanation: "Where a list is wanted a single value will not do, nor a mapping where text is wanted, nor a word where a \
                  number is: the deployment stops at it. Numbers, booleans and texts that read alike are taken for each \
                  other, so `\"30\"` is fine for a number and `5` for a text. A value that comes from a parameter's default \
                  is a warning, since a deployment can give another; and so is one mapping in place of a list of them, which \
                  some of the older types have taken.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let What::Kind { wanted, found } = violation.what else { continue };
        let message = format!("{} is {found}, and takes {}", violation.place(), name_of(wanted));
        let mut finding = RULE.at(violation.span, message).label(format!("takes {}", name_of(wanted)));
        finding.severity = violation.severity();
        let mut finding = finding.related(violation.origin, "the value comes from here");
        if found == "a mapping" && wanted.is_only(Kind::Array) {
            finding.severity = Severity::Warning;
        }
        let rest = ctx.document().text().get(violation.span.end..).unwrap_or_default();
        if rest.trim_start_matches([':', ' ']).starts_with("{{") {
            finding = finding.help("without quotes `{{` begins a mapping: put the text in quotes");
        }
        out.add(finding);
    }
}

//! Template versions that there are not.

use diag::{Fix, Severity};

use super::suggest::inside;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "format-version-invalid",
    severity: Severity::Error,
    title: "The version of the template format is not `2010-09-09`.",
    explanation: "There is one version of the template format, `2010-09-09`, and CloudFormation refuses any other value. The \
                  section can be left out. `2012-10-17` is the version of IAM's policy language.",
    pages: &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/format-version-structure.html"],
    check,
};

const VERSION: &str = "2010-09-09";

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let Some(node) = ctx.root().get("AWSTemplateFormatVersion") else { return };
    if node.text() == Some(VERSION) {
        return;
    }
    let finding = RULE.at(node.handle(), format!("the format's version is `{VERSION}`"));
    let place = node.text().and_then(|text| inside(ctx.document().text(), node.span, text));
    out.add(match place {
        Some(place) => finding.fix(Fix::replace(format!("write `{VERSION}`"), place, VERSION)),
        None => finding,
    });
}

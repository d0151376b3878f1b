//! Top-level sections that a template does not have.

use diag::Severity;

use super::suggest::suggest_key;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "section-unknown",
    severity: Severity::Error,
    title: "A template has a top-level section that there is not.",
    explanation: "CloudFormation knows the sections `AWSTemplateFormatVersion`, `Description`, `Metadata`, `Parameters`, \
                  `Rules`, `Mappings`, `Conditions`, `Transform`, `Resources` and `Outputs`; SAM one more, `Globals`, and \
                  blue/green deployments of ECS `Hooks`. It \
                  refuses a template with another one: \"Invalid template property or properties\". Mostly the name is \
                  misspelt, or a resource stands a level too high.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/blue-green.html",
    ],
    check,
};

const SECTIONS: [&str; 12] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for entry in ctx.root().entries() {
        if SECTIONS.contains(&entry.key.as_str()) || entry.key == "<<" || entry.key.starts_with("Fn::") {
            continue;
        }
        let finding = RULE.at(entry.key_span, format!("a template has no section `{}`", entry.key));
        if entry.value.get("Type").is_some() {
            out.add(finding.label("a resource?").help("move it into `Resources`"));
        } else {
            out.add(suggest_key(finding, ctx.document(), (ctx.root(), entry), SECTIONS));
        }
    }
}

//! Texts that look as if `Fn::Sub` were to replace something in them.

use cfn::read::{Function, Kind, Node, SubPart, sub_parts};
use diag::Severity;
use facts::Member;

use super::names::PSEUDO_PARAMETERS;
use super::visit::{self, Place};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "sub-forgotten",
    severity: Severity::Warning,
    title: "A text names something of the template in `${…}`, and is not in `Fn::Sub`.",
    explanation: "Only `Fn::Sub` replaces `${Name}`. In any other text it stays as it is, and the service gets the dollar and the \
                  braces. A text is found that names a pseudo parameter, or, outside scripts and other languages that have such \
                  variables of their own, a parameter, a resource or an attribute of the template. Write `!Sub` before it.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    ],
    check,
};

/// Properties that hold another template, or names for it to fill in itself.
const TEMPLATES: [&str; 4] = ["DefinitionSubstitutions", "TemplateBody", "Parameters", "ParameterOverrides"];
/// Properties that hold scripts and documents of other languages.
const LANGUAGES: [&str; 14] = [
    "Body",
    "BuildSpec",
    "Buildspec",
    "Commands",
    "Content",
    "content",
    "Definition",
    "DefinitionString",
    "InlineCode",
    "RequestMappingTemplate",
    "ResponseMappingTemplate",
    "UserData",
    "UserParameters",
    "ZipFile",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    visit::all(ctx, &mut |node, place| {
        let Kind::Text(text) = &node.kind else { return };
        if !text.contains('$') {
            return;
        }
        let in_value = matches!(
            (place.section, place.attribute()),
            ("Resources", "Properties") | ("Outputs", "Value" | "Export")
        ) || place.is_under(&["AWS::CloudFormation::Init"]);
        if !in_value || is_substituted(place) || is_for_another_template(place) {
            return;
        }
        let is_script = text.contains('\n') || place.is_under(&LANGUAGES);
        for part in sub_parts(text) {
            let SubPart::Variable(range) = part else { continue };
            let name = &text[range.clone()];
            if !names(ctx, name, is_script) || is_substitution_of_its_own(ctx, place, name) {
                continue;
            }
            let span = ctx.document().place(node, range);
            let finding = RULE.at(span, format!("`${{{name}}}` is not replaced in this text"));
            out.add(finding.help("write `!Sub` before the text"));
        }
    });
}

/// Whether another template fills the text in; never the name of an import, which is looked up before that.
fn is_for_another_template(place: Place<'_, '_>) -> bool {
    place.is_under(&TEMPLATES) && !place.is_in(&Function::ImportValue)
}

/// Whether the text itself is what `Fn::Sub` replaces in, and not a value for it.
fn is_substituted(place: Place<'_, '_>) -> bool {
    // An unknown function may have been meant to be it.
    place.functions.last().is_some_and(|function| matches!(function, Function::Sub | Function::Unknown(_)))
        || place.is_in(&Function::Transform)
}

/// Whether the name is one of the template's, and can hardly be another language's.
fn names(ctx: &Context<'_>, name: &str, is_script: bool) -> bool {
    if PSEUDO_PARAMETERS.contains(&name) {
        return true;
    }
    match name.split_once('.') {
        Some((id, attribute)) => {
            let kind = ctx.resource(id).and_then(|resource| facts::resource_type(resource.kind));
            kind.is_some_and(|kind| matches!(kind.attribute(attribute), Member::Known(_)))
        }
        None => !is_script && (ctx.parameter(name).is_some() || ctx.resource(name).is_some()),
    }
}

/// A state machine has substitutions of its own.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html>
fn is_substitution_of_its_own(ctx: &Context<'_>, place: Place<'_, '_>, name: &str) -> bool {
    let own =
        ctx.resource(place.member).and_then(|resource| resource.properties()?.get("DefinitionSubstitutions"));
    own.is_some_and(|own| own.get(name).is_some() || !Node::is_map(own))
}

//! Functions in places where CloudFormation knows none, or not these.

use cfn::read::{Call, Function, Node};
use diag::{Severity, Span};

use super::place::shown;
use super::visit::{self, Place};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "function-place",
    severity: Severity::Error,
    title: "A function stands where it cannot be called.",
    explanation: "Functions work in properties, metadata and policies of resources and in the values of outputs; some in \
                  conditions and rules. Nothing is called in parameters, in mappings, in the type of a resource or its \
                  `DependsOn`. Condition functions work in conditions alone, but for `Fn::If`, which works everywhere else. And \
                  some arguments have to be written out, such as the text of `Fn::Sub` and the delimiter of `Fn::Join`, or \
                  take certain functions only. With the transform `AWS::LanguageExtensions` there are more. CloudFormation \
                  refuses the template before it makes anything.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let extended = ctx.transforms().contains(&"AWS::LanguageExtensions");
    visit::all(ctx, &mut |node, place| {
        let Some(call) = node.call() else { return };
        if matches!(call.function, Function::Transform | Function::Unknown(_)) || place.section == "Metadata"
        {
            return;
        }
        if let Some(message) = outside(call, place, extended) {
            out.add(RULE.at(shown(node), message));
        } else if let Some((span, message)) = within(call, extended) {
            out.add(RULE.at(span, message));
        }
    });
}

/// What the section and attribute say against a call.
fn outside(call: &Call, place: Place<'_, '_>, extended: bool) -> Option<String> {
    let name = call.function.name();
    let no = |where_| Some(format!("`{name}` cannot be called in {where_}"));
    let attribute = place.attribute();
    match place.section {
        "Parameters" => no("a parameter"),
        "Mappings" => no("a mapping"),
        // Elsewhere in a condition the rule for conditions says so.
        "Conditions" if place.is_in(&Function::Equals) && !in_conditions(&call.function) => no("a condition"),
        "Rules" if !in_rules(&call.function) => no("a rule"),
        "Resources" => match attribute {
            "Type" => no("the type of a resource"),
            "Condition" if place.keys.len() == 1 => no("the name of a condition"),
            "DependsOn" => no("`DependsOn`"),
            "DeletionPolicy" | "UpdateReplacePolicy" if !extended => {
                no("a policy, but for the transform `AWS::LanguageExtensions`")
            }
            _ if is_logic(&call.function) => no("a resource: only in a condition"),
            _ => None,
        },
        "Outputs" => match attribute {
            "Description" => no("a description"),
            "Condition" if place.keys.len() == 1 => no("the name of a condition"),
            _ if is_logic(&call.function) => no("an output: only in a condition"),
            _ => None,
        },
        _ => None,
    }
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html>, and what the
/// service takes besides.
fn in_conditions(function: &Function) -> bool {
    !matches!(
        function,
        Function::GetAtt
            | Function::If
            | Function::ImportValue
            | Function::GetAzs
            | Function::Cidr
            | Function::Base64
            | Function::GetStackOutput
            | Function::RefAll
            | Function::ValueOf
            | Function::ValueOfAll
            | Function::Contains
            | Function::EachMemberEquals
            | Function::EachMemberIn
    )
}

/// What the functions of rules take: each other, and parameters.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html>
fn in_rules(function: &Function) -> bool {
    is_logic(function) || matches!(function, Function::Ref | Function::Transform | Function::Unknown(_))
}

/// Functions that are true or false.
fn is_logic(function: &Function) -> bool {
    matches!(
        function,
        Function::And
            | Function::Or
            | Function::Not
            | Function::Equals
            | Function::Contains
            | Function::EachMemberEquals
            | Function::EachMemberIn
            | Function::RefAll
            | Function::ValueOf
            | Function::ValueOfAll
    )
}

/// Calls in arguments that take none, or others only.
fn within(call: &Call, extended: bool) -> Option<(Span, String)> {
    let items = call.argument.items();
    let written_out = |node: Option<&Node>, what: &str| {
        let node = node?;
        node.call().map(|_| (shown(node), format!("{what} has to be written out")))
    };
    match call.function {
        Function::Join => written_out(items.first(), "the delimiter").or_else(|| {
            items.get(1).and_then(|list| {
                refused(
                    list,
                    &[
                        Function::Cidr,
                        Function::FindInMap,
                        Function::GetAtt,
                        Function::GetAzs,
                        Function::If,
                        Function::Ref,
                        Function::Select,
                        Function::Split,
                    ],
                    "what is joined",
                )
            })
        }),
        Function::Split => written_out(items.first(), "the delimiter").or_else(|| {
            let text = items.get(1)?;
            let given = text.call()?;
            matches!(given.function, Function::Split | Function::Cidr | Function::GetAzs)
                .then(|| (shown(text), "what is split is a text, and this a list".to_owned()))
        }),
        Function::Sub if call.argument.call().is_some() => {
            Some((shown(&call.argument), "the text of `Fn::Sub` has to be written out".to_owned()))
        }
        Function::Sub => written_out(items.first(), "the text of `Fn::Sub`"),
        Function::If => written_out(items.first(), "the name of a condition"),
        Function::Select if !extended => items
            .first()
            .and_then(|index| refused(index, &[Function::Ref, Function::FindInMap], "an index"))
            .or_else(|| items.get(1).and_then(chosen_from)),
        Function::Select => items.get(1).and_then(chosen_from),
        Function::FindInMap if !extended => {
            let allowed = [Function::Ref, Function::FindInMap];
            items.iter().find_map(|item| refused(item, &allowed, "a name or key of a mapping"))
        }
        Function::GetAtt if !extended => {
            items.get(1).and_then(|name| refused(name, &[Function::Ref], "the name of an attribute"))
        }
        Function::ImportValue => {
            let given = call.argument.call()?;
            matches!(
                given.function,
                Function::GetAtt
                    | Function::Split
                    | Function::GetAzs
                    | Function::Cidr
                    | Function::ImportValue
            )
            .then(|| (shown(&call.argument), format!("`{}` cannot name an export", given.function.name())))
        }
        _ => None,
    }
}

fn chosen_from(list: &Node) -> Option<(Span, String)> {
    let allowed = [
        Function::Cidr,
        Function::FindInMap,
        Function::GetAtt,
        Function::GetAzs,
        Function::If,
        Function::Ref,
        Function::Split,
        Function::Select,
    ];
    refused(list, &allowed, "what is chosen from")
}

/// A call of another function than those allowed.
fn refused(node: &Node, allowed: &[Function], what: &str) -> Option<(Span, String)> {
    let call = node.call()?;
    if allowed.contains(&call.function) || matches!(call.function, Function::Transform | Function::Unknown(_))
    {
        return None;
    }
    Some((shown(node), format!("{what} cannot come from `{}`", call.function.name())))
}

//! Functions that are given something that they cannot take.

use cfn::read::{Call, Function, Kind, Node};
use diag::{Severity, Span};

use super::place::shown;
use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "function-shape",
    severity: Severity::Error,
    title: "A function is given too many, too few, or the wrong kind of arguments.",
    explanation: "Each function takes its arguments in one form: `Fn::If` a condition's name and two values, `Fn::Join` a \
                  delimiter and one list, `Fn::GetAtt` a logical ID and an attribute, `Fn::Equals` two values. CloudFormation \
                  refuses a template that gives them otherwise, before it makes anything, with a message that rarely says \
                  where.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let extended = ctx.transforms().contains(&"AWS::LanguageExtensions");
    visit::all(ctx, &mut |node, place| {
        if place.section == "Metadata" {
            return;
        }
        let Some(call) = node.call() else { return };
        if let Some((span, message)) = fault(call, extended) {
            out.add(RULE.at(span, message).help(format!("as in `{}`", form(&call.function))));
        }
    });
}

/// What is wrong with a call, and where.
fn fault(call: &Call, extended: bool) -> Option<(Span, String)> {
    let argument = &call.argument;
    let name = call.function.name();
    let takes = |what: &str| Some((call.name_span, format!("`{name}` takes {what}")));
    match call.function {
        Function::Ref => {
            let computed = extended && argument.call().is_some();
            (argument.scalar().is_none() && !computed).then(|| takes("one name"))?
        }
        Function::Condition => argument.text().is_none().then(|| takes("the name of a condition"))?,
        Function::GetAtt => attribute(call, extended),
        Function::Sub => substituted(call),
        Function::Join => {
            let [delimiter, list] = argument.items() else { return takes("a delimiter and a list") };
            if delimiter.scalar().is_none() && delimiter.call().is_none() {
                return Some((shown(delimiter), "the delimiter is a text".to_owned()));
            }
            let is_list = list.is_list() || list.call().is_some();
            (!is_list).then(|| (shown(list), "what is joined is a list".to_owned()))
        }
        Function::Select => selected(call),
        Function::Split => {
            let [delimiter, text] = argument.items() else { return takes("a delimiter and a text") };
            if delimiter.scalar().is_none() && delimiter.call().is_none() {
                return Some((shown(delimiter), "the delimiter is a text".to_owned()));
            }
            (text.is_list() || text.is_map()).then(|| (shown(text), "what is split is a text".to_owned()))
        }
        Function::FindInMap => mapped(call, extended),
        Function::If => {
            let [condition, _, _] = argument.items() else {
                return takes("the name of a condition, and two values");
            };
            condition
                .text()
                .is_none()
                .then(|| (shown(condition), "the name of a condition is a text".to_owned()))
        }
        Function::Equals => (argument.items().len() != 2).then(|| takes("two values"))?,
        Function::And | Function::Or => {
            (!(2..=10).contains(&argument.items().len())).then(|| takes("two to ten conditions"))?
        }
        Function::Not => (argument.items().len() != 1).then(|| takes("a list of one condition"))?,
        Function::Cidr => (!(2..=3).contains(&argument.items().len()))
            .then(|| takes("a network, a count and a number of bits"))?,
        Function::ImportValue | Function::Base64 => {
            (argument.is_list() || argument.is_map() || is_null(argument)).then(|| takes("one text"))?
        }
        Function::GetAzs => {
            (argument.is_list() || argument.is_map()).then(|| takes("the name of a region"))?
        }
        Function::Transform => {
            // Several macros go as a list.
            let named = |node: &Node| node.get("Name").is_some() || node.is_open();
            let complete = named(argument) || argument.is_list() && argument.items().iter().all(named);
            (!complete).then(|| takes("a mapping with the `Name` of a macro"))?
        }
        Function::GetStackOutput => {
            let known = ["StackName", "OutputName", "Region", "RoleArn"];
            if let Some(entry) = argument.entries().iter().find(|entry| !known.contains(&entry.key.as_str()))
            {
                return Some((entry.key_span, format!("`{name}` takes no `{}`", entry.key)));
            }
            let complete = ["StackName", "OutputName"].iter().all(|key| argument.get(key).is_some());
            (!complete).then(|| takes("a mapping with `StackName` and `OutputName`"))?
        }
        Function::Length => (argument.scalar().is_some() || argument.is_map()).then(|| takes("a list"))?,
        Function::ToJsonString => argument.scalar().is_some().then(|| takes("a mapping or a list"))?,
        Function::Contains
        | Function::EachMemberEquals
        | Function::EachMemberIn
        | Function::ValueOf
        | Function::ValueOfAll => (argument.items().len() != 2).then(|| takes("two values"))?,
        Function::RefAll => argument.text().is_none().then(|| takes("a parameter type"))?,
        Function::Unknown(_) => None,
    }
}

fn attribute(call: &Call, extended: bool) -> Option<(Span, String)> {
    let takes = || Some((call.name_span, "`Fn::GetAtt` takes a logical ID and an attribute".to_owned()));
    match &call.argument.kind {
        Kind::Text(path) => {
            let complete = path.split_once('.').is_some_and(|(id, name)| !id.is_empty() && !name.is_empty());
            (!complete).then(takes)?
        }
        Kind::List(path) => match path.as_slice() {
            [id, name] => {
                let is_name = |node: &Node| node.scalar().is_some() || node.call().is_some();
                let literal = id.text().is_some() || extended && id.call().is_some();
                (!(literal && is_name(name))).then(takes)?
            }
            _ => takes(),
        },
        _ => takes(),
    }
}

fn substituted(call: &Call) -> Option<(Span, String)> {
    let argument = &call.argument;
    match &argument.kind {
        Kind::List(items) => match items.as_slice() {
            [template, values] => {
                if template.scalar().is_none() {
                    return Some((shown(template), "`Fn::Sub` takes a text that is written out".to_owned()));
                }
                (!values.is_map())
                    .then(|| (shown(values), "the variables of `Fn::Sub` are a mapping".to_owned()))
            }
            _ => {
                Some((call.name_span, "`Fn::Sub` takes a text, or a list of a text and a mapping".to_owned()))
            }
        },
        _ => argument.scalar().is_none().then(|| {
            (call.name_span, "`Fn::Sub` takes a text, or a list of a text and a mapping".to_owned())
        }),
    }
}

fn selected(call: &Call) -> Option<(Span, String)> {
    let [index, list] = call.argument.items() else {
        return Some((call.name_span, "`Fn::Select` takes an index and a list".to_owned()));
    };
    if index.is_list() || index.is_map() || index.scalar().is_some_and(|text| text.parse::<u32>().is_err()) {
        return Some((shown(index), "an index is a whole number, from 0 on".to_owned()));
    }
    if list.scalar().is_some() || list.is_map() {
        return Some((shown(list), "`Fn::Select` takes an index and a list".to_owned()));
    }
    let count = list.items().len();
    let chosen = index.scalar().and_then(|text| text.parse::<usize>().ok())?;
    let counted = list.is_list() && !list.items().iter().any(|item| item.is_no_value() || is_if(item));
    (counted && chosen >= count)
        .then(|| (shown(index), format!("the list has {count} items, and the first has index 0")))
}

fn mapped(call: &Call, extended: bool) -> Option<(Span, String)> {
    let items = call.argument.items();
    if items.len() != 3 && !(extended && items.len() == 4) {
        return Some((call.name_span, "`Fn::FindInMap` takes the name of a mapping and two keys".to_owned()));
    }
    let wrong = items[..3].iter().find(|item| item.is_list() || item.is_map())?;
    Some((shown(wrong), "`Fn::FindInMap` takes names and keys as texts".to_owned()))
}

fn is_if(node: &Node) -> bool {
    node.call_of(&Function::If).is_some()
}

fn is_null(node: &Node) -> bool {
    matches!(node.kind, Kind::Null)
}

/// How a call looks.
fn form(function: &Function) -> &'static str {
    match function {
        Function::Ref => "!Ref Topic",
        Function::Condition => "!Condition IsLive",
        Function::GetAtt => "!GetAtt Topic.TopicName",
        Function::Sub => "!Sub [\"${Name}-topic\", { Name: orders }]",
        Function::Join => "!Join [\"-\", [orders, !Ref Stage]]",
        Function::Select => "!Select [0, !Ref Names]",
        Function::Split => "!Split [\",\", !Ref Text]",
        Function::FindInMap => "!FindInMap [Names, !Ref Stage, Topic]",
        Function::If => "!If [IsLive, orders, test]",
        Function::Equals => "!Equals [!Ref Stage, live]",
        Function::And => "!And [!Condition IsLive, !Condition IsFirst]",
        Function::Or => "!Or [!Condition IsLive, !Condition IsFirst]",
        Function::Not => "!Not [!Condition IsLive]",
        Function::Cidr => "!Cidr [10.0.0.0/16, 4, 8]",
        Function::ImportValue => "!ImportValue orders-topic",
        Function::Base64 => "!Base64 text",
        Function::GetAzs => "!GetAZs \"\"",
        Function::Transform => "Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://… } }",
        Function::GetStackOutput => "Fn::GetStackOutput: { StackName: orders, OutputName: Topic }",
        Function::Length => "Fn::Length: !Ref Names",
        Function::ToJsonString => "Fn::ToJsonString: { name: orders }",
        Function::Contains => "Fn::Contains: [[live, test], !Ref Stage]",
        Function::EachMemberEquals => "Fn::EachMemberEquals: [[…], value]",
        Function::EachMemberIn => "Fn::EachMemberIn: [[…], […]]",
        Function::ValueOf => "Fn::ValueOf: [Subnet, VpcId]",
        Function::ValueOfAll => "Fn::ValueOfAll: [AWS::EC2::Subnet::Id, VpcId]",
        Function::RefAll => "Fn::RefAll: AWS::EC2::VPC::Id",
        Function::Unknown(_) => "",
    }
}

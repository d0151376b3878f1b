//! Types of parameters that there are not.

use cfn::read::Node;
use diag::Severity;

use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "parameter-type-unknown",
    severity: Severity::Error,
    title: "A parameter has a type that there is not.",
    explanation: "Parameters are of the types `String`, `Number`, `List<Number>`, `CommaDelimitedList`, of one of AWS's own such \
                  as `AWS::EC2::Subnet::Id` or `List<AWS::EC2::Subnet::Id>`, or `AWS::SSM::Parameter::Value<…>` of one of \
                  these. CloudFormation refuses others: \"Template format error: Unrecognized parameter type\". There are no \
                  booleans: take a `String` with the allowed values `\"true\"` and `\"false\"`.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>
const SUPPLIED: [&str; 11] = [
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
    "AWS::SSM::Parameter::Name",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let mut known: Vec<String> = ["String", "Number", "CommaDelimitedList", "List<Number>", "List<String>"]
        .into_iter()
        .chain(SUPPLIED)
        .map(str::to_owned)
        .collect();
    known.extend(SUPPLIED.iter().map(|name| format!("List<{name}>")));
    for parameter in ctx.section("Parameters") {
        let Some(node) = parameter.value.get("Type") else { continue };
        let Some(kind) = node.scalar() else {
            if node.call().is_none() && (node.is_list() || node.is_map()) {
                out.add(RULE.at(node.handle(), "the type of a parameter is a text"));
            }
            continue;
        };
        let stored = kind.strip_prefix("AWS::SSM::Parameter::Value<").and_then(|rest| rest.strip_suffix('>'));
        let name = stored.unwrap_or(kind);
        if known.iter().any(|known| known == name) {
            continue;
        }
        let mut finding = RULE.at(node.handle(), format!("no parameter is of the type `{kind}`"));
        // What Systems Manager holds is taken as it is where the type within is none, and only documented ones are checked.
        if stored.is_some_and(|inner| !inner.is_empty()) {
            finding.severity = Severity::Warning;
        }
        out.add(match kind {
            "Boolean" | "boolean" | "Bool" => {
                finding.help("take a `String` with `AllowedValues: [\"true\", \"false\"]`")
            }
            _ => {
                suggest(finding, ctx.document(), (kind, Node::handle(node)), known.iter().map(String::as_str))
            }
        });
    }
}

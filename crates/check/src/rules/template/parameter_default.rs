//! Defaults that their own parameter does not take.

use cfn::read::{Entry, Node};
use diag::Severity;
use regex_lite::Regex;

use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "parameter-default",
    severity: Severity::Error,
    title: "A parameter's default is not one that it takes.",
    explanation: "The default of a parameter has to keep what the parameter says of its values: it is one of `AllowedValues`, \
                  matches `AllowedPattern` from end to end, lies within the lengths or numbers, and a number is a number. Of a \
                  list, every item does. CloudFormation refuses the deployment that falls back on it. Patterns that Java \
                  reads and other engines do not are left alone.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for parameter in ctx.section("Parameters") {
        let Some(default) = parameter.value.get("Default") else { continue };
        let Some(text) = default.scalar() else { continue };
        let kind = parameter.value.get("Type").and_then(Node::text).unwrap_or_default();
        // What Systems Manager holds under this name is compared, not the name.
        if kind.starts_with("AWS::SSM::Parameter::Value<") || text.contains("{{resolve:") {
            continue;
        }
        let is_list = kind.starts_with("List<") || kind == "CommaDelimitedList";
        // A whole list among the allowed values has been seen to work, too.
        if is_list && fault(&parameter.value, kind, text).is_none() {
            continue;
        }
        let items: Vec<&str> = if is_list { text.split(',').map(str::trim).collect() } else { vec![text] };
        for item in items {
            if let Some(message) = fault(&parameter.value, kind, item) {
                let shown: String = item.chars().take(60).collect();
                let finding = RULE.at(default.handle(), format!("the default `{shown}` {message}"));
                out.add(help(ctx, finding, parameter, default, item));
            }
        }
    }
}

fn help(
    ctx: &Context<'_>,
    finding: diag::Diagnostic,
    parameter: &Entry,
    default: &Node,
    item: &str,
) -> diag::Diagnostic {
    let allowed = parameter.value.get("AllowedValues").map_or(&[][..], Node::items);
    let names = allowed.iter().filter_map(Node::scalar);
    suggest(finding, ctx.document(), (item, default.span), names)
}

/// What the parameter has against a value.
fn fault(parameter: &Node, kind: &str, text: &str) -> Option<String> {
    let value = |key: &str| parameter.get(key).and_then(Node::scalar);
    let number = |key: &str| value(key).and_then(|text| text.parse::<f64>().ok());
    let is_number = matches!(kind, "Number" | "List<Number>");
    let parsed = text.parse::<f64>().ok();
    if is_number && parsed.is_none() {
        return Some("is no number".to_owned());
    }
    let allowed = parameter.get("AllowedValues").map_or(&[][..], Node::items);
    let values: Option<Vec<&str>> = allowed.iter().map(Node::scalar).collect();
    let equal = |known: &&str| *known == text || is_number && known.parse::<f64>().ok() == parsed;
    if values.is_some_and(|values| !values.is_empty() && !values.iter().any(equal)) {
        return Some("is none of `AllowedValues`".to_owned());
    }
    if is_number {
        let parsed = parsed?;
        if number("MinValue").is_some_and(|least| parsed < least) {
            return Some("is less than `MinValue`".to_owned());
        }
        return number("MaxValue")
            .is_some_and(|most| parsed > most)
            .then(|| "is more than `MaxValue`".to_owned());
    }
    #[allow(clippy::cast_precision_loss)] // a length
    let length = text.chars().count() as f64;
    if number("MinLength").is_some_and(|least| length < least) {
        return Some("is shorter than `MinLength`".to_owned());
    }
    if number("MaxLength").is_some_and(|most| length > most) {
        return Some("is longer than `MaxLength`".to_owned());
    }
    let pattern = value("AllowedPattern")?;
    let regex = Regex::new(&format!("^(?:{pattern})$")).ok()?;
    (!regex.is_match(text)).then(|| "does not match `AllowedPattern`".to_owned())
}

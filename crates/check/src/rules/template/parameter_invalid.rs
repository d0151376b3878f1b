//! Parameters that are not declared as parameters are.

use cfn::read::{Entry, Kind, Node};
use diag::Severity;

use super::suggest::suggest_key;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "parameter-invalid",
    severity: Severity::Error,
    title: "A parameter is declared wrongly.",
    explanation: "A parameter is a mapping with a `Type`, and besides only `AllowedPattern`, `AllowedValues`, \
                  `ConstraintDescription`, `Default`, `Description`, `MaxLength`, `MaxValue`, `MinLength`, `MinValue` and \
                  `NoEcho`, each a text or number that is written out, `AllowedValues` a list of them. Lengths and patterns \
                  are for texts, `MinValue` and `MaxValue` for numbers. CloudFormation refuses the template otherwise.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

const KEYS: [&str; 11] = [
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if let Some(entry) = ctx.root().entry("Parameters")
        && !entry.value.is_map()
        && !matches!(entry.value.kind, Kind::Null | Kind::Call(_))
    {
        out.add(RULE.at(entry.key_span, "the section `Parameters` is not a mapping"));
    }
    for parameter in ctx.section("Parameters") {
        if !parameter.key.starts_with("Fn::") && parameter.key != "<<" {
            declared(ctx, parameter, out);
        }
    }
}

fn declared(ctx: &Context<'_>, parameter: &Entry, out: &mut Findings) {
    let (name, node) = (&parameter.key, &parameter.value);
    if !node.is_map() {
        if !matches!(node.kind, Kind::Null | Kind::Call(_)) {
            out.add(RULE.at(parameter.key_span, format!("the parameter `{name}` is not a mapping")));
        }
        return;
    }
    if node.get("Type").is_none() && !node.is_open() {
        let finding = RULE.at(parameter.key_span, format!("the parameter `{name}` has no `Type`"));
        out.add(finding.help("write `Type: String`, or what else it is"));
    }
    let kind = node.get("Type").and_then(Node::text).unwrap_or_default();
    for entry in node.entries() {
        let key = entry.key.as_str();
        if key.starts_with("Fn::") || key == "<<" {
            continue;
        }
        if !KEYS.contains(&key) {
            let finding = RULE.at(entry.key_span, format!("a parameter has no `{key}`"));
            out.add(suggest_key(finding, ctx.document(), (node, entry), KEYS));
        } else if let Some(message) = misfit(key, &entry.value, kind) {
            out.add(RULE.at(entry.value.handle(), message));
        } else if let Some(message) = misplaced(key, kind) {
            out.add(RULE.at(entry.key_span, message));
        }
    }
    for (least, most) in [("MinLength", "MaxLength"), ("MinValue", "MaxValue")] {
        let number = |key| node.get(key).and_then(Node::scalar).and_then(|text| text.parse::<f64>().ok());
        if let (Some(low), Some(high)) = (number(least), number(most))
            && low > high
        {
            let span = node.get(most).map_or(parameter.key_span, Node::handle);
            out.add(RULE.at(span, format!("`{most}` is less than `{least}`: no value fits `{name}`")));
        }
    }
}

/// What a key's value is not.
fn misfit(key: &str, node: &Node, kind: &str) -> Option<String> {
    // Nulls and functions have findings of their own.
    if matches!(node.kind, Kind::Null | Kind::Call(_)) {
        return None;
    }
    let number = || node.scalar().and_then(|text| text.parse::<f64>().ok());
    let whole = || node.scalar().is_some_and(|text| text.parse::<u64>().is_ok());
    let fits = match key {
        "AllowedValues" if !node.is_list() => return Some("`AllowedValues` is a list".to_owned()),
        "AllowedValues" => {
            return node
                .items()
                .iter()
                .any(|item| item.is_list() || item.is_map())
                .then(|| "`AllowedValues` is a list of texts or numbers".to_owned());
        }
        "NoEcho" => {
            let is_boolean = |text: &str| matches!(text.to_ascii_lowercase().as_str(), "true" | "false");
            return (!node.scalar().is_some_and(is_boolean))
                .then(|| "`NoEcho` is `true` or `false`".to_owned());
        }
        "MinLength" | "MaxLength" => {
            return (!whole()).then(|| format!("`{key}` is a whole number"));
        }
        "MinValue" | "MaxValue" => return number().is_none().then(|| format!("`{key}` is a number")),
        "Default" if node.is_list() && (kind.contains("List")) => {
            return Some("the default of a list is one text, with commas between the items".to_owned());
        }
        _ => node.scalar().is_some(),
    };
    (!fits).then(|| format!("`{key}` is a text"))
}

/// A key that says nothing of this type.
fn misplaced(key: &str, kind: &str) -> Option<String> {
    let is_number = kind == "Number";
    match key {
        "MinLength" | "MaxLength" | "AllowedPattern" if is_number => {
            Some(format!("`{key}` is for texts, and this is a number"))
        }
        "MinValue" | "MaxValue" if !is_number && !kind.is_empty() && !kind.contains("Number") => {
            Some(format!("`{key}` is for numbers, and this is a `{kind}`"))
        }
        _ => None,
    }
}

//! A text where a mapping is wanted, or the other way round.

use diag::{Severity, Span};

use crate::context::Context;
use crate::policy::{Content, Map, Member, Policy, Value};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-wrong-type",
    severity: Severity::Error,
    title: "A part of a policy is of the wrong type.",
    explanation: "A policy document is a mapping, or a text that holds one as JSON. Its Statement is a mapping or a list of \
        mappings; Action and Resource take a text or a list of texts; Condition a mapping of operators, each with a mapping \
        of keys. Principal takes `*` or a mapping of kinds: an account or role stands under `AWS`, a service under \
        `Service`. Anything else is a syntax error to IAM, and the deployment fails.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ],
    check,
};

const TEXT: &str = "a text";
const TEXTS: &str = "a text or a list of texts";
const MAPPING: &str = "a mapping";

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for policy in ctx.policies() {
        document(policy, findings);
        for statement in &policy.statements {
            for member in &statement.map.members {
                element(member, findings);
            }
        }
    }
}

fn document(policy: &Policy<'_>, findings: &mut Findings) {
    let Some(map) = policy.map() else {
        let finding = match &policy.document.content {
            // What a parameter or an import gives may well be JSON.
            Content::Text(text) if text.literal && text.known().is_some() => {
                RULE.at(text.span, "the policy is a text that holds no JSON").help("write it as a mapping")
            }
            Content::List(_) => wrong(policy.document.span, "the policy", MAPPING, &policy.document),
            _ => return,
        };
        findings.add(finding);
        return;
    };
    for value in map.get("Statement").map_or(&[][..], |member| &member.values) {
        statements(value, true, findings);
    }
}

fn statements(value: &Value<'_>, list: bool, findings: &mut Findings) {
    match &value.content {
        Content::List(items) if list => items.iter().for_each(|item| statements(item, false, findings)),
        Content::Map(_) | Content::Unknown => {}
        // The list that a parameter or another function gives.
        Content::Text(text) if text.known().is_none() => {}
        _ => findings.add(wrong(value.span, "a statement", MAPPING, value)),
    }
}

fn element(member: &Member<'_>, findings: &mut Findings) {
    for value in &member.values {
        match &*member.key {
            "Effect" | "Sid" => text(member, value, false, findings),
            "Action" | "NotAction" | "Resource" | "NotResource" => text(member, value, true, findings),
            "Condition" => condition(member, value, findings),
            "Principal" | "NotPrincipal" => principal(member, value, findings),
            _ => {}
        }
    }
}

fn text(member: &Member<'_>, value: &Value<'_>, list: bool, findings: &mut Findings) {
    match &value.content {
        Content::List(items) if list => items.iter().for_each(|item| text(member, item, false, findings)),
        Content::Text(_) | Content::Unknown => {}
        _ => findings.add(wrong(value.span, &member.key, if list { TEXTS } else { TEXT }, value)),
    }
}

fn condition(member: &Member<'_>, value: &Value<'_>, findings: &mut Findings) {
    let Some(map) = mapping(member, value, findings) else { return };
    for operator in &map.members {
        for value in &operator.values {
            let Some(map) = mapping(operator, value, findings) else { continue };
            for key in &map.members {
                key.values.iter().for_each(|value| text(key, value, true, findings));
            }
        }
    }
}

fn principal(member: &Member<'_>, value: &Value<'_>, findings: &mut Findings) {
    match &value.content {
        Content::Map(map) => {
            for kind in &map.members {
                kind.values.iter().for_each(|value| text(kind, value, true, findings));
            }
        }
        Content::Text(text) if text.known().is_some_and(|text| text != "*") => {
            let name = text.shown();
            let kind = if name.contains(".amazonaws.com") { "Service" } else { "AWS" };
            findings.add(
                RULE.at(text.span, format!("`{}` takes `*` or a mapping", member.key))
                    .help(format!("write `{}: {{ {kind}: \"{name}\" }}`", member.key)),
            );
        }
        Content::Text(_) | Content::Unknown => {}
        _ => findings.add(wrong(value.span, &member.key, MAPPING, value)),
    }
}

/// The mapping that an element has to be.
fn mapping<'a, 't>(
    member: &Member<'t>,
    value: &'a Value<'t>,
    findings: &mut Findings,
) -> Option<&'a Map<'t>> {
    match &value.content {
        Content::Map(map) => return Some(map),
        Content::Unknown => {}
        Content::Text(text) if text.known().is_none() => {}
        _ => findings.add(wrong(value.span, &member.key, MAPPING, value)),
    }
    None
}

fn wrong(span: Span, what: &str, wanted: &str, value: &Value<'_>) -> diag::Diagnostic {
    let found = match &value.content {
        Content::List(_) => "a list",
        Content::Map(_) => MAPPING,
        Content::Null => "nothing",
        Content::Text(_) | Content::Unknown => TEXT,
    };
    let what = if what.contains(' ') { what.to_owned() } else { format!("`{what}`") };
    RULE.at(span, format!("{what} has to be {wanted}, not {found}"))
}

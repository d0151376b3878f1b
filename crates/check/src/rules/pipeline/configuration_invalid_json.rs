//! `configuration-invalid-json`: a configuration value that should be JSON of a certain shape, and is not.

use diag::{Severity, Span};
use serde_json::Value;

use super::json::{self, HOLE, Json};
use super::mend::listed;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::types::Form;
use crate::pipelines::{Pipeline, Step};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "configuration-invalid-json",
    severity: Severity::Error,
    title: "A configuration value is not the JSON that its key takes.",
    explanation: "Environment variables of a build are a JSON list of objects with `name`, `value` and, if wanted, `type`; \
        parameter overrides are a JSON object; the input of a state machine is any JSON. CodePipeline refuses anything \
        else, or the action fails when it runs. Mind the quotes: JSON has double ones, and none may be missing around what \
        `Fn::Sub` fills in.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-parameter-override-functions.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html",
    ],
    check,
};

const KINDS: [&str; 3] = ["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"];

/// What the text has to be.
#[derive(Clone, Copy)]
enum Shape {
    Any,
    Environment,
    Object,
    Records(&'static [&'static str]),
}

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        for setting in &step.settings {
            let Some(shape) = shape(ctx, step, &setting.entry.key) else { continue };
            for pattern in ctx.patterns(&setting.entry.value) {
                let Some(json) = json::read(ctx, &pattern) else { continue };
                let key = &setting.entry.key;
                match json {
                    Json::Not(why, span) => {
                        let finding = RULE.at(span, format!("`{key}` is no JSON: {why}"));
                        out.add(finding.help(wanted(shape)));
                    }
                    Json::Is(value) => {
                        if let Some((fault, is_sure)) = fault(shape, &value) {
                            let mut finding =
                                RULE.at(place(ctx, &pattern, &fault), format!("`{key}`: {}", fault.what));
                            if !is_sure {
                                finding.severity = Severity::Warning;
                            }
                            out.add(finding.help(wanted(shape)));
                        }
                    }
                }
            }
        }
    }
}

fn shape<'t>(ctx: &Context<'t>, step: &Step<'t>, key: &str) -> Option<Shape> {
    match step.kind?.key(key)?.form {
        Form::Environment => Some(Shape::Environment),
        Form::Parameters => Some(Shape::Object),
        Form::Records(keys) => Some(Shape::Records(keys)),
        Form::Text if step.is("Invoke", "StepFunctions") && key == "Input" => {
            let literal = step.lacks("InputType")
                || step.setting(ctx, "InputType").is_some_and(|kind| kind.value == "Literal");
            literal.then_some(Shape::Any)
        }
        _ => None,
    }
}

fn wanted(shape: Shape) -> String {
    match shape {
        Shape::Any => "it is any JSON".to_owned(),
        Shape::Environment => {
            format!(
                "it is like `[{{\"name\": \"A\", \"value\": \"b\", \"type\": \"PLAINTEXT\"}}]`; types are {}",
                listed(KINDS)
            )
        }
        Shape::Object => "it is like `{\"Parameter\": \"value\"}`".to_owned(),
        Shape::Records(keys) => format!("it is a list of objects with {}", listed(keys.iter().copied())),
    }
}

/// What is wrong, and a word in the text that shows it.
struct Fault {
    what: String,
    word: Option<String>,
}

fn fault(shape: Shape, value: &Value) -> Option<(Fault, bool)> {
    let whole = |what: &str| Some((Fault { what: what.to_owned(), word: None }, true));
    let Value::Array(items) = value else {
        return match shape {
            Shape::Any => None,
            Shape::Object if value.is_object() => None,
            Shape::Object => whole("an object is wanted"),
            Shape::Environment | Shape::Records(_) => whole("a list is wanted"),
        };
    };
    match shape {
        Shape::Any => None,
        Shape::Object => whole("an object is wanted"),
        Shape::Environment => items.iter().find_map(variable_fault),
        Shape::Records(keys) => items.iter().find_map(|item| {
            let missing = keys.iter().find(|key| item.get(**key).is_none())?;
            Some((Fault { what: format!("an item has no `{missing}`"), word: None }, true))
        }),
    }
}

fn variable_fault(item: &Value) -> Option<(Fault, bool)> {
    let name = item.get("name").and_then(Value::as_str);
    let fault = |what: String| Fault { what, word: name.map(str::to_owned) };
    if !item.is_object() {
        return Some((fault("an item is no object".to_owned()), true));
    }
    for key in ["name", "value"] {
        match item.get(key) {
            None => return Some((fault(format!("an item has no `{key}`")), true)),
            Some(Value::String(_)) => {}
            Some(_) => return Some((fault(format!("a `{key}` is no text")), false)),
        }
    }
    let kind = item.get("type")?;
    let known = kind.as_str().is_some_and(|kind| KINDS.contains(&kind) || kind.contains([HOLE, '#']));
    (!known).then(|| {
        let word = kind.as_str().map(str::to_owned);
        (Fault { what: format!("there is no type {kind}"), word }, true)
    })
}

fn place(ctx: &Context<'_>, pattern: &crate::resolve::Pattern<'_>, fault: &Fault) -> Span {
    let quoted = fault.word.as_ref().map(|word| format!("\"{word}\""));
    let written = pattern.node.text().unwrap_or_default();
    match quoted.and_then(|word| Some((written.find(&word)?, word.len()))) {
        Some((at, length)) => ctx.document().place(pattern.node, at..at + length),
        None => pattern.node.handle(),
    }
}

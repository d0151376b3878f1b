//! A constant input of a target that is no JSON.

use diag::Severity;
use serde_json::Value;

use crate::Rule;
use crate::context::Context;
use crate::resolve::{Hole, Piece};
use crate::rule::Findings;

use super::read::{of_type, targets};

pub(super) const RULE: Rule = Rule {
    code: "target-input-not-json",
    severity: Severity::Error,
    title: "The constant input of a target is not JSON.",
    explanation: "`Input` is the JSON that a target is given in place of the event. EventBridge refuses a \
        text that is no JSON when the stack is deployed (`JSON syntax error in input for target …`). A plain \
        text is JSON only in quotes of its own: `Input: '\"start\"'`. EventBridge Scheduler takes plain \
        texts for templated targets too, so there only what begins like an object or list and is none is \
        found, as a warning.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let schedules =
        of_type(ctx, "AWS::Scheduler::Schedule").flat_map(|(_, schedule)| ctx.get(schedule, "Target"));
    let all = targets(ctx).into_iter().map(|(_, target)| (target, false));
    for (target, lenient) in all.chain(schedules.map(|target| (target, true))).collect::<Vec<_>>() {
        for pattern in ctx.get(target, "Input").into_iter().flat_map(|input| ctx.patterns(input)) {
            let Some(text) = filled(&pattern.pieces) else { continue };
            let structured = text.trim_start().starts_with(['{', '[']);
            let Err(error) = serde_json::from_str::<Value>(&text) else { continue };
            if lenient && !structured {
                continue;
            }
            let mut finding = RULE
                .at(pattern.node.handle(), "the input of the target is no JSON")
                .label(reason(&error))
                .help("a text needs quotes of its own: `Input: '\"start\"'`");
            if lenient {
                finding.severity = Severity::Warning;
            }
            findings.add(finding);
        }
    }
}

/// The text with something harmless in its holes; nothing, where a hole may hold more than the inside of a text.
fn filled(pieces: &[Piece<'_>]) -> Option<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Known(known) => text.push_str(known),
            // A hole between quotes can hold nearly anything; outside of them, a number or even a structure.
            Piece::Hole(Hole::Ref(_) | Hole::Att(_, _)) if in_quotes(&text) => text.push('x'),
            Piece::Hole(_) => return None,
        }
    }
    Some(text)
}

/// Whether a text in JSON has begun and not ended yet.
fn in_quotes(text: &str) -> bool {
    let mut inside = false;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if inside => {
                letters.next();
            }
            '"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line").next().unwrap_or(&text).to_owned()
}

//! JSON in a text of the template, with holes for what only the deployment or the execution knows.

use diag::Span;
use serde_json::Value;

use crate::context::Context;
use crate::resolve::{Pattern, Piece};

/// What stands for a hole in a JSON text. A private letter: nobody writes it.
pub(in crate::rules) const HOLE: char = '\u{e000}';

/// A text that should be JSON.
pub(in crate::rules) enum Json {
    /// It is, with [`HOLE`]s in its texts.
    Is(Value),
    /// It is none: why, and where.
    Not(String, Span),
}

/// What the text is as JSON; `None` where a hole stands outside of its texts, and anything may come there.
pub(in crate::rules) fn read(ctx: &Context<'_>, pattern: &Pattern<'_>) -> Option<Json> {
    let text = filled(pattern)?;
    Some(match serde_json::from_str(&text) {
        Ok(value) => Json::Is(value),
        Err(error) => {
            let why = error.to_string();
            let why = why.split_once(" at line").map_or(&*why, |(why, _)| why).to_owned();
            let same = pattern.node.text() == Some(&*text);
            let place = offset(&text, error.line(), error.column()).filter(|_| same);
            let span = place
                .map_or_else(|| pattern.node.handle(), |at| ctx.document().place(pattern.node, at..at + 1));
            Json::Not(why, span)
        }
    })
}

/// The pieces as one text. Holes, variables among them, are filled where they stand in a JSON text.
fn filled(pattern: &Pattern<'_>) -> Option<String> {
    let mut text = String::new();
    let (mut in_text, mut escaped) = (false, false);
    for piece in &pattern.pieces {
        let Piece::Known(known) = piece else {
            text.push(in_text.then_some(HOLE)?);
            continue;
        };
        let mut letters = known.chars().peekable();
        while let Some(letter) = letters.next() {
            text.push(letter);
            match letter {
                _ if escaped => escaped = false,
                '\\' if in_text => escaped = true,
                '"' => in_text = !in_text,
                // A variable outside of a text may become anything.
                '#' if !in_text && letters.peek() == Some(&'{') => return None,
                _ => {}
            }
        }
    }
    Some(text)
}

/// The byte that serde_json's line and column mean.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let at = start + column.checked_sub(1)?;
    text.get(at..=at).map(|_| at)
}

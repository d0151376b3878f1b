//! Tests of the tables.

#![allow(clippy::unwrap_used)] // a test panics

mod actions;
mod services;
mod stacks;

use cfn::read::{self, Document};

use super::{Calls, When};
use crate::world::World;

fn read(text: &str) -> Document {
    read::read(text).unwrap()
}

/// A call a line: action, resource, and in brackets when, for those that not every execution makes. None are those that
/// nobody is known to make.
fn lines(calls: &Calls) -> Vec<String> {
    let shown = |text: &str| text.replace("\u{E000}~", "<").replace('\u{E000}', "<").replace('\u{E001}', ">");
    calls
        .calls
        .iter()
        .filter_map(|call| {
            let when = match call.when {
                When::Always => "",
                When::Only(_) => " (only)",
                When::Console(_) => " (console)",
                When::Perhaps(_) => " (perhaps)",
                When::Listed(_) => return None,
            };
            Some(format!("{} {}{when}", call.action, shown(&call.resource)))
        })
        .collect()
}

/// The lines with the stack's account and region left out.
fn short(calls: &Calls) -> Vec<String> {
    let lines = lines(calls).into_iter();
    lines.map(|line| line.replace("us-east-1:111122223333", "…").replace("arn:aws:", "")).collect()
}

/// The actions of the calls that every execution makes.
fn always(calls: &Calls) -> Vec<&str> {
    let always = calls.calls.iter().filter(|call| call.when == When::Always);
    always.map(|call| call.action.as_ref()).collect()
}

fn world(document: &Document) -> World<'_> {
    World::new(document, &crate::world::Given::default())
}

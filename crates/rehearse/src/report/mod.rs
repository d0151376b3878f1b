//! The walk, written down: a timeline for people, JSON for programs.

mod failures;
mod json;
mod timeline;

pub(crate) use failures::{failures_json, tales};
pub(crate) use json::json;
pub(crate) use timeline::timeline;

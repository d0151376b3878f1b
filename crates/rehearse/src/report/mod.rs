//! The walk, written down: a timeline for people, JSON for programs.

mod json;
mod timeline;

pub(crate) use json::json;
pub(crate) use timeline::timeline;

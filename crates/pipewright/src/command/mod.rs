//! One file per command.

pub(crate) mod schema;
pub(crate) mod synth;

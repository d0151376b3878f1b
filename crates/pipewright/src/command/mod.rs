//! One file per command.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod rehearse;
pub(crate) mod schema;
pub(crate) mod synth;

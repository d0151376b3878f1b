//! What AWS's pages say, as tables.

pub(super) mod details;
pub(super) mod notifications;
pub(super) mod sources;
pub(super) mod targets;

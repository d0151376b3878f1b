//! `cargo xtask mutations`: valid templates broken one place at a time, and who finds it.
//!
//! The campaign is Python (`crates/xtask/conformance/mutations`), since cfn-lint is: both judges see the same files.

use crate::run::run as execute;
use crate::suite::Suite;

/// Hands the arguments to the campaign: `--count N`, `--seed S`, `--sample`, `--only CLASS`, `--keep FOLDER`.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    execute(Suite::new()?.module("mutations").args(arguments))
}

//! `cargo xtask conformance`: judges from outside over every stack.

use crate::run::run as execute;
use crate::suite::Suite;
use crate::{fuzz, iam, sarif};

/// Enough to see that a target works and that nothing near its seeds breaks it.
const FUZZ_SECONDS: u32 = 20;

/// Sets up the judges, makes the templates, lets the judges judge.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let suite = Suite::new()?;
    let checkov = suite.environment("checkov", "requirements-checkov.txt")?;
    sarif::logs(&suite.root, &suite.target)?;
    let iam = iam::second_opinion(&suite.root, &suite.target)?;
    execute(
        suite
            .module("judges")
            .arg("--checkov")
            .arg(checkov.with_file_name("checkov"))
            .arg("--iam")
            .arg(iam)
            .arg("--stacks-dir")
            .arg(suite.root.join("stacks"))
            .args(arguments),
    )?;
    // Naming some judges means wanting only those.
    if arguments.is_empty() { fuzz::all(FUZZ_SECONDS, &[]) } else { Ok(()) }
}

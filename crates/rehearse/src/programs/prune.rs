//! What pipewright's `prune.sh` calls, for every function whose old versions it deletes.

use super::abroad;
use super::buildspec::Build;
use super::known::{PRUNE, Row, row};
use super::names::{function, token};
use super::shell::{Command, Script, Word};
use super::variables::value;
use crate::calls::{Call, When};
use crate::world::World;

const LAMBDA: &str = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html";

/// What a call is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum For {
    Function,
    /// An old version.
    Version,
}

pub(super) const CALLS: &[Row<For>] = &[
    row(
        "lambda list-versions-by-function",
        "lambda:ListVersionsByFunction",
        For::Function,
        When::Always,
        LAMBDA,
    ),
    row("lambda list-aliases", "lambda:ListAliases", For::Function, When::Always, LAMBDA),
    row(
        "lambda delete-function",
        "lambda:DeleteFunction",
        For::Version,
        When::Only("when there are more versions than are kept"),
        LAMBDA,
    ),
];

/// The calls of the pruning that a build runs, here or elsewhere; none, where it prunes nothing there.
pub(super) fn calls(world: &World<'_>, build: &Build, away: bool) -> Vec<Call> {
    if !prunes(build) {
        return Vec::new();
    }
    let commands = build.scripts.iter().flat_map(|script| &script.commands).filter_map(arguments);
    let mut calls = Vec::new();
    for target in commands.filter(|(there, _)| *there == away).filter_map(|(_, words)| words.get(1)) {
        let function = function(world, &value(target, &build.variables));
        calls.extend(CALLS.iter().map(|row| {
            row.call(match row.slot {
                For::Function => function.clone(),
                For::Version => format!("{function}:{}", token("an old version")),
            })
        }));
    }
    calls
}

/// Whether one of the here-documents is the pruning.
pub(super) fn prunes(build: &Build) -> bool {
    build.scripts.iter().flat_map(|script| &script.here_documents).any(|text| PRUNE.is(text))
}

/// What follows in `bash "$release/prune.sh" NAME FUNCTION KEEP`, and whether it runs elsewhere.
fn arguments(command: &Command) -> Option<(bool, &[Word])> {
    abroad::arguments(command, "/prune.sh")
}

/// Whether a command of a script belongs to the pruning.
pub(super) fn is_known(command: &Command, script: &Script) -> bool {
    let mut texts = command.here.iter().filter_map(|number| script.here_documents.get(*number));
    arguments(command).is_some() || texts.any(|text| PRUNE.is(text))
}

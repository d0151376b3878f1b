//! The command line: reads files, calls the libraries, prints. The only crate that does any of it.
//!
//! stdout carries a command's result and nothing else; everything for people goes to stderr. Exit status: 0 fine,
//! 1 findings, 2 wrong usage or unreadable input.

mod catalogue;
mod cli;
mod command;
mod failure;
mod input;
mod judge;
mod language;
mod mend;
mod origins;
mod output;
mod pipelines;
mod report;
mod templates;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::report::Reporter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let reporter = Reporter::new(cli.color);
    let outcome = match &cli.command {
        Command::Synth(arguments) => command::synth::run(arguments, &reporter),
        Command::Check(arguments) => command::check::run(arguments, &reporter),
        Command::Rehearse(arguments) => command::rehearse::run(arguments, &reporter),
        Command::Explain(arguments) => command::explain::run(arguments),
        Command::Schema(arguments) => command::schema::run(arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            reporter.failure(&failure);
            failure.exit_code()
        }
    }
}

//! The project's own chores: `cargo xtask conformance`, `cargo xtask bench-check`, `cargo xtask facts`, `cargo xtask fuzz`,
//! `cargo xtask mutations`.
//!
//! Conformance hands every stack's template to the judges from outside (see `crates/xtask/conformance/`). This program
//! only sets up what they need, under `target/conformance/`: two Python environments and the templates.

#![allow(clippy::print_stderr)] // a chore talks to the person who runs it

mod bench;
mod conformance;
mod facts;
mod fuzz;
mod iam;
mod mutations;
mod python;
mod run;
mod sarif;
mod suite;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask conformance [--only JUDGE,…]
       cargo xtask facts [--check | --verify]
       cargo xtask bench-check [TEMPLATE]
       cargo xtask fuzz [--seconds N] [TARGET…]
       cargo xtask mutations [--count N] [--seed S] [--sample] [--only CLASS] [--keep FOLDER]

  conformance   every judge over every stack in stacks/; --only names some of them
  bench-check   how long `check` takes beside cfn-lint on one template, whole processes
  facts         makes the data of crates/facts from pinned packages; --check: is it what comes out?
                --verify: does the crate tell what the packages carry?
  fuzz          every fuzz target for a while, 600 seconds each unless told otherwise
  mutations     breaks valid templates one place at a time, prints who finds what, writes docs/mutations.md";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((chore, rest)) if chore == "conformance" => conformance::run(rest),
        Some((chore, rest)) if chore == "bench-check" => bench::check(rest),
        Some((chore, rest)) if chore == "facts" => facts::run(rest),
        Some((chore, rest)) if chore == "fuzz" => fuzz::run(rest),
        Some((chore, rest)) if chore == "mutations" => mutations::run(rest),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

//! What people read, on stderr.

use std::io::{IsTerminal, Write, stderr};

use clap::ColorChoice;
use diag::{Diagnostic, Source};

use crate::failure::Failure;

/// Nobody reads more at once.
const MOST: usize = 100;

/// Writes findings and failures to stderr, coloured where that is wanted.
pub(crate) struct Reporter {
    color: bool,
}

impl Reporter {
    pub(crate) fn new(choice: ColorChoice) -> Self {
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            // https://no-color.org: any value but an empty one
            ColorChoice::Auto => {
                stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self { color }
    }

    /// The findings of one source, and how many there were.
    pub(crate) fn findings(&self, findings: &[Diagnostic], source: &Source) {
        let masked = diag::mask(source, findings);
        for finding in findings.iter().take(MOST) {
            Self::say(&format!("{}\n", diag::render(finding, &masked, self.color)));
        }
        if let Some(more) = findings.len().checked_sub(MOST).filter(|more| *more > 0) {
            Self::say(&format!("{}: {more} more findings", source.name));
        }
        let errors = findings.iter().filter(|finding| finding.is_error()).count();
        if errors > 0 {
            let plural = if errors == 1 { "" } else { "s" };
            Self::say(&format!("{}: {errors} error{plural}, no template", source.name));
        }
    }

    /// Why a command ends without its result.
    pub(crate) fn failure(&self, failure: &Failure) {
        if matches!(failure, Failure::Findings) {
            return;
        }
        let (red, plain) = if self.color { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        Self::say(&format!("{red}error{plain}: {failure}"));
        if let Some(help) = failure.help() {
            Self::say(&format!("  = help: {help}"));
        }
    }

    fn say(text: &str) {
        // Nothing is left to tell where stderr itself is closed.
        let _ = writeln!(stderr(), "{text}");
    }
}

//! What people read: findings in full, failures, sums.
//!
//! Texts are made here, with colour where it is wanted. What is a command's result is handed back; what is said about the
//! run goes to stderr at once.

use std::io::{IsTerminal, Write, stderr, stdout};

use clap::ColorChoice;
use diag::{Diagnostic, Judged, Severity};

use crate::failure::Failure;

/// Nobody reads more of one file at once.
const MOST: usize = 100;

/// Knows where colour is wanted.
pub(crate) struct Reporter {
    on_stdout: bool,
    on_stderr: bool,
}

impl Reporter {
    pub(crate) fn new(choice: ColorChoice) -> Self {
        let wanted = |is_terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            // https://no-color.org: any value but an empty one
            ColorChoice::Auto => {
                is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self { on_stdout: wanted(stdout().is_terminal()), on_stderr: wanted(stderr().is_terminal()) }
    }

    /// Findings as a command's result; without colour `into_file`.
    pub(crate) fn result(&self, files: &[Judged], into_file: bool) -> String {
        files.iter().map(|file| shown(file, self.on_stdout && !into_file)).collect()
    }

    /// On stderr: the findings about a stack, and that they keep its template from being printed where they do.
    pub(crate) fn findings(&self, file: &Judged) {
        let errors = count(std::slice::from_ref(file), Severity::Error);
        let mut text = shown(file, self.on_stderr);
        if errors > 0 {
            text.extend([&file.source.name, ": ", &number(errors, "error"), ", no template\n"]);
        }
        say(&text);
    }

    /// On stderr: the templates of a stack besides the one that is printed.
    pub(crate) fn others(&self, name: &str, environments: &[String]) {
        if environments.is_empty() {
            return;
        }
        let (bold, plain) = if self.on_stderr { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let names = environments.join(", ");
        say(&format!(
            "{bold}note{plain}: {name} has templates of its own for {names}\n  = help: `--environment NAME` prints one of \
             them, `--output FOLDER` writes all\n"
        ));
    }

    /// On stderr: what was mended.
    pub(crate) fn fixed(&self, name: &str, findings: &[Diagnostic]) {
        let (green, plain) = if self.on_stderr { ("\u{1b}[1;32m", "\u{1b}[0m") } else { ("", "") };
        for finding in findings {
            let title = finding.fix.as_ref().map_or("", |fix| fix.title.as_str());
            say(&format!("{green}fixed{plain}[{}]: {name}: {}\n", finding.code, diag::visible(title)));
        }
    }

    /// On stderr: how much there is of everything.
    pub(crate) fn sum(&self, files: &[Judged], mended: bool) {
        let (bold, plain) = if self.on_stderr { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let [errors, warnings, notes] =
            [Severity::Error, Severity::Warning, Severity::Note].map(|severity| count(files, severity));
        let found = match errors + warnings + notes {
            0 => "no findings".to_owned(),
            _ => [number(errors, "error"), number(warnings, "warning"), number(notes, "note")].join(", "),
        };
        let files_checked = number(files.len(), "file");
        let hidden = match files.iter().map(|file| file.suppressed.len()).sum() {
            0_usize => String::new(),
            suppressed => format!(", {suppressed} suppressed"),
        };
        let fixable = files.iter().flat_map(|file| &file.findings).filter(|one| one.fix.is_some()).count();
        let cure = match fixable {
            0 => String::new(),
            _ if mended => String::new(),
            _ => format!("; --fix mends {fixable}"),
        };
        say(&format!("{bold}{found} in {files_checked}{hidden}{cure}{plain}\n"));
    }

    /// On stderr: why a command ends without its result.
    pub(crate) fn failure(&self, failure: &Failure) {
        if matches!(failure, Failure::Findings) {
            return;
        }
        let (red, plain) = if self.on_stderr { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        say(&format!("{red}error{plain}: {failure}\n"));
        if let Some(help) = failure.help() {
            say(&format!("  = help: {help}\n"));
        }
    }
}

/// The findings of one file in full, and a line for each that is suppressed.
fn shown(file: &Judged, color: bool) -> String {
    let file = file.masked();
    let mut text = String::new();
    for finding in file.findings.iter().take(MOST) {
        text.extend([diag::render(finding, &file.source, color), "\n\n".to_owned()]);
    }
    if let Some(more) = file.findings.len().checked_sub(MOST).filter(|more| *more > 0) {
        text.extend([&file.source.name, ": ", &number(more, "more finding"), "\n"]);
    }
    for suppressed in &file.suppressed {
        text.extend([diag::render_suppressed(suppressed, &file.source), "\n".to_owned()]);
    }
    text
}

fn count(files: &[Judged], severity: Severity) -> usize {
    files.iter().flat_map(|file| &file.findings).filter(|finding| finding.severity == severity).count()
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn say(text: &str) {
    // Nothing is left to tell where stderr itself is closed.
    let _ = stderr().write_all(text.as_bytes());
}

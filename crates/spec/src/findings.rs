//! Where findings are collected.
//!
//! A stack that was written in Rust has no places; there the message itself says which part it speaks of.

use diag::{Diagnostic, Span};

use crate::codes::Finding;

#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
    /// The parts of the stack that are being looked at, outermost first: "stage `Build`".
    parts: Vec<String>,
}

impl Findings {
    /// Looks at a part of the stack.
    pub(crate) fn within<T>(&mut self, part: impl Into<String>, look: impl FnOnce(&mut Self) -> T) -> T {
        self.parts.push(part.into());
        let result = look(self);
        self.parts.pop();
        result
    }

    pub(crate) fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.span.is_none() && !self.parts.is_empty() {
            diagnostic.message = format!("{}: {}", self.parts.join(", "), diagnostic.message);
        }
        self.list.push(diagnostic);
    }

    /// The commonest kind of finding: an error at a place, with a label and a cure.
    pub(crate) fn error(
        &mut self,
        code: Finding,
        place: Option<Span>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(code.error(message).at(place).label(label).help(help));
    }

    /// A secret in clear at a place, which is not shown again.
    pub(crate) fn secret(
        &mut self,
        place: Option<Span>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Finding::LiteralCredential.error(message).at(place).secret().label(label).help(help));
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.list.iter().any(Diagnostic::is_error)
    }

    /// All of them, in the order of the file; those without a place come first.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|diagnostic| diagnostic.span.map(|span| (span.start, span.end)));
        self.list
    }
}

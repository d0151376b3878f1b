//! Findings and how they are shown.
//!
//! In: a [`Diagnostic`] made by any crate that judges something, and the [`Source`] it speaks of. Out: text for
//! people. No finding is worded here, and nothing is printed: the command line decides where the text goes.

mod nearest;
mod render;

pub use nearest::nearest;
pub use render::{mask, render};

/// A piece of a source file, in bytes from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one; equal to `start` where only a point is known.
    pub end: usize,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Works, but will hurt: the template is still printed.
    Warning,
    /// Does not work: nothing is printed.
    Error,
}

/// A text that findings point into.
#[derive(Debug, Clone)]
pub struct Source {
    /// What the user called it: a path as given, or `<stdin>`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable, kebab-case, never reused: `unknown-key`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One terse sentence in lower case without a full stop.
    pub message: String,
    /// Where; `None` for a stack that was written in Rust, or a finding about the whole file.
    pub span: Option<Span>,
    /// Whether the text at the place is a secret, which [`mask`] hides.
    pub secret: bool,
    /// What is said under the place, if anything.
    pub label: Option<String>,
    /// Other places that matter, each with what is said under it.
    pub related: Vec<(Span, String)>,
    /// What is allowed, and the cure.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error: nothing will be printed.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message.into())
    }

    /// A warning: the template is printed all the same.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message.into())
    }

    fn new(code: &'static str, severity: Severity, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            span: None,
            secret: false,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Where the finding is; `None` leaves it without a place.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// The text at the place is a secret.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// What to say under the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Another place that matters; nothing is added where it is unknown.
    #[must_use]
    pub fn related(mut self, span: impl Into<Option<Span>>, label: impl Into<String>) -> Self {
        if let Some(span) = span.into() {
            self.related.push((span, label.into()));
        }
        self
    }

    /// What is allowed, or the cure.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Whether this finding stops the template from being printed.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

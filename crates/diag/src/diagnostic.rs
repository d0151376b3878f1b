//! One finding: what is wrong, how bad it is, where, and the cure.

use crate::{Fix, Span};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know: a matter of judgement, or one where AWS's documentation is unclear.
    Note,
    /// Works, but will hurt: the template is still printed.
    Warning,
    /// Does not work: nothing is printed.
    Error,
}

impl Severity {
    /// As it is written everywhere: `note`, `warning`, `error`. SARIF's levels are called the same.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
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
    /// Whether the text at the place is a secret, which [`mask`](crate::mask) hides.
    pub secret: bool,
    /// What is said under the place, if anything.
    pub label: Option<String>,
    /// Other places that matter, each with what is said under it.
    pub related: Vec<(Span, String)>,
    /// What is allowed, and the cure.
    pub help: Vec<String>,
    /// The change that mends it, where there is exactly one right one.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error: nothing will be printed.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A warning: the template is printed all the same.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A note: nothing has to be done.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// A finding of that severity.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span: None,
            secret: false,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
            fix: None,
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

    /// The change that mends it. Only where there is exactly one right answer: `check --fix` writes it unasked.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Whether this finding stops the template from being printed.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

//! What a rule is, and where its findings go.

use std::collections::BTreeSet;

use diag::{Diagnostic, Meaning, Severity, Span};

use crate::context::Context;

/// A rule: what it finds, why that is wrong, and who says so.
///
/// An error is what CloudFormation or a service refuses, or what makes a pipeline fail for sure. A warning works, but
/// will hurt. A note is a matter of judgement, or something on which AWS's documentation is unclear.
pub struct Rule {
    /// Stable, kebab-case, never reused.
    pub code: &'static str,
    /// Of its findings; single ones may be milder.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub title: &'static str,
    /// What goes wrong and when, why, and the cure.
    pub explanation: &'static str,
    /// The AWS pages that it comes from.
    pub pages: &'static [&'static str],
    pub(crate) check: fn(&Context<'_>, &mut Findings),
}

/// Rules that judge the text alone: a macro, which can make anything of a template, changes nothing for them.
const OF_THE_TEXT: &[&str] = &[
    "description-invalid",
    "format-version-invalid",
    "key-repeated",
    "null-value",
    "section-unknown",
    "template-needs-bucket",
    "transform-invalid",
    "yaml-unsupported",
];

impl Rule {
    /// Whether its findings can be trusted in this template.
    pub(crate) fn applies(&self, context: &Context<'_>) -> bool {
        !context.is_opaque() || OF_THE_TEXT.contains(&self.code)
    }

    /// What the rule means, as `explain` says it.
    pub fn meaning(&self) -> Meaning {
        let Self { code, severity, title, explanation, pages, check: _ } = *self;
        Meaning { code, severity, title, explanation, pages }
    }

    /// A finding at a place.
    pub(crate) fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.about(message).at(span)
    }

    /// A finding about the template as a whole.
    pub(crate) fn about(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.severity, message)
    }
}

/// The findings so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
    seen: BTreeSet<(Option<Span>, &'static str, String)>,
}

impl Findings {
    /// Adds a finding; one that says the same of the same place is added once.
    pub(crate) fn add(&mut self, finding: Diagnostic) {
        if self.seen.insert((finding.span, finding.code, finding.message.clone())) {
            self.list.push(finding);
        }
    }

    /// How many there are so far.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds findings, if there are any.
    pub(crate) fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        findings.into_iter().for_each(|finding| self.add(finding));
    }

    /// All findings, in order of place.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| (a.span, a.code).cmp(&(b.span, b.code)));
        self.list
    }
}

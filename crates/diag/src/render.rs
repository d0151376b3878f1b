//! A finding as text for people: the message, the place with its line, what helps.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::{Diagnostic, Severity, Source, Span};

/// The finding as a person reads it; with escape codes for colour where `color`.
pub fn render(diagnostic: &Diagnostic, source: &Source, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut group = if diagnostic.span.is_none() && diagnostic.related.is_empty() {
        Group::with_title(title).element(annotate_snippets::Origin::path(source.name.as_str()))
    } else {
        let mut snippet = Snippet::source(source.text.as_str()).path(source.name.as_str());
        if let Some(span) = diagnostic.span {
            let label = diagnostic.label.as_deref();
            snippet = snippet.annotation(AnnotationKind::Primary.span(clamp(span, &source.text)).label(label));
        }
        for (span, label) in &diagnostic.related {
            snippet = snippet
                .annotation(AnnotationKind::Context.span(clamp(*span, &source.text)).label(label.as_str()));
        }
        Group::with_title(title).element(snippet)
    };
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// A span that lies within the text, on character boundaries, and marks at least one character where there is one.
fn clamp(span: Span, text: &str) -> std::ops::Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

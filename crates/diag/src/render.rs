//! A finding as text for people: the message, the place with its line, what helps.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::{Diagnostic, Lines, Severity, Source, Suppressed};

/// The finding as a person reads it; with escape codes for colour where `color`.
pub fn render(diagnostic: &Diagnostic, source: &Source, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let message = visible(&diagnostic.message);
    let label = diagnostic.label.as_deref().map(visible);
    let related: Vec<_> = diagnostic.related.iter().map(|(span, label)| (*span, visible(label))).collect();
    let help: Vec<_> = diagnostic.help.iter().map(|help| visible(help)).collect();
    let fix = diagnostic.fix.as_ref().map(|fix| visible(&fix.title));
    let title = level.primary_title(message).id(diagnostic.code);
    let mut group = if diagnostic.span.is_none() && diagnostic.related.is_empty() {
        Group::with_title(title).element(annotate_snippets::Origin::path(source.name.as_str()))
    } else {
        let mut snippet = Snippet::source(source.text.as_str()).path(source.name.as_str());
        if let Some(span) = diagnostic.span {
            snippet = snippet
                .annotation(AnnotationKind::Primary.span(span.range(&source.text)).label(label.as_deref()));
        }
        for (span, label) in &related {
            snippet = snippet
                .annotation(AnnotationKind::Context.span(span.range(&source.text)).label(label.as_ref()));
        }
        Group::with_title(title).element(snippet)
    };
    for help in &help {
        group = group.element(Level::HELP.message(help.as_ref()));
    }
    if let Some(fix) = &fix {
        group = group.element(Level::HELP.with_name("fix").message(fix.as_ref()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// A suppressed finding on one line, with its place and its reason.
pub fn render_suppressed(suppressed: &Suppressed, source: &Source) -> String {
    let finding = &suppressed.finding;
    let place = finding.span.map_or(String::new(), |span| {
        let (from, _) = Lines::of(&source.text).ends(span);
        format!(":{}:{}", from.line, from.column)
    });
    let (message, reason) = (visible(&finding.message), visible(&suppressed.reason));
    format!("suppressed[{}]: {}{place}: {message} (reason: {reason})", finding.code, source.name)
}

/// The text without control characters, which a file can smuggle into a finding and a terminal would obey.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let escape = |character: char| {
        if character.is_control() { character.escape_default().to_string() } else { character.to_string() }
    };
    Cow::Owned(text.chars().map(escape).collect())
}

#[cfg(test)]
mod tests {
    use super::{render, render_suppressed};
    use crate::{Diagnostic, Fix, Source, Span, Suppressed};

    fn source(text: &str) -> Source {
        Source { name: "stack.yaml".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn shows_the_line_and_what_helps() {
        let finding = Diagnostic::error("unknown-key", "the stack has no key `nmae`")
            .at(Span { start: 14, end: 18 })
            .label("did you mean `name`?")
            .related(Span { start: 0, end: 7 }, "after this one")
            .help("its keys: `edition`, `name`");
        let shown = render(&finding, &source("edition: 2026\nnmae: orders\n"), false);
        let expected = "\
error[unknown-key]: the stack has no key `nmae`
 --> stack.yaml:2:1
  |
1 | edition: 2026
  | ------- after this one
2 | nmae: orders
  | ^^^^ did you mean `name`?
  |
  = help: its keys: `edition`, `name`";
        assert_eq!(shown, expected);
        assert!(render(&finding, &source("edition: 2026\nnmae: orders\n"), true).contains("\u{1b}["));
    }

    #[test]
    fn shows_what_has_no_place() {
        let finding = Diagnostic::warning("never-deployed", "nothing is deployed").help("add a stage");
        let shown = render(&finding, &source("text"), false);
        assert!(shown.starts_with("warning[never-deployed]: nothing is deployed"), "{shown}");
        assert!(shown.contains("stack.yaml") && shown.contains("help: add a stage"), "{shown}");
    }

    #[test]
    fn shows_what_a_fix_would_do() {
        let place = Span { start: 0, end: 4 };
        let finding =
            Diagnostic::note("spelling", "odd").at(place).fix(Fix::replace("write `name`", place, "name"));
        let shown = render(&finding, &source("nmae: x\n"), false);
        assert!(
            shown.starts_with("note[spelling]: odd") && shown.ends_with("= fix: write `name`"),
            "{shown}"
        );
    }

    #[test]
    fn what_is_suppressed_takes_one_line() {
        let reason = "is\nmeant".to_owned();
        let mut one = Suppressed { finding: Diagnostic::warning("odd", "odd thing"), reason };
        let shown = render_suppressed(&one, &source("a\nb: c"));
        assert_eq!(shown, "suppressed[odd]: stack.yaml: odd thing (reason: is\\nmeant)");
        one.finding.span = Some(Span { start: 5, end: 6 });
        let shown = render_suppressed(&one, &source("a\nb: c"));
        assert_eq!(shown, "suppressed[odd]: stack.yaml:2:4: odd thing (reason: is\\nmeant)");
    }

    #[test]
    fn any_place_can_be_shown() {
        for (start, end) in [(0, 0), (1, 2), (3, 1), (4, 9), (90, 99), (5, 5)] {
            for text in ["", "\u{1f980}\u{1f980}", "a\nb\n", "\r\n\r\n"] {
                let finding = Diagnostic::error("x", "message").at(Span { start, end }).label("here");
                assert!(
                    render(&finding, &source(text), false).contains("here"),
                    "{start}..{end} of {text:?}"
                );
            }
        }
    }

    #[test]
    fn obeys_no_control_characters() {
        let hostile = "\u{1b}[31mred\u{7}";
        let finding =
            Diagnostic::error("x", hostile).at(Span { start: 0, end: 1 }).label(hostile).help(hostile);
        let shown = render(&finding, &source(hostile), false);
        assert!(!shown.contains(['\u{1b}', '\u{7}']), "{shown:?}");
    }
}

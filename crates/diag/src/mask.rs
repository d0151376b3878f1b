//! Secrets taken out of what is shown: it ends in logs that others read.

use crate::{Diagnostic, Source, Span};

/// A shorter secret hides nothing and would tear holes into every message.
const SHORTEST: usize = 4;

/// Nor do words that every message may have.
const WORDS: [&str; 8] = ["changeme", "default", "example", "false", "none", "null", "password", "true"];

/// The source with asterisks where findings found secrets. Every place stays where it is.
pub fn mask(source: &Source, findings: &[Diagnostic]) -> Source {
    let mut text = source.text.clone();
    for span in secrets(findings) {
        let range = span.range(&text);
        let hide =
            |letter: char| if letter == '\n' { "\n".to_owned() } else { "*".repeat(letter.len_utf8()) };
        let hidden: String = text[range.clone()].chars().map(hide).collect();
        text.replace_range(range, &hidden);
    }
    Source { name: source.name.clone(), text }
}

/// The findings without the secrets that any of them found: a message may repeat what stands at its place.
pub(crate) fn hush(source: &Source, findings: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut words: Vec<&str> = Vec::new();
    for span in secrets(findings) {
        let secret = &source.text[span.range(&source.text)];
        words.extend([secret, secret.trim_matches(['"', '\''])]);
    }
    words.retain(|word| {
        word.chars().count() >= SHORTEST && !WORDS.contains(&word.to_ascii_lowercase().as_str())
    });
    // The longest first: a secret may be part of another.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    findings.iter().map(|finding| without(finding.clone(), &words)).collect()
}

fn secrets(findings: &[Diagnostic]) -> impl Iterator<Item = Span> {
    findings.iter().filter(|finding| finding.secret).filter_map(|finding| finding.span)
}

fn without(mut finding: Diagnostic, words: &[&str]) -> Diagnostic {
    let fix = finding.fix.iter_mut();
    let shown = [&mut finding.message]
        .into_iter()
        .chain(&mut finding.label)
        .chain(&mut finding.help)
        .chain(finding.related.iter_mut().map(|(_, label)| label))
        .chain(fix.flat_map(|fix| {
            std::iter::once(&mut fix.title).chain(fix.edits.iter_mut().map(|(_, text)| text))
        }));
    for text in shown {
        for word in words {
            if text.contains(word) {
                *text = text.replace(word, "****");
            }
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::{hush, mask};
    use crate::{Diagnostic, Fix, Source, Span, render};

    #[test]
    fn hides_secrets_in_every_finding() {
        let text = "name: x\npassword: h\u{fc}nter2 # why\n";
        let source = Source { name: "stack.yaml".to_owned(), text: text.to_owned() };
        let place = Span { start: 18, end: 26 };
        let secret = Diagnostic::error("secret", "a secret").at(place).secret();
        let other = Diagnostic::error("other", "`h\u{fc}nter2` is no number")
            .at(Span { start: 8, end: 16 })
            .label("h\u{fc}nter2")
            .related(place, "h\u{fc}nter2")
            .help("not h\u{fc}nter2")
            .fix(Fix::replace("write h\u{fc}nter2", place, "h\u{fc}nter2"));
        let findings = [other, secret];
        let masked = mask(&source, &findings);
        assert_eq!(masked.text, "name: x\npassword: ******** # why\n");
        for finding in &hush(&source, &findings) {
            assert!(!render(finding, &masked, false).contains("nter2"));
            assert!(!format!("{finding:?}").contains("nter2"));
        }
    }

    #[test]
    fn a_letter_is_no_secret_to_look_for() {
        let source = Source { name: "stack.yaml".to_owned(), text: "pin: a".to_owned() };
        let finding = Diagnostic::error("secret", "a secret").at(Span { start: 5, end: 6 }).secret();
        assert_eq!(mask(&source, std::slice::from_ref(&finding)).text, "pin: *");
        assert_eq!(hush(&source, &[finding])[0].message, "a secret");
    }

    #[test]
    fn a_common_word_is_no_secret_to_look_for() {
        let source = Source { name: "stack.yaml".to_owned(), text: "token: none".to_owned() };
        let finding = Diagnostic::error("other", "for none of them").at(Span { start: 7, end: 11 }).secret();
        assert_eq!(hush(&source, &[finding])[0].message, "for none of them");
    }
}

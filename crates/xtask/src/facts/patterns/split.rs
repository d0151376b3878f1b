//! Takes assertions off a pattern's ends, and the rest of them out of its middle.

use super::rewrite::{Width, rewritten};
use super::{Lengths, Part, Translation};

/// Makes the pattern ready for the engine.
pub(in crate::facts) fn translate(source: &str) -> Translation {
    let (mut parts, rest) = ends(source);
    let (lengths, rest) = counted(rest);
    let Some(text) = without_assertions(&rest).and_then(|rest| ready(&rest, Width::Wider)) else {
        return Translation::None;
    };
    if parts.is_empty() && text == source {
        return Translation::Same;
    }
    parts.push(Part { text, negated: false });
    Translation::Parts(lengths, parts)
}

/// The engine's form of a pattern, if it takes it.
fn ready(source: &str, width: Width) -> Option<String> {
    rewritten(source, width).filter(|text| regex_lite::Regex::new(text).is_ok())
}

/// The lengths that a pattern of one repeated character tells, and the pattern without them.
///
/// The engine unrolls what is counted, which takes long for what is counted in thousands.
fn counted(source: String) -> (Option<Lengths>, String) {
    let found = || {
        let inner = source.strip_prefix('^')?.strip_suffix("}$")?;
        let (character, counts) = inner.rsplit_once('{')?;
        let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
        let most = if most.is_empty() { None } else { Some(most.parse().ok()?) };
        let lengths = Lengths { least: least.parse().ok()?, most };
        is_character(character).then(|| (Some(lengths), format!("^{character}*$")))
    };
    found().unwrap_or((None, source))
}

/// Whether the pattern is one class, one escape or one character.
fn is_character(source: &str) -> bool {
    let mut characters = source.chars();
    match characters.next() {
        Some('[') => {
            let mut escaped = false;
            let end = source.char_indices().skip(1).find(|(_, character)| {
                let was_escaped = std::mem::replace(&mut escaped, false);
                escaped = !was_escaped && *character == '\\';
                !was_escaped && *character == ']'
            });
            end.is_some_and(|(at, _)| at + 1 == source.len())
        }
        Some('\\') => source.len() == 2 && source.ends_with(['w', 'W', 'd', 'D', 's', 'S']),
        Some(other) => source.len() == 1 && (other == '.' || other.is_ascii_alphanumeric()),
        None => false,
    }
}

/// What the assertions at the ends say, and what is between them.
///
/// `^(?!a)b$` is `^b$`, but not `^a`; `^a(?<!b)$` is `^a$`, but not `b$`. That holds for a pattern that is no choice.
fn ends(source: &str) -> (Vec<Part>, String) {
    let mut parts = Vec::new();
    let Some(mut rest) = source.strip_prefix('^').map(str::to_owned).filter(|_| !is_choice(source)) else {
        return (parts, source.to_owned());
    };
    while let Some((inner, negated, length)) = ahead(&rest) {
        parts.extend(part(&format!("^(?:{inner})"), negated));
        rest.replace_range(..length, "");
    }
    if let Some((start, inner)) = behind(&rest) {
        parts.extend(part(&format!("(?:{inner})$"), true));
        rest.replace_range(start.., "$");
    }
    if let Some(before) = rest.strip_suffix(r"(?![\s\S])") {
        rest = format!("{before}$");
    }
    (parts, format!("^{rest}"))
}

/// A part of its own, unless it can't be said; then it is not said, which is wider.
fn part(source: &str, negated: bool) -> Option<Part> {
    let plain = if negated { Some(source.to_owned()) } else { without_assertions(source) };
    let width = if negated { Width::Exact } else { Width::Wider };
    Some(Part { text: ready(&plain?, width)?, negated })
}

/// The assertion about what follows that a text starts with: what is in it, whether negated, how long it is.
fn ahead(text: &str) -> Option<(String, bool, usize)> {
    let negated = text.starts_with("(?!");
    if !negated && !text.starts_with("(?=") {
        return None;
    }
    let end = closing(text, 0)?;
    let repeated = text[end + 1..].starts_with(['?', '*', '+', '{']);
    (!repeated).then(|| (text[3..end].to_owned(), negated, end + 1))
}

/// The assertion about what precedes that a text ends with: where it starts, what is in it.
fn behind(text: &str) -> Option<(usize, String)> {
    let start = text.rfind("(?<!")?;
    let end = closing(text, start)?;
    (&text[end + 1..] == "$").then(|| (start, text[start + 4..end].to_owned()))
}

/// The pattern without its assertions, which matches all that it matches with them.
fn without_assertions(source: &str) -> Option<String> {
    let mut text = source.to_owned();
    loop {
        let found = places(&text).map(|(at, _)| at).find(|at| is_assertion(&text[*at..]));
        let Some(start) = found else { return Some(text) };
        let end = closing(&text, start)?;
        text.replace_range(start..=end, "(?:)");
    }
}

fn is_assertion(text: &str) -> bool {
    ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|opening| text.starts_with(opening))
}

/// Whether the pattern is a choice between others, outside all groups.
fn is_choice(source: &str) -> bool {
    let mut depth = 0;
    for (_, character) in places(source) {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// Where the group that opens at `start` closes.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, character) in places(text).filter(|(at, _)| *at >= start) {
        match character {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The characters that are neither escaped nor part of a class.
fn places(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let (mut escaped, mut class) = (false, false);
    text.char_indices().filter(move |(_, character)| {
        let skipped = escaped || class;
        let was_escaped = escaped;
        escaped = !was_escaped && *character == '\\';
        match character {
            '[' if !was_escaped => class = true,
            ']' if !was_escaped => class = false,
            _ => {}
        }
        !skipped && !escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(source: &str) -> Vec<(String, bool)> {
        match translate(source) {
            Translation::Same => vec![(source.to_owned(), false)],
            Translation::Parts(_, parts) => parts.into_iter().map(|part| (part.text, part.negated)).collect(),
            Translation::None => Vec::new(),
        }
    }

    #[test]
    fn assertions_at_the_ends_become_patterns() {
        assert_eq!(
            parts("^(?!aws:)(?=.{2,5}$)[a-z:]+$"),
            [("^(?:aws:)".into(), true), ("^(?:.{2,5}$)".into(), false), ("^[a-z:]+$".into(), false)]
        );
        assert_eq!(parts(r"^[a-z.]*(?<!\.)$"), [(r"(?:\.)$".into(), true), ("^[a-z.]*$".into(), false)]);
        assert_eq!(parts(r"^a(?![\s\S])"), [("^a$".into(), false)]);
    }

    #[test]
    fn other_assertions_are_dropped() {
        assert_eq!(parts("^a(?!b)c|d$"), [("^a(?:)c|d$".into(), false)]);
        assert_eq!(parts("^(?!a)b|c"), [("^(?:)b|c".into(), false)]);
        // What the engine would take too widely says nothing where it is negated.
        assert_eq!(parts(r"^(?!\p{L})[a-z]"), [("^[a-z]".into(), false)]);
    }

    #[test]
    fn what_is_in_a_class_is_no_group() {
        assert_eq!(parts("^[(?!]a$"), [("^[(?!]a$".into(), false)]);
        assert_eq!(parts(r"^\(?!a$"), [(r"^\(?!a$".into(), false)]);
    }

    #[test]
    fn counted_characters_become_lengths() {
        let lengths = |least, most| Some(Lengths { least, most });
        for (source, wanted, rest) in [
            (r"^[\w\]]{1,9000}$", lengths(1, Some(9000)), r"^[\w\]]*$"),
            ("^.{3}$", lengths(3, Some(3)), "^.*$"),
            (r"^\S{2,}$", lengths(2, None), r"^\S*$"),
        ] {
            let part = Part { text: rest.to_owned(), negated: false };
            assert_eq!(translate(source), Translation::Parts(wanted, vec![part]));
        }
        for other in ["^ab{2,3}$", "^[a][b]{2}$", r"^(a){2}$", r"^\{2}$"] {
            assert!(!matches!(translate(other), Translation::Parts(Some(_), _)), "{other}");
        }
    }

    #[test]
    fn back_references_cannot_be_said() {
        assert_eq!(translate(r"^(a)\1$"), Translation::None);
    }
}

//! Patterns of policies: text with wildcards and policy variables → pieces, and whether these stand for a text.
//!
//! `*` stands for any text, also none, `?` for exactly one character. What lies between U+E000 and U+E001 is a symbol for
//! something unknown: plain text, whatever is written in it.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>

mod segments;
mod variables;

pub(crate) use segments::{arn_matches, resource_matches, segment, split};
pub(crate) use variables::{Wildcards, pieces};

pub(crate) const SYMBOL: char = '\u{E000}';
/// What its bytes begin with.
pub(crate) const SYMBOL_LEAD: u8 = 0xEE;
const SYMBOL_END: char = '\u{E001}';

/// What a pattern is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// This character.
    Char(char),
    /// `?`
    One { colon: bool },
    /// `*`
    Any { colon: bool },
}

/// Whether a pattern with `*` and `?` stands for the whole text. Case counts.
///
/// Time is bounded by the product of the lengths, whatever the pattern.
pub fn wildcard(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text, mut symbol) = (pattern.chars(), text.chars(), false);
    // Behind the last `*`, and how much of the text that one stands for.
    let mut again = None;
    loop {
        let (mut next, mut rest) = (pattern.clone(), text.clone());
        let fits = match next.next() {
            None => match rest.next() {
                None => return true,
                Some(_) => false,
            },
            Some('*') if !symbol => {
                again = Some((next.clone(), rest.clone()));
                true
            }
            Some(expected) => {
                let wild = expected == '?' && !symbol;
                symbol = (symbol || expected == SYMBOL) && expected != SYMBOL_END;
                rest.next().is_some_and(|found| wild || found == expected)
            }
        };
        if fits {
            (pattern, text) = (next, rest);
            continue;
        }
        let Some((behind, longer)) = &mut again else { return false };
        if longer.next().is_none() {
            return false;
        }
        (pattern, text, symbol) = (behind.clone(), longer.clone(), false);
    }
}

/// A pattern without variables.
pub(crate) fn plain(pattern: &str) -> Vec<Piece> {
    let mut symbol = false;
    let pieces = pattern.chars().map(|character| {
        symbol = (symbol || character == SYMBOL) && character != SYMBOL_END;
        if symbol { Piece::Char(character) } else { piece(character) }
    });
    pieces.collect()
}

fn piece(character: char) -> Piece {
    match character {
        '*' => Piece::Any { colon: true },
        '?' => Piece::One { colon: true },
        other => Piece::Char(other),
    }
}

/// The pattern for texts in lower case.
pub(crate) fn lowercase(pattern: &[Piece]) -> Vec<Piece> {
    let lower = |piece: &Piece| match *piece {
        Piece::Char(character) => character.to_lowercase().map(Piece::Char).collect(),
        wildcard => vec![wildcard],
    };
    pattern.iter().flat_map(lower).collect()
}

/// Whether the pieces stand for the whole text.
pub(crate) fn matches(pattern: &[Piece], text: &str) -> bool {
    let mut rest = text.chars();
    let plain = pattern.iter().take_while(|piece| matches!(piece, Piece::Char(_))).count();
    let (plain, pattern) = pattern.split_at(plain);
    if !plain.iter().all(|piece| rest.next().is_some_and(|character| *piece == Piece::Char(character))) {
        return false;
    }
    let text: Vec<char> = rest.collect();
    // `ends[n]`: the pieces so far stand for the first n characters.
    let mut ends = vec![false; text.len() + 1];
    ends[0] = true;
    for piece in pattern {
        match *piece {
            Piece::Any { colon } => grow(&mut ends, &text, colon),
            Piece::One { colon } => step(&mut ends, &text, |character| colon || character != ':'),
            Piece::Char(expected) => step(&mut ends, &text, |character| character == expected),
        }
    }
    ends[text.len()]
}

fn grow(ends: &mut [bool], text: &[char], colon: bool) {
    for at in 1..ends.len() {
        ends[at] |= ends[at - 1] && (colon || text[at - 1] != ':');
    }
}

fn step(ends: &mut [bool], text: &[char], takes: impl Fn(char) -> bool) {
    for at in (1..ends.len()).rev() {
        ends[at] = ends[at - 1] && takes(text[at - 1]);
    }
    ends[0] = false;
}

#[cfg(test)]
mod tests {
    use super::{matches, plain, wildcard};

    /// Every text of up to four of these characters.
    fn texts(characters: &[char]) -> Vec<String> {
        let mut texts = vec![String::new()];
        let mut from = 0;
        for _ in 0..4 {
            let to = texts.len();
            for at in from..to {
                texts
                    .extend(characters.iter().map(|last| format!("{}{last}", texts[at])).collect::<Vec<_>>());
            }
            from = to;
        }
        texts
    }

    #[test]
    fn a_pattern_means_the_same_in_pieces() {
        for pattern in texts(&['a', 'b', '*', '?', '\u{E000}', '\u{E001}']) {
            for text in texts(&['a', 'b', '*', '\u{E000}', '\u{E001}']) {
                assert_eq!(wildcard(&pattern, &text), matches(&plain(&pattern), &text), "{pattern} {text}");
            }
        }
    }

    #[test]
    fn wildcards_stand_for_text() {
        for (pattern, text) in [
            ("*", ""),
            ("**", "x"),
            ("a*c", "abbc"),
            ("a?c", "abc"),
            ("*log*", "mylogs"),
            ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b//test/"),
        ] {
            assert!(wildcard(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "x"), ("a?c", "ac"), ("a*c", "abd"), ("[a]", "a"), ("A", "a")] {
            assert!(!wildcard(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_symbol_is_itself_only() {
        let symbol = "arn:\u{E000}ImportValue a*?${b}\u{E001}";
        assert!(wildcard(symbol, symbol));
        assert!(wildcard("arn:*", symbol));
        assert!(!wildcard(symbol, &symbol.replace('*', "x")));
    }

    #[test]
    fn a_hostile_pattern_ends() {
        assert!(!wildcard(&"*a".repeat(1_000), &"a".repeat(2_000).replace("aa", "ab").replace('a', "b")));
    }
}

//! Symbols: what stands in a text for something that is not known before the deployment.

use std::borrow::Cow;

/// What a symbol begins with.
const OPEN: char = '\u{E000}';
/// What a symbol ends with.
const CLOSE: char = '\u{E001}';
/// What the name of a token begins with.
const TOKEN: char = '~';

/// The symbol of that name. Symbols in the name lose their marks: `ImportValue ${Vpc}-role`.
pub(super) fn symbol(name: &str) -> String {
    format!("{OPEN}{}{CLOSE}", plain(name))
}

/// What only exists while something runs: an execution's ID, a stream's name.
pub(crate) fn token(what: &str) -> String {
    format!("{OPEN}{TOKEN}{}{CLOSE}", plain(what))
}

/// Whether the text holds a symbol.
pub(crate) fn is_in(text: &str) -> bool {
    text.contains(OPEN)
}

/// Whether the whole text is one symbol.
pub(crate) fn is_one(text: &str) -> bool {
    text.starts_with(OPEN) && text.find(CLOSE).is_some_and(|end| end + CLOSE.len_utf8() == text.len())
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// A symbol's name.
    Symbol(&'a str),
}

/// The pieces of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((name, after)) = after.split_once(CLOSE) else { break };
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Symbol(name));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// How a symbol is written for people: as the reference that it comes from.
pub(super) fn shown(name: &str) -> String {
    match name.strip_prefix(TOKEN) {
        Some(what) => format!("<{what}>"),
        None if name.starts_with("resolve:") => format!("{{{{{name}}}}}"),
        None => format!("${{{name}}}"),
    }
}

/// How a symbol is written in a policy: any token will do.
pub(super) fn written(name: &str) -> String {
    if name.starts_with(TOKEN) { "*".to_owned() } else { shown(name) }
}

/// The text without marks.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !is_in(text) {
        return Cow::Borrowed(text);
    }
    let piece = |piece| match piece {
        Piece::Text(text) => text.replace([OPEN, CLOSE], ""),
        Piece::Symbol(name) => shown(name),
    };
    pieces(text).into_iter().map(piece).collect()
}

/// Cuts a text at a delimiter, but never inside a symbol.
pub(super) fn split(text: &str, delimiter: &str) -> Vec<String> {
    if !is_in(text) {
        return text.split(delimiter).map(str::to_owned).collect();
    }
    let mut parts = vec![String::new()];
    for piece in pieces(text) {
        let texts = match piece {
            Piece::Text(text) => text.split(delimiter).map(str::to_owned).collect(),
            Piece::Symbol(name) => vec![symbol(name)],
        };
        for (index, text) in texts.into_iter().enumerate() {
            if index > 0 {
                parts.push(String::new());
            }
            if let Some(last) = parts.last_mut() {
                last.push_str(&text);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Piece, is_one, pieces, plain, split, symbol, token};

    #[test]
    fn a_symbol_is_one_piece() {
        let text = format!("arn:{}:x", symbol("Vpc.Id"));
        assert_eq!(pieces(&text), [Piece::Text("arn:"), Piece::Symbol("Vpc.Id"), Piece::Text(":x")]);
        assert_eq!(plain(&text), "arn:${Vpc.Id}:x");
        assert!(is_one(&symbol("a b")) && !is_one(&text) && !is_one(&format!("{0}{0}", symbol("a"))));
        assert_eq!(symbol(&format!("ImportValue {}", symbol("Vpc"))), symbol("ImportValue ${Vpc}"));
        assert_eq!(plain(&symbol("resolve:ssm:/a")), "{{resolve:ssm:/a}}");
        assert_eq!(plain(&token("the job")), "<the job>");
    }

    #[test]
    fn a_symbol_is_never_cut() {
        let text = format!("a:{}:b", symbol("AWS::Thing"));
        assert_eq!(split(&text, ":"), ["a".to_owned(), symbol("AWS::Thing"), "b".to_owned()]);
        assert_eq!(split("a,b,", ","), ["a", "b", ""]);
    }

    #[test]
    fn marks_that_belong_to_nothing_do_no_harm() {
        for text in ["\u{E000}", "\u{E001}", "\u{E001}a\u{E000}", "\u{E000}\u{E000}\u{E001}"] {
            let _ = (plain(text), split(text, ":"), is_one(text), symbol(text));
        }
    }
}

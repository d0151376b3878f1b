//! Program text as names, texts and signs, without its comments.

/// A part of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Name(&'a str),
    Text(&'a str),
    Sign(char),
}

/// Which comments and quotes there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    JavaScript,
}

/// The parts of a text. Numbers are names here; a text's escapes stay as they are.
pub(super) fn tokens(text: &str, language: Language) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(length) = comment(rest, language) {
            rest = &rest[length..];
        } else if let Some(quote) = quote(rest, language) {
            let inner = &rest[quote.len()..];
            let length = end_of_text(inner, quote);
            found.push(Token::Text(&inner[..length]));
            rest = inner.get(length + quote.len()..).unwrap_or_default();
        } else if is_word(letter) {
            let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
            found.push(Token::Name(&rest[..length]));
            rest = &rest[length..];
        } else {
            if !letter.is_whitespace() {
                found.push(Token::Sign(letter));
            }
            rest = &rest[letter.len_utf8()..];
        }
    }
    found
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

/// The length of a comment that begins here.
fn comment(rest: &str, language: Language) -> Option<usize> {
    let line = || rest.find('\n').unwrap_or(rest.len());
    match language {
        Language::Python => rest.starts_with('#').then(line),
        Language::JavaScript if rest.starts_with("//") => Some(line()),
        Language::JavaScript => {
            let inner = rest.strip_prefix("/*")?;
            Some(inner.find("*/").map_or(rest.len(), |at| at + 4))
        }
    }
}

fn quote(rest: &str, language: Language) -> Option<&'static str> {
    if !rest.starts_with(['"', '\'', '`']) {
        return None;
    }
    let quotes: &[&str] = match language {
        Language::Python => &["\"\"\"", "'''", "\"", "'"],
        Language::JavaScript => &["\"", "'", "`"],
    };
    quotes.iter().copied().find(|quote| rest.starts_with(quote))
}

/// Where a text ends: at its quote, or, if it may not have several lines, at the line's end.
fn end_of_text(inner: &str, quote: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in inner.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if inner[at..].starts_with(quote) || letter == '\n' && matches!(quote, "\"" | "'") {
            return at;
        }
    }
    inner.len()
}

#[cfg(test)]
mod tests {
    use super::Token::{Name, Sign, Text};
    use super::{Language, tokens};

    #[test]
    fn comments_are_left_out() {
        let python = tokens("a.b('c#', \"\"\"d\n'e\"\"\") # f('g')\nh", Language::Python);
        let known = [
            Name("a"),
            Sign('.'),
            Name("b"),
            Sign('('),
            Text("c#"),
            Sign(','),
            Text("d\n'e"),
            Sign(')'),
            Name("h"),
        ];
        assert_eq!(python, known);
        let script = tokens("/* a */ b // c\n`d`", Language::JavaScript);
        assert_eq!(script, [Name("b"), Text("d")]);
    }

    #[test]
    fn nonsense_ends() {
        for text in ["\"", "'''", "\"\\", "/*", "\u{E000}\u{E001}", "'a\nb"] {
            let _ = (tokens(text, Language::Python), tokens(text, Language::JavaScript));
        }
    }
}

//! Translates AWS's patterns, which are Java's or ECMAScript's, for the engine that reads them: regex-lite.
//!
//! A translation matches all that the original matches, and is exact where it can be: nothing that AWS takes is refused.

/// What became of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Translation {
    /// The engine takes it as it is.
    Same,
    /// The engine takes this.
    Changed(String),
    /// The engine can't say.
    None,
}

/// What `\p{…}` means among the ASCII characters; every other character counts as belonging to it.
const CLASSES: [(&[&str], &str); 9] = [
    (&["L", "Alphabetic", "IsAlphabetic", "Letter", "Alpha"], "A-Za-z"),
    (&["Lu", "Upper"], "A-Z"),
    (&["Ll", "Lower"], "a-z"),
    (&["N", "Nd", "IsDigit", "Digit"], "0-9"),
    (&["M", "Mn", "Mc", "Lo", "Lt", "Lm", "Cn", "Co", "Cs", "So", "Zl", "Zp", "Pi", "Pf", "No", "Nl"], ""),
    (&["Z", "Zs", "IsWhite_Space"], " "),
    (&["P", "Punct", "Punctuation", "IsPunctuation"], r"!-/:-@\[-`{-~"),
    (&["S"], r"$+<=>\^`|~"),
    (&["C", "Cc", "Cntrl"], r"\x00-\x1f\x7f"),
];

/// Everything that is no ASCII character.
const BEYOND: &str = r"\x{80}-\x{10ffff}";

/// Makes the pattern ready for the engine.
pub(super) fn translate(source: &str) -> Translation {
    if ready(source) {
        return Translation::Same;
    }
    match rewritten(source) {
        Some(text) if ready(&text) => Translation::Changed(text),
        _ => Translation::None,
    }
}

fn ready(text: &str) -> bool {
    regex_lite::Regex::new(text).is_ok()
}

fn rewritten(source: &str) -> Option<String> {
    let characters: Vec<_> = source.chars().collect();
    let mut out = String::new();
    // Inside a class: whether it is negated, and where its text starts.
    let mut class: Option<(bool, usize)> = None;
    let mut at = 0;
    while at < characters.len() {
        let (text, length) = match characters[at] {
            '\\' => escape(&characters[at..], class.map(|(negated, _)| negated))?,
            '[' => match class {
                // A bracket inside a class is a bracket to ECMAScript.
                Some(_) => ("\\[".to_owned(), 1),
                None => {
                    let negated = characters.get(at + 1) == Some(&'^');
                    let length = if negated { 2 } else { 1 };
                    class = Some((negated, at + length));
                    (if negated { "[^" } else { "[" }.to_owned(), length)
                }
            },
            ']' if class.is_some_and(|(_, start)| at > start) => {
                class = None;
                ("]".to_owned(), 1)
            }
            '&' | '~' if class.is_some() => (format!("\\{}", characters[at]), 1),
            // A brace that counts nothing is a brace.
            '{' if class.is_none() && !counts(&characters[at..]) => ("\\{".to_owned(), 1),
            '}' if class.is_none() && !closes(&characters[..at]) => ("\\}".to_owned(), 1),
            '/' => ("/".to_owned(), 1),
            other => (other.to_string(), 1),
        };
        out.push_str(&text);
        at += length;
    }
    class.is_none().then_some(out)
}

/// Whether a counted repetition starts here.
fn counts(rest: &[char]) -> bool {
    let inner: String = rest.iter().skip(1).take_while(|character| **character != '}').collect();
    let digits = |text: &str| text.chars().all(|character| character.is_ascii_digit());
    inner.starts_with(|character: char| character.is_ascii_digit())
        && inner.split(',').count() <= 2
        && inner.split(',').all(digits)
}

fn closes(before: &[char]) -> bool {
    before.iter().rposition(|character| *character == '{').is_some_and(|open| counts_to(&before[open..]))
}

fn counts_to(open: &[char]) -> bool {
    let mut whole = open.to_vec();
    whole.push('}');
    counts(&whole)
}

/// What stands for an escape, and how long the escape is.
fn escape(rest: &[char], class: Option<bool>) -> Option<(String, usize)> {
    let next = *rest.get(1)?;
    match next {
        'p' | 'P' => unicode(rest, class, next == 'P'),
        'u' => {
            let digits: String = rest.get(2..6)?.iter().collect();
            let code = u32::from_str_radix(&digits, 16).ok()?;
            if (0xd800..0xe000).contains(&code) {
                return surrogate(rest, code);
            }
            Some((format!("\\x{{{code:x}}}"), 6))
        }
        'Z' | 'z' if class.is_none() => Some(("$".to_owned(), 2)),
        'A' if class.is_none() => Some(("^".to_owned(), 2)),
        'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'n' | 'r' | 't' | 'f' | 'v' | 'b' | 'B' | 'x' => {
            Some((format!("\\{next}"), 2))
        }
        // Back references and what else letters may mean.
        other if other.is_ascii_alphanumeric() => None,
        other if other.is_ascii_punctuation() => Some((format!("\\{other}"), 2)),
        other => Some((other.to_string(), 2)),
    }
}

/// ECMAScript writes a character beyond the first plane as two.
fn surrogate(rest: &[char], high: u32) -> Option<(String, usize)> {
    let low: String = (rest.get(6..8)? == ['\\', 'u']).then(|| rest.get(8..12))??.iter().collect();
    let low = u32::from_str_radix(&low, 16).ok()?;
    if !(0xd800..0xdc00).contains(&high) || !(0xdc00..0xe000).contains(&low) {
        return None;
    }
    let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    Some((format!("\\x{{{code:x}}}"), 12))
}

/// A class that matches at least what the Unicode class matches; in a negated class it must match at most that.
fn unicode(rest: &[char], class: Option<bool>, not: bool) -> Option<(String, usize)> {
    let (name, length) = if rest.get(2) == Some(&'{') {
        let name: String = rest[3..].iter().take_while(|character| **character != '}').collect();
        let length = name.chars().count() + 4;
        (name, length)
    } else {
        (rest.get(2)?.to_string(), 3)
    };
    let ascii = CLASSES.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, ascii)| *ascii)?;
    let ascii = if not { others(ascii) } else { ascii.to_owned() };
    let text = match class {
        None => format!("[{ascii}{BEYOND}]"),
        Some(false) => format!("{ascii}{BEYOND}"),
        Some(true) => ascii,
    };
    Some((text, length))
}

/// The ASCII characters that are not in the class.
fn others(class: &str) -> String {
    if class.is_empty() {
        return r"\x00-\x7f".to_owned();
    }
    let Ok(known) = regex_lite::Regex::new(&format!("^[{class}]$")) else { return String::new() };
    (0_u8..128)
        .map(char::from)
        .filter(|character| !known.is_match(&character.to_string()))
        .map(|character| format!("\\x{:02x}", character as u32))
        .collect()
}

//! Rewrites a pattern character by character for the engine.

/// Which way a translation may differ from the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// Not at all.
    Exact,
    /// It may match more.
    Wider,
}

/// What `\p{…}` means among the ASCII characters; every other character counts as belonging to it.
const CLASSES: [(&[&str], &str); 13] = [
    (&["L", "Alphabetic", "IsAlphabetic", "Letter", "Alpha", "IsLatin", "Latin"], "A-Za-z"),
    (&["Lu", "Upper"], "A-Z"),
    (&["Ll", "Lower"], "a-z"),
    (&["N", "Nd", "IsDigit", "Digit"], "0-9"),
    (&["Alnum"], "0-9A-Za-z"),
    (
        &[
            "M", "Mn", "Mc", "Me", "Lo", "Lt", "Cf", "Cn", "Co", "Cs", "So", "Zl", "Zp", "Pi", "Pf", "No",
            "Nl",
        ],
        "",
    ),
    (&["Z", "Zs", "IsWhite_Space"], " "),
    (&["P", "Punct", "Punctuation", "IsPunctuation"], r"!-/:-@\[-`{-~"),
    (&["Print"], " -~"),
    (&["Graph"], "!-~"),
    (&["ASCII"], r"\x00-\x7f"),
    (&["C", "Cc", "Cntrl"], r"\x00-\x1f\x7f"),
    (&["S"], r"$+<=>\^`|~"),
];

/// Everything that is no ASCII character.
const BEYOND: &str = r"\x{80}-\x{10ffff}";
/// So often nothing is counted exactly.
const MANY: u32 = 256;
/// What ECMAScript writes as two characters.
const PAIRS: &str = r"\x{10000}-\x{10ffff}";

/// The engine's form of the pattern; nothing if there is none.
pub(super) fn rewritten(source: &str, width: Width) -> Option<String> {
    let mut rewriter =
        Rewriter { rest: source.chars().collect(), at: 0, class: None, width, out: String::new() };
    while rewriter.at < rewriter.rest.len() {
        rewriter.step()?;
    }
    rewriter.class.is_none().then_some(rewriter.out)
}

/// A class of characters that is being read.
#[derive(Clone, Copy)]
struct Class {
    negated: bool,
    /// Where its first member stands.
    start: usize,
    /// Whether the last member was a set of characters, from which no range can go.
    after_set: bool,
}

struct Rewriter {
    rest: Vec<char>,
    at: usize,
    class: Option<Class>,
    width: Width,
    out: String,
}

impl Rewriter {
    fn step(&mut self) -> Option<()> {
        let character = self.rest[self.at];
        match self.class {
            Some(class) => self.member(class, character),
            None => self.outside(character),
        }
    }

    fn outside(&mut self, character: char) -> Option<()> {
        match character {
            '\\' => return self.escape(),
            '[' => {
                let negated = self.peek(1) == Some('^');
                let opening = if negated { "[^" } else { "[" };
                self.put(opening, opening.len());
                self.class = Some(Class { negated, start: self.at, after_set: false });
            }
            // A brace that counts nothing is a brace.
            '{' if self.counted().is_none() => self.put("\\{", 1),
            '{' => {
                let counted = self.counted()?;
                let shorter =
                    if self.width == Width::Wider { without_many(&counted) } else { counted.clone() };
                self.put(&shorter, counted.len());
            }
            '}' => self.put("\\}", 1),
            ']' => self.put("\\]", 1),
            '(' if self.peek(1) == Some('?') => {
                let opening: String = self.rest[self.at..].iter().take(3).collect();
                let known = ["(?:", "(?i", "(?s", "(?m", "(?<"].contains(&opening.as_str());
                self.put("(?", 2);
                return known.then_some(());
            }
            other => self.put(&other.to_string(), 1),
        }
        Some(())
    }

    fn member(&mut self, class: Class, character: char) -> Option<()> {
        let mut after_set = false;
        match character {
            '\\' => {
                let next = self.peek(1)?;
                self.escape()?;
                after_set = "dDwWsSpP".contains(next);
            }
            ']' if self.at > class.start => {
                self.put("]", 1);
                self.class = None;
                return Some(());
            }
            ']' => self.put("\\]", 1),
            // Java would mean something else than ECMAScript by these.
            '[' => {
                if self.width == Width::Exact {
                    return None;
                }
                self.put("\\[", 1);
            }
            '&' if self.peek(1) == Some('&') => return None,
            '-' if class.after_set || self.set_follows() => self.put("\\-", 1),
            '&' | '~' => self.put(&format!("\\{character}"), 1),
            other => self.put(&other.to_string(), 1),
        }
        self.class = Some(Class { after_set, ..class });
        Some(())
    }

    /// Whether an escape that stands for a set of characters is next but one.
    fn set_follows(&self) -> bool {
        self.peek(1) == Some('\\') && self.peek(2).is_some_and(|next| "dDwWsSpP".contains(next))
    }

    /// The counted repetition that starts here.
    fn counted(&self) -> Option<String> {
        let inner: String =
            self.rest[self.at + 1..].iter().take_while(|character| **character != '}').collect();
        let numbers: Vec<_> = inner.split(',').collect();
        let is_number = |text: &&str| text.chars().all(|character| character.is_ascii_digit());
        let closed = self.rest.get(self.at + 1 + inner.chars().count()) == Some(&'}');
        let counts = closed && !numbers[0].is_empty() && numbers.len() <= 2 && numbers.iter().all(is_number);
        counts.then(|| format!("{{{inner}}}"))
    }

    fn escape(&mut self) -> Option<()> {
        let next = self.peek(1)?;
        match next {
            'p' | 'P' => return self.unicode(next == 'P'),
            'u' => return self.code(),
            'Z' | 'z' if self.class.is_none() => self.put("$", 2),
            'A' if self.class.is_none() => self.put("^", 2),
            'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'n' | 'r' | 't' | 'f' | 'v' | 'x' => {
                self.put(&format!("\\{next}"), 2);
            }
            'b' | 'B' if self.class.is_none() => self.put(&format!("\\{next}"), 2),
            // Back references and what else letters may mean.
            other if other.is_ascii_alphanumeric() => return None,
            // The engine has a meaning for these that AWS's engines don't have.
            '<' | '>' => self.put(&next.to_string(), 2),
            other if other.is_ascii_punctuation() => self.put(&format!("\\{other}"), 2),
            other => self.put(&other.to_string(), 2),
        }
        Some(())
    }

    /// A character by its number.
    fn code(&mut self) -> Option<()> {
        let code = self.hexadecimal(self.at + 2)?;
        if !(0xd800..0xe000).contains(&code) {
            self.put(&format!("\\x{{{code:x}}}"), 6);
            return Some(());
        }
        let low =
            (self.peek(6) == Some('\\') && self.peek(7) == Some('u')).then(|| self.hexadecimal(self.at + 8));
        if let Some(Some(low)) = low
            && (0xd800..0xdc00).contains(&code)
            && (0xdc00..0xe000).contains(&low)
        {
            let code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            self.put(&format!("\\x{{{code:x}}}"), 12);
            return Some(());
        }
        // Half a character, or a range of halves: whole ones, all of them.
        let class = self.class?;
        if class.negated || self.width == Width::Exact {
            return None;
        }
        let is_range = self.peek(6) == Some('-') && self.peek(7) == Some('\\') && self.peek(8) == Some('u');
        self.put(PAIRS, if is_range { 13 } else { 6 });
        Some(())
    }

    fn hexadecimal(&self, start: usize) -> Option<u32> {
        let digits: String = self.rest.get(start..start + 4)?.iter().collect();
        u32::from_str_radix(&digits, 16).ok()
    }

    /// A class that matches at least what the Unicode class matches; in a negated class it must match at most that.
    fn unicode(&mut self, not: bool) -> Option<()> {
        if self.width == Width::Exact {
            return None;
        }
        let braced = self.peek(2) == Some('{');
        let name: String = if braced {
            self.rest[self.at + 3..].iter().take_while(|character| **character != '}').collect()
        } else {
            self.peek(2)?.to_string()
        };
        let length = name.chars().count() + if braced { 4 } else { 2 };
        let ascii =
            CLASSES.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, ascii)| *ascii)?;
        let ascii = if not { others(ascii)? } else { ascii.to_owned() };
        let text = match self.class {
            None => format!("[{ascii}{BEYOND}]"),
            Some(Class { negated: false, .. }) => format!("{ascii}{BEYOND}"),
            Some(_) => ascii,
        };
        self.put(&text, length);
        Some(())
    }

    fn peek(&self, further: usize) -> Option<char> {
        self.rest.get(self.at + further).copied()
    }

    fn put(&mut self, text: &str, length: usize) {
        self.out.push_str(text);
        self.at += length;
    }
}

/// The repetition without an upper end that is far away: the engine unrolls what is counted, which takes long.
fn without_many(counted: &str) -> String {
    let inner = counted.trim_matches(['{', '}']);
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    match (least.parse::<u32>(), most.parse::<u32>()) {
        (Ok(least), Ok(most)) if most > MANY && least <= MANY => format!("{{{least},}}"),
        _ => counted.to_owned(),
    }
}

/// The ASCII characters that are not in the class.
fn others(class: &str) -> Option<String> {
    if class.is_empty() {
        return Some(r"\x00-\x7f".to_owned());
    }
    let known = regex_lite::Regex::new(&format!("^[{class}]$")).ok()?;
    let others = (0_u8..128).map(char::from).filter(|character| !known.is_match(&character.to_string()));
    let escaped: Vec<_> = others.map(|character| format!("\\x{{{:x}}}", u32::from(character))).collect();
    Some(escaped.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(source: &str, text: &str) -> bool {
        let pattern = rewritten(source, Width::Wider).unwrap();
        regex_lite::Regex::new(&pattern).unwrap().is_match(text)
    }

    #[test]
    fn classes_of_unicode_become_wider() {
        assert!(matches(r"^[\p{L}\p{N}_.-]+$", "Grün_1.0"));
        assert!(!matches(r"^[\p{L}\p{N}_.-]+$", "a b"));
        assert!(matches(r"^[^\p{L}]$", "1") && matches(r"^[^\p{L}]$", "ü") && !matches(r"^[^\p{L}]$", "a"));
        assert!(matches(r"^\P{L}$", "1") && !matches(r"^\P{L}$", "a"));
        assert_eq!(rewritten(r"\p{L}", Width::Exact), None);
    }

    #[test]
    fn characters_by_number() {
        assert!(matches(r"^[\u0020-\uD7FF\uD800\uDBFF-\uDC00\uDFFF]+$", "a😀"));
        assert!(matches("^\\uD83D\\uDE00$", "😀"));
        assert!(!matches(r"^[\u0020-\u007E]+$", "\n"));
    }

    #[test]
    fn what_only_looks_like_something() {
        assert!(matches(r"^[\w-\.]+$", "a-b.c"));
        assert!(matches(r"^[a-z[\]]+$", "a[]"));
        assert!(matches("^a{b}$", "a{b}"));
        assert!(matches(r"^\<a\>$", "<a>"));
        assert!(matches("^a{2,3}$", "aaa") && !matches("^a{2,3}$", "aaaa"));
        assert_eq!(rewritten("[a&&b]", Width::Wider), None);
    }
}

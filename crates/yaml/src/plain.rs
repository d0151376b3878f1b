//! What a plain scalar means: text, a number, a boolean, nothing, or something that YAML 1.1 and 1.2 disagree on.
//!
//! CloudFormation and half of the world's tools read YAML 1.1, where `yes`, `012`, `1:30` and `2012-10-17` are not
//! text, and where `3.10` is the number 3.1. Here nobody has to know: such a value is an error that asks for quotes.

/// What an unquoted scalar means to everybody who reads YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Text to everybody.
    Text,
    /// A decimal whole number without leading zeros, so that its spelling is its value.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Empty, `null` or `~`.
    Nothing,
    /// Text to some readers and something else to others; says what.
    Unclear(&'static str),
}

/// The longest text of letters alone that is more than text to anybody: `false`.
const LONGEST_WORD: usize = 5;

/// The meaning of a plain scalar.
pub fn meaning(text: &str) -> Meaning {
    // All numbers and dates begin with one of these, so that most texts are told by their first letter.
    let may_be_number = |first: &u8| first.is_ascii_digit() || b"+-._".contains(first);
    if text.len() > LONGEST_WORD && !text.as_bytes().first().is_some_and(may_be_number) {
        return Meaning::Text;
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Meaning::Nothing,
        "true" | "false" => return Meaning::Boolean,
        "=" | "<<" => return Meaning::Unclear("a special key of YAML 1.1"),
        _ => {}
    }
    let words = ["true", "false", "yes", "no", "on", "off", "y", "n"];
    if words.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return Meaning::Unclear("a boolean in YAML 1.1");
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(unsigned) {
        let spelled_as_value = !text.starts_with('+') && (unsigned == "0" || !unsigned.starts_with('0'));
        return if spelled_as_value && text != "-0" {
            Meaning::Integer
        } else {
            Meaning::Unclear("a number in another spelling")
        };
    }
    if is_date(text) {
        return Meaning::Unclear("a date in YAML 1.1");
    }
    if unsigned.contains(':') && unsigned.split(':').all(|part| digits(&part.replace(['.', '_'], "0"))) {
        return Meaning::Unclear("a number to base 60 in YAML 1.1");
    }
    if is_odd_number(&unsigned.to_ascii_lowercase()) {
        return Meaning::Unclear("a number");
    }
    Meaning::Text
}

/// `2012-10-17`, with or without a time.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let digits = |part: Option<&str>, least, most| {
        part.is_some_and(|part| {
            (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let (year, month, rest) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let day_length = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits(year, 4, 4)
        && digits(month, 1, 2)
        && (1..=2).contains(&day_length)
        && matches!(rest.as_bytes().get(day_length), None | Some(b'T' | b't' | b' '))
}

/// Fractions, exponents, infinities, other bases, underscores; without the sign and in lower case.
fn is_odd_number(text: &str) -> bool {
    if matches!(text, ".inf" | ".nan") {
        return true;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return !rest.is_empty() && rest.chars().all(|digit| digit == '_' || digit.is_digit(radix));
        }
    }
    let number = text.replace('_', "");
    let begins_like_one = number.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    begins_like_one && number.contains(|digit: char| digit.is_ascii_digit()) && number.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Meaning, meaning};

    #[test]
    fn text_stays_text() {
        for text in [
            "main",
            "python3.13",
            "1.2.3",
            "30s",
            "5%",
            "a: b",
            "release/1.0",
            "2012-10",
            "0x",
            "1e",
            "v1",
            "-",
            ".",
            "12h",
            "10.0.0.1",
            "yesterday",
            "none",
            "0b12",
            "12-34",
            "arn:aws:sns:us-east-1:111122223333:topic",
        ] {
            assert_eq!(meaning(text), Meaning::Text, "{text}");
        }
    }

    #[test]
    fn spelling_is_value() {
        for text in ["0", "7", "-12", "123456789012"] {
            assert_eq!(meaning(text), Meaning::Integer, "{text}");
        }
        for text in ["", "~", "null"] {
            assert_eq!(meaning(text), Meaning::Nothing, "{text}");
        }
    }

    #[test]
    fn what_versions_of_yaml_disagree_on_is_unclear() {
        for text in [
            "yes",
            "No",
            "on",
            "OFF",
            "y",
            "True",
            "012",
            "+5",
            "-0",
            "1_000",
            "1e3",
            "1.5E+3",
            ".5",
            "3.",
            "3.10",
            ".inf",
            "-.INF",
            ".NaN",
            "0x1F",
            "0o17",
            "0b101",
            "1:30",
            "12:30:45",
            "1:30.5",
            "2012-10-17",
            "2012-1-2",
            "2012-10-17T10:00:00Z",
            "012345678901",
            "=",
            "<<",
        ] {
            assert!(matches!(meaning(text), Meaning::Unclear(_)), "{text}");
        }
    }
}

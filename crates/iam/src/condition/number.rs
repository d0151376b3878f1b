//! Numbers of the numeric operators: "an integer or decimal value".

/// A number; `None` for any other text.
pub(super) fn parse(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_plain_numbers() {
        assert_eq!(parse("10"), Some(10.0));
        assert_eq!(parse("-0.50"), Some(-0.5));
        for text in ["", "ten", "inf", "NaN", "1e3", "1.2.3", "0x10", "--1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

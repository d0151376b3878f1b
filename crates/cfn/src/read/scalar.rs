//! What CloudFormation, which reads YAML 1.1, makes of a plain scalar.
//!
//! Dates stay text: CloudFormation knows no timestamps, and everybody writes `Version: 2012-10-17`.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>

use yaml::{Meaning, Scalar};

use super::Kind;

pub(super) fn kind(scalar: Scalar) -> Kind {
    match scalar.meaning {
        Meaning::Text => Kind::Text(scalar.text),
        Meaning::Nothing => Kind::Null,
        Meaning::Integer => Kind::Number(scalar.text),
        Meaning::Boolean => Kind::Bool(scalar.text == "true"),
        Meaning::Unclear(_) => unclear(scalar.text),
    }
}

fn unclear(text: String) -> Kind {
    match text.to_ascii_lowercase().as_str() {
        // PyYAML and SnakeYAML alike read a lone `y` or `n` as text.
        "y" | "n" => Kind::Text(text),
        "true" | "yes" | "on" => Kind::Bool(true),
        "false" | "no" | "off" => Kind::Bool(false),
        lower => match number(&lower.replace('_', "")) {
            Some(value) => Kind::Number(value),
            None => Kind::Text(text),
        },
    }
}

/// The value in decimal, if YAML 1.1 reads a number; infinities and the like are none that a template could hold.
fn number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if let Some(whole) = whole(digits) {
        return Some(format!("{}{whole}", if whole == 0 { "" } else { sign }));
    }
    // `089` is not octal, and a fraction to CloudFormation: a leading zero takes an account's ID apart either way.
    let is_padded = digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    // An exponent needs a dot and a sign there: `1e3` is text.
    let exponent_fits = digits
        .split_once('e')
        .is_none_or(|(mantissa, power)| mantissa.contains('.') && power.starts_with(['+', '-']));
    let dotted = digits.contains('.') && digits.bytes().any(|byte| byte.is_ascii_digit());
    let value: f64 = digits.parse().ok().filter(|_| is_padded || exponent_fits && dotted)?;
    Some(format!("{sign}{}", fraction(value)))
}

/// A fraction as CloudFormation writes it, which is as Java does: `2.0` stays that, and twelve digits get an exponent.
/// <https://docs.oracle.com/javase/8/docs/api/java/lang/Double.html#toString-double->
fn fraction(value: f64) -> String {
    if value == 0.0 || (1e-3..1e7).contains(&value) {
        return format!("{value:?}");
    }
    let text = format!("{value:E}");
    match text.split_once('E') {
        Some((mantissa, power)) if !mantissa.contains('.') => format!("{mantissa}.0E{power}"),
        _ => text,
    }
}

fn whole(digits: &str) -> Option<u64> {
    if let Some(hexadecimal) = digits.strip_prefix("0x") {
        return u64::from_str_radix(hexadecimal, 16).ok();
    }
    if let Some(binary) = digits.strip_prefix("0b") {
        return u64::from_str_radix(binary, 2).ok();
    }
    if digits.contains(':') {
        let parts = digits.split(':').map(|part| part.parse::<u64>().ok());
        return parts.reduce(|sum, part| sum?.checked_mul(60)?.checked_add(part?)).flatten();
    }
    if digits.len() > 1 && digits.starts_with('0') {
        return u64::from_str_radix(digits, 8).ok();
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Kind, unclear};

    #[test]
    fn what_yaml_1_1_reads() {
        let number = |text: &str| match unclear(text.to_owned()) {
            Kind::Number(value) => value,
            other => format!("{other:?}"),
        };
        for (written, value) in [
            ("0123", "83"),
            ("1:30", "90"),
            ("0x1F", "31"),
            ("1_000", "1000"),
            ("3.10", "3.1"),
            ("2.0", "2.0"),
            ("4.", "4.0"),
            ("08", "8.0"),
            ("012345678901", "1.2345678901E10"),
            ("0.00001", "1.0E-5"),
            ("-0", "0"),
            ("+5", "5"),
        ] {
            assert_eq!(number(written), value, "{written}");
        }
        assert!(matches!(unclear("yes".to_owned()), Kind::Bool(true)));
        assert!(matches!(unclear("Off".to_owned()), Kind::Bool(false)));
        for text in ["2012-10-17", "1e3", "y", "<<", "0o17"] {
            assert!(matches!(unclear(text.to_owned()), Kind::Text(_)), "{text}");
        }
    }
}

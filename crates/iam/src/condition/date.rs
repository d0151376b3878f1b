//! Dates of the date operators: the forms of ISO 8601 that the W3C's note has, and seconds since 1970.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date>

const NANOS: i128 = 1_000_000_000;

/// Nanoseconds since 1970; `None` for a text that is no date.
///
/// Four digits are a year, as in the W3C's note; longer numbers are seconds.
pub(super) fn parse(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.len() != 4 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse::<i64>().ok().map(|seconds| i128::from(seconds) * NANOS);
    }
    let (date, time) = match text.split_once('T') {
        Some((date, time)) if date.len() == 10 => (date, Some(time)),
        Some(_) => return None,
        None => (text, None),
    };
    let midnight = i128::from(day(date)?) * 86_400 * NANOS;
    time.map_or(Some(midnight), |time| Some(midnight + nanos(time)?))
}

/// Days since 1970 of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    // The year is begun in March, so that the day that comes and goes is its last one.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leaps + (153 * month + 2) / 5 + day - 1 - 719_468)
}

/// Nanoseconds since midnight in UTC of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s` with `Z` or `±hh:mm`.
fn nanos(text: &str) -> Option<i128> {
    let (clock, offset) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let at = text.find(['+', '-'])?;
            let sign = if text[at..].starts_with('+') { 1 } else { -1 };
            let (hours, minutes) = text[at + 1..].split_once(':')?;
            (&text[..at], sign * (number(hours, 2)? * 3_600 + number(minutes, 2)? * 60))
        }
    };
    let mut parts = clock.split(':');
    let (hours, minutes) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let (seconds, fraction) = parts.next().map_or(Some((0, 0)), seconds)?;
    if parts.next().is_some() || hours > 24 || minutes > 59 || seconds > 60 {
        return None;
    }
    Some(i128::from(hours * 3_600 + minutes * 60 + seconds - offset) * NANOS + fraction)
}

fn seconds(text: &str) -> Option<(i64, i128)> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => {
            if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            // Nine digits of a fraction are nanoseconds.
            let nanos: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
            (whole, nanos.parse().ok()?)
        }
        None => (text, 0),
    };
    Some((number(whole, 2)?, fraction))
}

fn number(text: &str, length: usize) -> Option<i64> {
    let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn all_forms_of_one_moment() {
        let moment = Some(1_577_836_800_000_000_000);
        for text in [
            "2020",
            "2020-01",
            "2020-01-01",
            "2020-01-01T00:00Z",
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.000Z",
            "2020-01-01T01:30:00+01:30",
            "2019-12-31T19:00:00-05:00",
            "1577836800",
        ] {
            assert_eq!(parse(text), moment, "{text}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.5Z"), Some(500_000_000));
        assert_eq!(parse("0"), Some(0));
        assert_eq!(parse("-1"), Some(-1_000_000_000));
        assert_eq!(parse("2024-02-29"), parse("1709164800"));
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in
            ["", "-", "today", "2020-13-01", "2023-02-29", "2020-01-01T00:00:00", "2020-1-1", "2020T00:00Z"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

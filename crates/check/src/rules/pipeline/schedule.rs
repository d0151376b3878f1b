//! The cron expression of a deployment window: seconds, minutes, hours, day of month, month, day of week and, if wanted,
//! the year.
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html>

const FIELDS: [(&str, u32, u32, &[&str]); 7] = [
    ("seconds", 0, 59, &[]),
    ("minutes", 0, 59, &[]),
    ("hours", 0, 23, &[]),
    ("day of month", 1, 31, &[]),
    ("month", 1, 12, &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
    ("day of week", 1, 7, &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ("year", 1970, 2199, &[]),
];

/// What is wrong with such a text, if anything.
pub(super) fn fault(text: &str) -> Option<String> {
    let fields: Vec<_> = text.split_whitespace().collect();
    if !(6..=7).contains(&fields.len()) {
        let names: Vec<_> = FIELDS.iter().map(|(name, ..)| *name).collect();
        return Some(format!(
            "it has six fields and, if wanted, a seventh: {}; here are {}",
            names.join(", "),
            fields.len()
        ));
    }
    let wrong = fields.iter().zip(FIELDS).find(|(field, about)| !is_field(field, about));
    wrong.map(|(field, (name, least, most, words))| {
        let words = match (words.first(), words.last()) {
            (Some(first), Some(last)) => format!(" or `{first}` to `{last}`"),
            _ => String::new(),
        };
        format!("the {name} cannot be `{field}`: {least} to {most}{words}")
    })
}

fn is_field(field: &str, about: &(&str, u32, u32, &[&str])) -> bool {
    field.split(',').all(|item| {
        let (range, step) = item.split_once('/').map_or((item, None), |(range, step)| (range, Some(step)));
        let step_is_number = step.is_none_or(|step| step.parse::<u32>().is_ok_and(|step| step > 0));
        step_is_number && (range == "*" || is_special(range, about.0) || is_range(range, about))
    })
}

fn is_range(range: &str, (_, least, most, words): &(&str, u32, u32, &[&str])) -> bool {
    let is_value = |value: &str| {
        words.iter().any(|word| word.eq_ignore_ascii_case(value))
            || value.parse::<u32>().is_ok_and(|number| (*least..=*most).contains(&number))
    };
    range.split_once('-').map_or_else(|| is_value(range), |(from, to)| is_value(from) && is_value(to))
}

/// `?`, and what is said with `L`, `W` and `#`, of days alone.
fn is_special(text: &str, name: &str) -> bool {
    name.starts_with("day")
        && (text == "?" || text.to_ascii_uppercase().contains(['L', 'W', '#']) && !is_word(text))
}

fn is_word(text: &str) -> bool {
    text.len() > 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_the_page_shows_passes() {
        for text in [
            "0 0 9-17 ? * MON-FRI *",
            "* * * * * ?",
            "0 0/15 8,20 L-3 * ?",
            "0 0 12 ? jan-mar 6#3 2027",
            "0 0 12 LW * ?",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn the_fields_are_counted_and_read() {
        assert!(fault("0 9-17 ? * MON-FRI").unwrap().contains("here are 5"));
        assert!(fault("0 0 25 ? * MON-FRI").unwrap().contains("the hours cannot be `25`"));
        assert!(fault("0 0 9 ? * MONDAY").unwrap().contains("the day of week cannot be `MONDAY`"));
        assert!(fault("0 0 9 ? 13 *").is_some());
    }
}

//! The grammar of schedule expressions.
//!
//! In: the text of an expression. Out: the first thing in it that AWS refuses, with the part of the text that it
//! stands in. When a schedule runs is not worked out: an expression that is never true is left alone.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
//! <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>

use std::ops::Range;

/// What is wrong with an expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The part of the text.
    pub(super) part: Range<usize>,
    pub(super) label: String,
    pub(super) help: String,
    /// What to write instead, and over which part, where there is one right answer.
    pub(super) fix: Option<(Range<usize>, String)>,
    /// Whether no page says that it is refused.
    pub(super) doubtful: bool,
}

/// Who reads the expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// `AWS::Events::Rule`: cron and rate.
    Rule,
    /// `AWS::Scheduler::Schedule`: also `at(…)`; no page says whether a rate's unit must agree with its number.
    Scheduler,
}

/// The first fault of an expression.
pub(super) fn fault(text: &str, reader: Reader) -> Option<Fault> {
    let whole = 0..text.len();
    let inside = |name: &str| -> Option<Range<usize>> {
        let rest = text.strip_prefix(name)?.strip_prefix('(')?;
        rest.ends_with(')').then(|| name.len() + 1..text.len() - 1)
    };
    if let Some(part) = inside("rate") {
        rate(text, part, reader)
    } else if let Some(part) = inside("cron") {
        cron(text, part)
    } else if let (Some(part), Reader::Scheduler) = (inside("at"), reader) {
        at(&text[part.clone()], part)
    } else {
        let forms = match reader {
            Reader::Rule => "`rate(5 minutes)` or `cron(0 12 * * ? *)`",
            Reader::Scheduler => "`rate(5 minutes)`, `cron(0 12 * * ? *)` or `at(2030-01-31T12:00:00)`",
        };
        Some(plain(whole, "no schedule expression", format!("write it as {forms}")))
    }
}

fn plain(part: Range<usize>, label: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { part, label: label.into(), help: help.into(), fix: None, doubtful: false }
}

const UNITS: [&str; 3] = ["minute", "hour", "day"];

fn rate(text: &str, part: Range<usize>, reader: Reader) -> Option<Fault> {
    let form = "a rate is a number and a unit: `rate(5 minutes)`";
    let [(number, value), (unit_at, unit)] = words(text, part.clone())[..] else {
        return Some(plain(part, "not a number and a unit", form));
    };
    let number_part = number..number + value.len();
    let unit_part = unit_at..unit_at + unit.len();
    if !value.bytes().all(|byte| byte.is_ascii_digit()) || value.trim_start_matches('0').is_empty() {
        return Some(plain(number_part, "not a whole number above 0", form));
    }
    let singular = unit.strip_suffix('s').unwrap_or(unit);
    if !UNITS.contains(&singular) {
        let units = "the units are `minutes`, `hours` and `days`; `minute`, `hour` and `day` after 1";
        return Some(plain(unit_part, "not a unit", units));
    }
    let one = value.trim_start_matches('0') == "1";
    if one == (unit == singular) {
        return None;
    }
    let right = if one { singular.to_owned() } else { format!("{singular}s") };
    Some(Fault {
        part: unit_part.clone(),
        label: format!("{value} takes `{right}`"),
        help: "the unit is singular after 1 and plural after any other number".to_owned(),
        fix: Some((unit_part, right)),
        doubtful: reader == Reader::Scheduler,
    })
}

/// A field of a cron expression.
struct Field {
    name: &'static str,
    low: u32,
    high: u32,
    /// Names for the numbers, from `low` on.
    names: &'static [&'static str],
    /// What it takes besides numbers, `,`, `-`, `*` and `/`.
    also: &'static str,
}

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const FIELDS: [Field; 6] = [
    Field { name: "minutes", low: 0, high: 59, names: &[], also: "" },
    Field { name: "hours", low: 0, high: 23, names: &[], also: "" },
    Field { name: "day of month", low: 1, high: 31, names: &[], also: "?LW" },
    Field { name: "month", low: 1, high: 12, names: MONTHS, also: "" },
    Field { name: "day of week", low: 1, high: 7, names: DAYS, also: "?L#" },
    Field { name: "year", low: 1970, high: 2199, names: &[], also: "" },
];
const ORDER: &str =
    "the six fields are minutes, hours, day of month, month, day of week and year: `cron(0 12 * * ? *)`";

fn cron(text: &str, part: Range<usize>) -> Option<Fault> {
    let fields = words(text, part.clone());
    if fields.len() != FIELDS.len() {
        let count = fields.len();
        return Some(plain(
            part,
            format!("{count} field{} instead of six", if count == 1 { "" } else { "s" }),
            ORDER,
        ));
    }
    for ((start, written), field) in fields.iter().zip(&FIELDS) {
        let mut at = *start;
        for element in written.split(',') {
            if let Some(why) = element_fault(element, field) {
                return Some(plain(at..at + element.len(), why, ORDER));
            }
            at += element.len() + 1;
        }
    }
    days(&fields)
}

/// One of the two days must be left open.
fn days(fields: &[(usize, &str)]) -> Option<Fault> {
    let (month_at, of_month) = fields[2];
    let (week_at, of_week) = fields[4];
    if [of_month, of_week].iter().any(|day| day.trim_matches(',') == "?") {
        return None;
    }
    // What is `*` can only be meant to be left open; where both are, AWS's own examples leave the day of the week
    // open.
    let fix = match (of_month, of_week) {
        (_, "*") => Some((week_at..week_at + 1, "?".to_owned())),
        ("*", _) => Some((month_at..month_at + 1, "?".to_owned())),
        _ => None,
    };
    Some(Fault {
        part: month_at..week_at + of_week.len(),
        label: "both days are given".to_owned(),
        help: "write `?` for the day of month or for the day of week".to_owned(),
        fix,
        doubtful: false,
    })
}

/// Why an element of a field can't stand there.
fn element_fault(element: &str, field: &Field) -> Option<String> {
    // AWS's own samples have commas after the last value.
    if element.is_empty() {
        return None;
    }
    if matches!(element, "?" | "L" | "LW") {
        let fits = element.chars().all(|letter| field.also.contains(letter));
        return (!fits).then(|| format!("`{element}` can't stand for the {}", field.name));
    }
    let (span, step) = match element.split_once('/') {
        Some((span, step)) => (span, Some(step)),
        None => (element, None),
    };
    if let Some(step) = step
        && !(step.bytes().all(|byte| byte.is_ascii_digit()) && step.parse::<u32>().is_ok_and(|step| step > 0))
    {
        return Some(format!("`{step}` is no step"));
    }
    if span == "*" || (span.is_empty() && step.is_some()) {
        return None;
    }
    if field.also.contains('L') && span.starts_with("L-") {
        return None;
    }
    if let Some((day, which)) = span.split_once('#').filter(|_| field.also.contains('#')) {
        let fits = which.parse::<u32>().is_ok_and(|which| (1..=5).contains(&which));
        return number_fault(day, field)
            .or_else(|| (!fits).then(|| format!("`{which}` is none of the up to five weeks of a month")));
    }
    let mut ends = span.splitn(2, '-');
    ends.find_map(|end| number_fault(suffixed(end, field), field))
}

/// A number without the `W` or `L` that may follow it.
fn suffixed<'a>(end: &'a str, field: &Field) -> &'a str {
    let stripped = end.strip_suffix(['W', 'L']).filter(|rest| !rest.is_empty());
    match stripped {
        Some(rest) if field.also.contains(&end[rest.len()..]) => rest,
        _ => end,
    }
}

fn number_fault(text: &str, field: &Field) -> Option<String> {
    let Field { name, low, high, names, .. } = field;
    if names.iter().any(|known| known.eq_ignore_ascii_case(text)) {
        return None;
    }
    let fits = !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse::<u32>().is_ok_and(|number| (*low..=*high).contains(&number));
    (!fits).then(|| match names {
        [first, .., last] => format!("{name}: {low} to {high}, or {first} to {last}"),
        _ => format!("{name}: {low} to {high}"),
    })
}

/// `yyyy-mm-ddThh:mm:ss`, to whose numbers the calendar's limits apply.
fn at(text: &str, part: Range<usize>) -> Option<Fault> {
    const FORM: &str = "0000-00-00T00:00:00";
    let shape = text.len() == FORM.len()
        && text
            .bytes()
            .zip(FORM.bytes())
            .all(|(byte, form)| if form == b'0' { byte.is_ascii_digit() } else { byte == form });
    let number = |range: Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok());
    let within = |range, low, high| number(range).is_some_and(|value| (low..=high).contains(&value));
    let right = shape
        && within(5..7, 1, 12)
        && within(8..10, 1, 31)
        && within(11..13, 0, 23)
        && within(14..16, 0, 59)
        && within(17..19, 0, 59);
    (!right).then(|| plain(part, "no date and time", "write it as `at(2030-01-31T12:00:00)`"))
}

/// The words of a part of the text, each with its start.
fn words(text: &str, part: Range<usize>) -> Vec<(usize, &str)> {
    let mut at = part.start;
    let words = text[part].split(|letter: char| letter.is_ascii_whitespace()).map(|word| {
        let start = at;
        at += word.len() + 1;
        (start, word)
    });
    words.filter(|(_, word)| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Reader, fault};

    fn sound(text: &str) -> bool {
        fault(text, Reader::Rule).is_none()
    }

    #[test]
    fn takes_what_aws_shows() {
        for text in [
            "rate(1 minute)",
            "rate(5 minutes)",
            "rate(1 day)",
            "cron(0 10 * * ? *)",
            "cron(0 18 ? * MON-FRI *)",
            "cron(0/15 * * * ? *)",
            "cron(0/30 20-2 ? * MON-FRI *)",
            "cron(15 10 ? * 6L 2019-2022)",
            "cron(5,35 14 * * ? *)",
            "cron(0 9 ? * 2#1 *)",
            "cron(0 9 3W * ? *)",
            "cron(0 9 LW * ? *)",
            "cron(0 9 L JAN,feb ? *)",
            "cron(*/5 * * * ? *)",
            "cron(5, 0, 1, *, ?, *)",
        ] {
            assert!(sound(text), "{text}");
        }
        assert!(fault("at(2030-01-31T12:00:00)", Reader::Scheduler).is_none());
        assert!(fault("rate(1 minutes)", Reader::Scheduler).is_some_and(|fault| fault.doubtful));
    }

    #[test]
    fn refuses_what_aws_refuses() {
        for text in [
            "5 minutes",
            "rate(5 minute)",
            "rate(1 hours)",
            "rate(0 hours)",
            "rate(5)",
            "rate(5 weeks)",
            "rate(1.5 hours)",
            "cron(0 12 * * *)",
            "cron(0 12 * * * *)",
            "cron(60 12 * * ? *)",
            "cron(0 24 * * ? *)",
            "cron(0 12 ? * 8 *)",
            "cron(0 12 ? * 0 *)",
            "cron(0 12 ? * MOM *)",
            "cron(? 12 * * ? *)",
            "cron(0 9 ? * 2#6 *)",
            "cron(0/0 9 ? * 2 *)",
            "at(2030-01-31T12:00:00)",
        ] {
            assert!(!sound(text), "{text}");
        }
        assert!(fault("at(2030-13-31T12:00:00)", Reader::Scheduler).is_some());
        assert!(fault("at(2030-01-31)", Reader::Scheduler).is_some());
    }

    #[test]
    fn says_where() {
        let part = |text: &str| fault(text, Reader::Rule).map(|fault| text[fault.part].to_owned());
        assert_eq!(part("rate(5 minute)").as_deref(), Some("minute"));
        assert_eq!(part("cron(0 12,61 * * ? *)").as_deref(), Some("61"));
        assert_eq!(part("cron(0 12 1 * MON *)").as_deref(), Some("1 * MON"));
    }

    #[test]
    fn mends_what_has_one_answer() {
        let mend = |text: &str| {
            let (part, right) = fault(text, Reader::Rule).and_then(|fault| fault.fix)?;
            Some(format!("{}{right}{}", &text[..part.start], &text[part.end..]))
        };
        assert_eq!(mend("rate(1 hours)").as_deref(), Some("rate(1 hour)"));
        assert_eq!(mend("cron(0 12 * * * *)").as_deref(), Some("cron(0 12 * * ? *)"));
        assert_eq!(mend("cron(0 12 * * MON *)").as_deref(), Some("cron(0 12 ? * MON *)"));
        assert_eq!(mend("cron(0 12 1 * MON *)"), None);
    }
}

//! A known text against what a place takes.
//!
//! CloudFormation makes a number or boolean of a text that reads like one, and a text of everything.

use facts::{Kind, Kinds, Shape};

use super::format;
use super::gives::has_scalar;
use super::violation::What;

/// What is wrong with a text; nothing where it cannot be told.
pub(super) fn faults(shape: Shape, text: &str) -> Vec<What<'static>> {
    if text.contains("{{resolve:") {
        return Vec::new();
    }
    let kinds = shape.kinds();
    if !fits_kind(kinds, text) {
        return vec![What::Kind { wanted: kinds, found: "a text" }];
    }
    let is_text = kinds.has(Kind::String);
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let mut faults = Vec::new();
    if let Some(values) = shape.values()
        && !allowed(values, text)
    {
        faults.push(What::Value { text: text.to_owned(), values });
    }
    if let Some(pattern) = shape.pattern()
        && is_text
        && pattern.is_match(text) == Some(false)
    {
        faults.push(What::Pattern { text: text.to_owned(), pattern });
    }
    let length = text.chars().count() as u64;
    let (fewest, most) = (shape.min_length(), shape.max_length());
    // A document's length is counted by the service in a form of its own.
    if is_text
        && shape.format() != Some("json")
        && (fewest.is_some_and(|fewest| length < fewest) || most.is_some_and(|most| length > most))
    {
        faults.push(What::Length { length, fewest, most });
    }
    if let Some(number) = number
        && !in_range(shape, number)
    {
        faults.push(What::Range { text: text.to_owned(), shape });
    }
    // An empty text is often how a service is told "none".
    if let Some(name) = shape.format().filter(|_| !text.is_empty())
        && let Some(form) = format::broken(name, text)
    {
        faults.push(What::Format { text: text.to_owned(), form });
    }
    the_plainest(faults, text)
}

/// Of faults in the same text only one: that it is empty, or else what form it has not, or else what pattern.
fn the_plainest(mut faults: Vec<What<'static>>, text: &str) -> Vec<What<'static>> {
    let has = |of: fn(&What<'_>) -> bool| faults.iter().any(of);
    let is_length = |fault: &What<'_>| matches!(fault, What::Length { .. });
    let is_format = |fault: &What<'_>| matches!(fault, What::Format { .. });
    let is_pattern = |fault: &What<'_>| matches!(fault, What::Pattern { .. });
    let kept: Option<fn(&What<'_>) -> bool> = if text.is_empty() && has(is_length) {
        Some(is_length)
    } else if has(is_format) {
        Some(is_format)
    } else if has(is_pattern) {
        Some(is_pattern)
    } else {
        None
    };
    if let Some(kept) = kept {
        faults.retain(|fault| kept(fault) || !(is_length(fault) || is_format(fault) || is_pattern(fault)));
    }
    faults
}

/// Whether a scalar that reads like this will do for a place of these kinds.
pub(super) fn fits_kind(kinds: Kinds, text: &str) -> bool {
    if kinds.has(Kind::String) {
        return true;
    }
    let text = text.trim();
    kinds.has(Kind::Number) && text.parse::<f64>().is_ok_and(f64::is_finite)
        || kinds.has(Kind::Integer) && is_whole(text)
        || kinds.has(Kind::Boolean) && matches!(text.to_ascii_lowercase().as_str(), "true" | "false")
        // Shapes that only say what a list or mapping must be say nothing of a scalar.
        || kinds.is_any() && has_scalar(kinds)
}

/// `5`, and `5.0` as well.
fn is_whole(text: &str) -> bool {
    text.parse::<i128>().is_ok() || text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0)
}

/// Whether a value is one of those allowed; `True` is `true`, and `1.0` is `1`.
fn allowed(values: facts::Values, text: &str) -> bool {
    values.contains(text)
        || matches!(text, "True" | "TRUE" | "False" | "FALSE") && values.contains(&text.to_ascii_lowercase())
        || text.strip_suffix(".0").is_some_and(|whole| values.contains(whole))
}

fn in_range(shape: Shape, number: f64) -> bool {
    shape.minimum().is_none_or(|least| number >= least)
        && shape.maximum().is_none_or(|most| number <= most)
        && shape.exclusive_minimum().is_none_or(|least| number > least)
        && shape.exclusive_maximum().is_none_or(|most| number < most)
        && shape.multiple_of().is_none_or(|step| step == 0.0 || (number / step).fract().abs() < 1e-9)
}

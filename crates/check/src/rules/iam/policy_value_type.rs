//! A condition value that its operator cannot compare.

use std::net::IpAddr;

use diag::Severity;

use super::operators::{Operator, Sort};
use crate::context::Context;
use crate::policy::Text;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-value-type",
    severity: Severity::Warning,
    title: "A condition compares a value that its operator cannot read.",
    explanation: "Bool and Null compare true or false, Numeric operators numbers, Date operators dates such as \
        2026-04-01T00:00:00Z, IpAddress addresses or ranges such as 203.0.113.0/24, Arn operators whole ARNs, BinaryEquals \
        base64. A value of another form never matches: an Allow then grants nothing, a Deny denies nothing. IAM refuses \
        some of these documents (bad dates) and takes the others.",
    pages: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        for comparison in statement.comparisons() {
            let Some(operator) = Operator::parse(&comparison.operator.key) else { continue };
            for text in &comparison.values.known {
                judge(operator, text, findings);
            }
        }
    }
}

fn judge(operator: Operator, text: &Text<'_>, findings: &mut Findings) {
    let Some(value) = text.known() else { return };
    // A variable under such an operator is a finding of its own.
    if value.contains("${") {
        return;
    }
    let (fits, wanted) = match operator.sort {
        Sort::Text => return,
        Sort::Bool | Sort::Null => {
            (value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"), "`true` or `false`")
        }
        Sort::Number => (value.parse::<f64>().is_ok_and(f64::is_finite), "a number"),
        Sort::Date => (is_date(value), "a date such as `2026-04-01T00:00:00Z`"),
        Sort::Ip => (is_range(value), "an address or a range such as `203.0.113.0/24`"),
        Sort::Arn => (is_arn(value), "an ARN of six parts"),
        Sort::Binary => (is_base64(value), "base64"),
    };
    if !fits {
        findings.add(
            RULE.at(text.span, format!("`{}` cannot compare with `{value}`", operator.name))
                .help(format!("it wants {wanted}")),
        );
    }
}

/// A year, a date, or a date with a time, as ISO 8601 has them; or seconds since 1970.
fn is_date(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(text) {
        return true;
    }
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let parts: Vec<_> = date.split('-').collect();
    let within = |part: &str, most: u32| {
        part.len() == 2 && part.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number))
    };
    let is_date = match parts.as_slice() {
        [year] => digits(year),
        [year, month] => digits(year) && within(month, 12),
        [year, month, day] => digits(year) && within(month, 12) && within(day, 31),
        _ => false,
    };
    let time_characters = |time: &str| {
        time.bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z' | b'z'))
    };
    is_date && time.is_none_or(|time| !time.is_empty() && time_characters(time))
}

fn is_range(text: &str) -> bool {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    prefix.is_none_or(|prefix| prefix.parse::<u32>().is_ok_and(|prefix| prefix <= most))
}

/// Whether it has six parts; a wildcard may stand for several.
fn is_arn(text: &str) -> bool {
    text.contains('*') || (text.starts_with("arn:") && text.matches(':').count() >= 5)
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::{is_arn, is_base64, is_date, is_range};

    #[test]
    fn values_have_forms() {
        for date in
            ["2026", "2026-04", "2026-04-01", "2026-04-01T10:00:00Z", "1700000000", "2026-04-01T10:00+01:00"]
        {
            assert!(is_date(date), "{date}");
        }
        for wrong in ["", "tomorrow", "2026-13-01", "01.04.2026", "2026-04-01T", "2026-4-1"] {
            assert!(!is_date(wrong), "{wrong}");
        }
        assert!(is_range("203.0.113.0/24") && is_range("2001:db8::/64") && is_range("203.0.113.7"));
        assert!(!is_range("203.0.113.0/33") && !is_range("203.0.113") && !is_range("example.com"));
        assert!(is_arn("arn:aws:s3:::bucket") && is_arn("*") && is_arn("arn:aws:iam::*"));
        assert!(!is_arn("bucket") && !is_arn("arn:aws:s3"));
        assert!(is_base64("QmluYXJ5VmFsdWVJbkJhc2U2NA==") && !is_base64("no base64"));
    }
}

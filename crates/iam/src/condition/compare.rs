//! One value of a condition beside one value of a request.

use std::cmp::Ordering;

use super::operator::Comparison;
use super::{date, ip, number};
use crate::context::Context;
use crate::pattern::{Wildcards, arn_matches, lowercase, matches, pieces};
use crate::policy::Version;

/// Whether the values match; negated operators ask as those that they negate.
///
/// What a text that is no number, date, address or ARN means to the operators for these is not documented. Here it equals
/// nothing, so that negated operators hold.
///
/// Only the string and ARN operators know policy variables.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-conditionelement>
pub(super) fn holds(
    comparison: Comparison,
    value: &str,
    found: &str,
    version: Version,
    context: &Context,
) -> bool {
    let filled = |wildcards| pieces(value, wildcards, version, context);
    match comparison {
        Comparison::StringEquals | Comparison::StringNotEquals => {
            filled(Wildcards::No).is_some_and(|value| matches(&value, found))
        }
        Comparison::StringEqualsIgnoreCase | Comparison::StringNotEqualsIgnoreCase => filled(Wildcards::No)
            .is_some_and(|value| {
                let found: String = found.chars().flat_map(char::to_lowercase).collect();
                matches(&lowercase(&value), &found)
            }),
        Comparison::StringLike | Comparison::StringNotLike => {
            filled(Wildcards::Yes).is_some_and(|value| matches(&value, found))
        }
        Comparison::ArnEquals | Comparison::ArnLike | Comparison::ArnNotEquals | Comparison::ArnNotLike => {
            filled(Wildcards::Yes).is_some_and(|value| arn_matches(&value, found))
        }
        Comparison::Bool => ["true", "false"]
            .iter()
            .any(|truth| value.eq_ignore_ascii_case(truth) && found.eq_ignore_ascii_case(truth)),
        // Both are texts in base 64; equal bytes have equal texts.
        Comparison::BinaryEquals => value == found,
        Comparison::IpAddress | Comparison::NotIpAddress => ip::contains(value, found),
        Comparison::Null => false,
        ordered => order(ordered, value, found).is_some_and(|order| is(ordered, order)),
    }
}

/// How the request's value stands to the condition's; `None` where one is no number, or no date.
fn order(comparison: Comparison, value: &str, found: &str) -> Option<Ordering> {
    if comparison.name().starts_with("Numeric") {
        return number::parse(found)?.partial_cmp(&number::parse(value)?);
    }
    Some(date::parse(found)?.cmp(&date::parse(value)?))
}

fn is(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::NumericLessThan | Comparison::DateLessThan => order.is_lt(),
        Comparison::NumericLessThanEquals | Comparison::DateLessThanEquals => order.is_le(),
        Comparison::NumericGreaterThan | Comparison::DateGreaterThan => order.is_gt(),
        Comparison::NumericGreaterThanEquals | Comparison::DateGreaterThanEquals => order.is_ge(),
        _ => order.is_eq(),
    }
}

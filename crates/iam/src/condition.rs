//! Conditions: one operator, one key, its values; and whether they hold.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

mod compare;
mod date;
mod ip;
mod number;
mod operator;

pub use operator::{Comparison, Operator, Quantifier};

use crate::context::Context;
use crate::policy::Version;
use crate::verdict::Why;

/// One operator with one key of a `Condition` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// How the values are compared.
    pub operator: Operator,
    /// The key as written.
    pub key: String,
    /// The values as written; numbers and booleans as text.
    pub values: Vec<String>,
}

impl Condition {
    /// Whether the condition holds.
    ///
    /// # Errors
    ///
    /// Why it does not.
    pub fn check(&self, version: Version, context: &Context) -> Result<(), Why> {
        // A key without values is one that the request does not have.
        let found = context.get(&self.key).filter(|found| !found.is_empty());
        if self.operator.comparison == Comparison::Null {
            return self.check_null(found);
        }
        let Some(found) = found else {
            return if self.holds_without_key() { Ok(()) } else { Err(Why::MissingKey) };
        };
        let fits = |value: &String| self.fits(value, version, context);
        let holds = match self.operator.quantifier {
            // "or if the key values resolve to a null data set, such as an empty string"
            // <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
            Some(Quantifier::All) => is_null(found) || found.iter().all(fits),
            Some(Quantifier::Any) => !is_null(found) && found.iter().any(fits),
            // What an operator without a quantifier makes of several values is not documented. Here they are one: it
            // equals what any of them equals, and is unlike what all of them are unlike.
            None if self.operator.comparison.is_negated() => found.iter().all(fits),
            None => found.iter().any(fits),
        };
        if holds { Ok(()) } else { Err(Why::Unequal { found: found.to_vec() }) }
    }

    /// "If the key … is not present, the values do not match", but negated operators hold, and so does `…IfExists`.
    fn holds_without_key(&self) -> bool {
        self.operator.if_exists
            || match self.operator.quantifier {
                Some(Quantifier::All) => true,
                Some(Quantifier::Any) => false,
                None => self.operator.comparison.is_negated(),
            }
    }

    /// `true`: the key is not there, or null; `false`: it is there and is not.
    fn check_null(&self, found: Option<&[String]>) -> Result<(), Why> {
        let null = found.is_none_or(is_null);
        if self.values.iter().any(|value| value.eq_ignore_ascii_case(if null { "true" } else { "false" })) {
            return Ok(());
        }
        Err(found.map_or(Why::MissingKey, |found| Why::Unequal { found: found.to_vec() }))
    }

    /// Whether one value of the request fits: equal to one of the condition's, or to none for negated operators.
    fn fits(&self, found: &str, version: Version, context: &Context) -> bool {
        let comparison = self.operator.comparison;
        let equal = |value: &String| compare::holds(comparison, value, found, version, context);
        self.values.iter().any(equal) != comparison.is_negated()
    }
}

/// "occasionally null (an empty data string)":
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html#AccessPolicyLanguage_RequestContext>
fn is_null(found: &[String]) -> bool {
    found.iter().all(String::is_empty)
}

//! The operators and their names.

use std::fmt;

/// A condition operator with its prefix and suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// `ForAllValues:` or `ForAnyValue:`.
    pub quantifier: Option<Quantifier>,
    /// What is compared, and how.
    pub comparison: Comparison,
    /// `…IfExists`.
    pub if_exists: bool,
}

/// The prefix of an operator for keys with several values.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `ForAllValues:`
    All,
    /// `ForAnyValue:`
    Any,
}

macro_rules! comparisons {
    ($($name:ident),* $(,)?) => {
        /// A condition operator without prefix and suffix.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "they are AWS's names, and say what they do")]
        pub enum Comparison {
            $($name,)*
        }

        impl Comparison {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name as policies write it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }
    };
}

comparisons! {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    NotIpAddress,
    ArnEquals,
    ArnLike,
    ArnNotEquals,
    ArnNotLike,
    Null,
}

impl Comparison {
    /// Whether it asks that the values do not match.
    pub fn is_negated(self) -> bool {
        self.name().contains("Not")
    }
}

impl Operator {
    /// `ForAllValues:StringLikeIfExists` and the like; `None` where AWS knows no such operator.
    pub fn parse(written: &str) -> Option<Self> {
        let (quantifier, rest) = match written.split_once(':') {
            Some(("ForAllValues", rest)) => (Some(Quantifier::All), rest),
            Some(("ForAnyValue", rest)) => (Some(Quantifier::Any), rest),
            Some(_) => return None,
            None => (None, written),
        };
        let (name, if_exists) = match rest.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let comparison = *Comparison::ALL.iter().find(|comparison| comparison.name() == name)?;
        // "to the end of any condition operator name except the Null condition"
        let exists = comparison == Comparison::Null && if_exists;
        (!exists).then_some(Self { quantifier, comparison, if_exists })
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.quantifier {
            Some(Quantifier::All) => "ForAllValues:",
            Some(Quantifier::Any) => "ForAnyValue:",
            None => "",
        })?;
        out.write_str(self.comparison.name())?;
        out.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Comparison, Operator};

    #[test]
    fn operators_are_written_as_they_are_read() {
        for comparison in Comparison::ALL {
            for (prefix, suffix) in
                [("", ""), ("ForAllValues:", ""), ("ForAnyValue:", "IfExists"), ("", "IfExists")]
            {
                let written = format!("{prefix}{}{suffix}", comparison.name());
                if *comparison == Comparison::Null && !suffix.is_empty() {
                    assert_eq!(Operator::parse(&written), None);
                } else {
                    assert_eq!(Operator::parse(&written).unwrap().to_string(), written);
                }
            }
        }
        assert_eq!(Operator::parse("StringMatches"), None);
        assert_eq!(Operator::parse("ForSomeValues:StringLike"), None);
    }
}

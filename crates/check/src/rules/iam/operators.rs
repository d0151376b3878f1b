//! Condition operators, for the rules of this area.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

/// What an operator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Number,
    Date,
    Bool,
    Binary,
    Ip,
    Arn,
    Null,
}

/// Every operator's own name.
pub(super) const NAMES: [(&str, Sort); 27] = [
    ("StringEquals", Sort::Text),
    ("StringNotEquals", Sort::Text),
    ("StringEqualsIgnoreCase", Sort::Text),
    ("StringNotEqualsIgnoreCase", Sort::Text),
    ("StringLike", Sort::Text),
    ("StringNotLike", Sort::Text),
    ("NumericEquals", Sort::Number),
    ("NumericNotEquals", Sort::Number),
    ("NumericLessThan", Sort::Number),
    ("NumericLessThanEquals", Sort::Number),
    ("NumericGreaterThan", Sort::Number),
    ("NumericGreaterThanEquals", Sort::Number),
    ("DateEquals", Sort::Date),
    ("DateNotEquals", Sort::Date),
    ("DateLessThan", Sort::Date),
    ("DateLessThanEquals", Sort::Date),
    ("DateGreaterThan", Sort::Date),
    ("DateGreaterThanEquals", Sort::Date),
    ("Bool", Sort::Bool),
    ("BinaryEquals", Sort::Binary),
    ("IpAddress", Sort::Ip),
    ("NotIpAddress", Sort::Ip),
    ("ArnEquals", Sort::Arn),
    ("ArnLike", Sort::Arn),
    ("ArnNotEquals", Sort::Arn),
    ("ArnNotLike", Sort::Arn),
    ("Null", Sort::Null),
];

/// An operator as a policy writes it: `ForAnyValue:StringLikeIfExists`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    /// Its own name: `StringLike`.
    pub(super) name: &'static str,
    pub(super) sort: Sort,
    /// `ForAllValues` or `ForAnyValue`.
    pub(super) set: Option<&'static str>,
    pub(super) if_exists: bool,
}

impl Operator {
    /// The operator of that name, whose case counts.
    pub(super) fn parse(written: &str) -> Option<Self> {
        let (set, rest) = match written.split_once(':') {
            Some(("ForAllValues", rest)) => (Some("ForAllValues"), rest),
            Some(("ForAnyValue", rest)) => (Some("ForAnyValue"), rest),
            Some(_) => return None,
            None => (None, written),
        };
        let (own, if_exists) = match rest.strip_suffix("IfExists") {
            Some(own) => (own, true),
            None => (rest, false),
        };
        let (name, sort) = NAMES.into_iter().find(|(name, _)| *name == own)?;
        Some(Self { name, sort, set, if_exists })
    }

    /// The operator that somebody meant by a wrong name.
    pub(super) fn meant(written: &str) -> Option<String> {
        let (set, rest) = match written.split_once(':') {
            Some((set, rest)) => (format!("{}:", diag::nearest(set, ["ForAllValues", "ForAnyValue"])?), rest),
            None => (String::new(), written),
        };
        let lower = rest.to_ascii_lowercase();
        let cut = lower.strip_suffix("ifexists").map(str::len);
        let own = &rest[..cut.unwrap_or(rest.len())];
        let suffix = if cut.is_some() { "IfExists" } else { "" };
        let name = diag::nearest(own, NAMES.iter().map(|(name, _)| *name))?;
        Some(format!("{set}{name}{suffix}"))
    }

    /// Whether it is true of a key that is not there, or that differs: it says "not".
    pub(super) fn is_negated(self) -> bool {
        self.name.contains("Not")
    }

    /// Whether `*` and `?` in its values are wildcards.
    pub(super) fn takes_wildcards(self) -> bool {
        self.name.ends_with("Like") || self.sort == Sort::Arn
    }

    /// Whether variables in its values are replaced.
    pub(super) fn takes_variables(self) -> bool {
        matches!(self.sort, Sort::Text | Sort::Arn)
    }
}

#[cfg(test)]
mod tests {
    use super::{Operator, Sort};

    #[test]
    fn an_operator_has_a_name_between_what_surrounds_it() {
        let operator = Operator::parse("ForAnyValue:StringLikeIfExists").unwrap();
        assert_eq!(operator.name, "StringLike");
        assert_eq!((operator.sort, operator.set), (Sort::Text, Some("ForAnyValue")));
        assert!(operator.if_exists && operator.takes_wildcards() && !operator.is_negated());
        for wrong in ["stringLike", "StringLikes", "ForAny:StringLike", "StringLikeIfExist", ""] {
            assert_eq!(Operator::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_wrong_name_means_the_nearest() {
        let meant = |written| Operator::meant(written);
        assert_eq!(meant("StringEqual").as_deref(), Some("StringEquals"));
        assert_eq!(
            meant("ForAnyValues:stringlikeifexists").as_deref(),
            Some("ForAnyValue:StringLikeIfExists")
        );
        assert_eq!(meant("Boolean").as_deref(), Some("Bool"));
        assert_eq!(meant("Whatever"), None);
    }
}

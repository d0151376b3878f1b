//! The elements of the policy language, for the rules of this area.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use crate::policy::Map;

/// What a document is made of.
pub(super) const OF_DOCUMENT: [&str; 3] = ["Version", "Id", "Statement"];

/// What a statement is made of.
pub(super) const OF_STATEMENT: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// The elements of which a statement takes one.
pub(super) const PAIRS: [[&str; 2]; 3] =
    [["Principal", "NotPrincipal"], ["Action", "NotAction"], ["Resource", "NotResource"]];

/// The element that somebody meant by a wrong name.
pub(super) fn meant(key: &str, elements: &'static [&'static str]) -> Option<&'static str> {
    let plural = key.strip_suffix('s').unwrap_or(key);
    elements
        .iter()
        .find(|element| element.eq_ignore_ascii_case(plural))
        .copied()
        .or_else(|| diag::nearest(key, elements.iter().copied()))
}

/// Whether a mapping has a misspelt element that stands for this one.
pub(super) fn is_misspelt(map: &Map<'_>, element: &str, elements: &'static [&'static str]) -> bool {
    map.members
        .iter()
        .any(|member| !elements.contains(&&*member.key) && meant(&member.key, elements) == Some(element))
}

/// Whether a key is CloudFormation's, which makes members of it.
pub(super) fn is_function(key: &str) -> bool {
    key.is_empty() || key == "<<" || key.starts_with("Fn::")
}

/// The elements that name resources.
pub(super) const RESOURCES: [&str; 2] = ["Resource", "NotResource"];

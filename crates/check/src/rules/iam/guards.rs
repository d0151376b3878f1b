//! Conditions that keep a service from acting for somebody else, for the rules of this area.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>

use crate::policy::Statement;

/// Keys by which a statement says on whose behalf a service may act.
const SOURCES: [&str; 7] = [
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "sts:ExternalId",
    "kms:CallerAccount",
];

/// Whether the statement says, or may say, on whose behalf.
pub(super) fn names_source(statement: &Statement<'_>) -> bool {
    statement.has_unknown_condition()
        || statement
            .comparisons()
            .iter()
            .any(|comparison| SOURCES.iter().any(|source| source.eq_ignore_ascii_case(&comparison.key.key)))
}

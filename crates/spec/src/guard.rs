//! Guard rails: what holds for everything that a stack makes, whatever it is.

use crate::Located;
use crate::choice::choice;

/// What becomes of what holds data when the stack is deleted or replaces it
/// ([DeletionPolicy](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeletionPolicy {
    /// It stays, unless its first creation is rolled back.
    #[default]
    RetainExceptOnCreate,
    /// It stays always.
    Retain,
    /// It goes. A bucket or repository that holds something has to be emptied first.
    Delete,
}

choice!(DeletionPolicy, "a deletion policy", [
    "retain-except-on-create" => DeletionPolicy::RetainExceptOnCreate,
    "retain" => DeletionPolicy::Retain,
    "delete" => DeletionPolicy::Delete,
]);

/// A name with what goes before it; the place stays that of the name.
pub(crate) fn prefixed(prefix: Option<&Located<String>>, name: Located<String>) -> Located<String> {
    match (prefix, name.span()) {
        (None, _) => name,
        (Some(prefix), Some(span)) => Located::at(format!("{}{}", prefix.as_str(), name.as_str()), span),
        (Some(prefix), None) => format!("{}{}", prefix.as_str(), name.as_str()).into(),
    }
}

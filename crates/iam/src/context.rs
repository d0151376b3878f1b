//! What is known of a request beside principal, action and resource.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html>

use std::collections::BTreeMap;

/// Condition keys and their values. Keys are the same whatever their case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context(BTreeMap<String, Vec<String>>);

impl Context {
    /// A context that knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives a key its one value.
    pub fn set(&mut self, key: &str, value: impl Into<String>) -> &mut Self {
        self.set_all(key, [value.into()])
    }

    /// Gives a key several values; a key with none is there, but empty.
    pub fn set_all(&mut self, key: &str, values: impl IntoIterator<Item = String>) -> &mut Self {
        self.0.insert(key.to_ascii_lowercase(), values.into_iter().collect());
        self
    }

    /// The values of a key; `None` where the request does not have it.
    pub fn get(&self, key: &str) -> Option<&[String]> {
        self.0.get(&key.to_ascii_lowercase()).map(Vec::as_slice)
    }
}

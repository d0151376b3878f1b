//! What holds for all resources of a kind, whoever adds them: guard rails.

use serde_json::{Map, Value as Json, json};

use crate::{Resource, Template, Value};

/// What becomes of what holds data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kept {
    /// It stays, but not when its first creation is rolled back, so that a second try finds the name free.
    #[default]
    ExceptOnCreate,
    /// It stays.
    Always,
    /// It goes with the stack.
    Never,
}

/// A property that every resource of a type gets.
#[derive(Debug)]
pub(crate) struct Everywhere {
    kind: &'static str,
    property: &'static str,
    value: Json,
}

impl Kept {
    /// `DeletionPolicy` and `UpdateReplacePolicy`.
    pub(crate) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ExceptOnCreate => ("RetainExceptOnCreate", "Retain"),
            Self::Always => ("Retain", "Retain"),
            Self::Never => ("Delete", "Delete"),
        }
    }
}

impl Template {
    /// Gives every resource of the type that is added from here on a property.
    pub fn everywhere<R: Resource, T: serde::Serialize>(&mut self, property: &'static str, value: &Value<T>) {
        self.everywhere.push(Everywhere { kind: R::TYPE, property, value: json!(value) });
    }

    /// Says what becomes of what holds data, of all that is added from here on.
    pub fn keep(&mut self, kept: Kept) {
        self.kept = kept;
    }

    /// Fills in what holds for all resources of the type.
    pub(crate) fn fill<R: Resource>(&self, properties: &mut Map<String, Json>) {
        for one in self.everywhere.iter().filter(|one| one.kind == R::TYPE) {
            properties.insert(one.property.to_owned(), one.value.clone());
        }
    }
}

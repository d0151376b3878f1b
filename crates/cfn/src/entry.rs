//! A resource on its way into a template, with CloudFormation's attributes around its properties.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::iam::Statement;
use crate::{Handle, Text};

/// A resource type.
pub trait Resource: Serialize + Sized {
    /// As CloudFormation spells it: `AWS::IAM::Role`.
    const TYPE: &'static str;
    /// Whether the type has a `Tags` list of `Key` and `Value`.
    const TAGGABLE: bool = true;

    /// This resource, ready for attributes.
    fn entry(self) -> Entry<Self> {
        Entry::from(self)
    }
}

/// A resource with its attributes.
#[derive(Debug)]
pub struct Entry<R> {
    pub(crate) resource: R,
    pub(crate) retained: bool,
    pub(crate) goes: bool,
    pub(crate) depends_on: Vec<String>,
    pub(crate) skips: Vec<Json>,
    pub(crate) ignored: Vec<Json>,
    pub(crate) calls: Vec<Json>,
    pub(crate) shifts: Vec<Json>,
    pub(crate) notes: Vec<String>,
}

impl<R: Resource> From<R> for Entry<R> {
    fn from(resource: R) -> Self {
        Self {
            resource,
            retained: false,
            goes: false,
            depends_on: Vec::new(),
            skips: Vec::new(),
            ignored: Vec::new(),
            calls: Vec::new(),
            shifts: Vec::new(),
            notes: Vec::new(),
        }
    }
}

impl<R> Entry<R> {
    /// Holds data: stays when the stack goes or replaces it, but not when its first creation is rolled back, so that
    /// a second try finds the name free.
    #[must_use]
    pub fn retain(mut self) -> Self {
        self.retained = true;
        self
    }

    /// Goes with the stack, although it holds data: a retained one would stand in a new stack's way.
    #[must_use]
    pub fn goes_with_the_stack(mut self) -> Self {
        self.goes = true;
        self
    }

    /// Made after that resource, which it needs without naming it.
    #[must_use]
    pub fn after<T>(mut self, handle: &Handle<T>) -> Self {
        self.depends_on.push(handle.id().to_owned());
        self
    }

    /// Why a checkov rule does not apply here; checkov reads it from the template's own metadata.
    #[must_use]
    pub fn skip(mut self, rule: &str, reason: &str) -> Self {
        self.skips.push(json!({ "id": rule, "comment": reason }));
        self
    }

    /// Why a rule of pipewright's own does not apply here; `pipewright check` reads it from the template's own metadata.
    #[must_use]
    pub fn ignore(mut self, code: &str, reason: &str) -> Self {
        self.ignored.push(json!({ "code": code, "reason": reason }));
        self
    }

    /// What the code calls that comes later, as a statement that allows it; `pipewright rehearse` reads it from the
    /// template's own metadata.
    #[must_use]
    pub fn calls(mut self, statement: &Statement) -> Self {
        let allowed = json!(statement);
        self.calls.push(json!({ "action": allowed["Action"], "resource": allowed["Resource"] }));
        self
    }

    /// An alias that this deployment group shifts when another stack, which holds the alias, is updated; `pipewright rehearse` reads
    /// it from the template's own metadata.
    #[must_use]
    pub fn shifts(mut self, stack: &str, function: &Text, alias: &str) -> Self {
        self.shifts.push(json!({ "stack": stack, "function": function, "alias": alias }));
        self
    }

    /// A hook of the shift that was said last, at CodeDeploy's moment.
    #[must_use]
    pub fn hook(mut self, moment: &str, function: &Text) -> Self {
        if let Some(shift) = self.shifts.last_mut() {
            shift[moment] = json!(function);
        }
        self
    }

    /// What a reader of the template should know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

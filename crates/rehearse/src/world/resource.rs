//! A resource of the template: its resolved properties, its name, its ARN.

use std::fmt;
use std::rc::Rc;

use cfn::read::Node;

use super::scope::{Scope, Slot, why};
use super::value::Value;

/// A resource of the template, whose `Condition` holds if it has one.
#[derive(Clone)]
pub struct Resource<'t> {
    /// The logical ID.
    pub id: &'t str,
    /// The type.
    pub kind: &'t str,
    /// All of it: `Type`, `Properties`, and what else it has.
    pub node: &'t Node,
    pub(super) scope: Rc<Scope<'t>>,
    pub(super) index: usize,
}

impl<'t> Resource<'t> {
    /// The properties, resolved when first asked for.
    pub fn properties(&self) -> &Value<'t> {
        let find = || match self.node.get("Properties") {
            Some(properties) => self.scope.resolve(properties),
            None => Value::missing().clone(),
        };
        self.slot().properties.get_or_init(find)
    }

    /// A property; what is missing, where there is none.
    pub fn property(&self, name: &str) -> &Value<'t> {
        self.properties().get(name)
    }

    /// The physical name: given, or as CloudFormation generates it.
    pub fn name(&self) -> String {
        self.scope.name(self.slot())
    }

    /// The ARN, for types that have one. A log group's is without the `:*` that `Fn::GetAtt` puts behind it.
    pub fn arn(&self) -> Option<String> {
        self.scope.arn(self.slot())
    }

    /// What `Ref` gives.
    pub fn reference(&self) -> String {
        self.scope.slot_reference(self.slot())
    }

    /// What `Fn::GetAtt` gives for an attribute; a symbol, where that is not known before the deployment.
    pub fn attribute(&self, name: &str) -> String {
        let known = self.scope.slot_attribute(self.slot(), name);
        known.unwrap_or_else(|| self.scope.symbol(&format!("{}.{name}", self.id), self.node, why::CREATED))
    }

    pub(super) fn slot(&self) -> &Slot<'t> {
        &self.scope.slots[self.index]
    }
}

impl fmt::Debug for Resource<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Resource({}: {})", self.id, self.kind)
    }
}

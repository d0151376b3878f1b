//! What is in a template without a type: the escape hatch.
//!
//! In: CloudFormation's JSON, functions in their long form. It goes into the template as it is, so here alone a reference can
//! dangle; whoever reads the printed template judges it.

use serde_json::{Value as Json, json};

use crate::Template;
use crate::iam::Statement;
use crate::template::{Duplicate, pruned};

impl Template {
    /// Adds a condition.
    ///
    /// # Errors
    /// [`Duplicate`] where a condition of that name exists.
    pub fn condition(&mut self, name: &str, condition: Json) -> Result<(), Duplicate> {
        if self.conditions.contains_key(name) {
            return Err(Duplicate { id: name.to_owned() });
        }
        self.conditions.insert(name.to_owned(), condition);
        Ok(())
    }

    /// Adds a resource as it is: neither tags nor anything else is added to it.
    ///
    /// # Errors
    /// [`Duplicate`] where a resource or parameter of that ID exists.
    pub fn raw_resource(&mut self, id: &str, resource: Json) -> Result<(), Duplicate> {
        self.claim(id)?;
        self.insert(id, resource);
        Ok(())
    }

    /// Adds an output as it is.
    ///
    /// # Errors
    /// [`Duplicate`] where an output of that ID exists.
    pub fn raw_output(&mut self, id: &str, output: Json) -> Result<(), Duplicate> {
        if self.outputs.contains_key(id) {
            return Err(Duplicate { id: id.to_owned() });
        }
        self.outputs.insert(id.to_owned(), output);
        Ok(())
    }

    /// The logical IDs of all resources, in their order.
    pub fn resource_ids(&self) -> impl Iterator<Item = &str> {
        self.resources.keys().map(String::as_str)
    }

    /// Adds a statement to a role's first inline policy, or to a key's policy.
    pub fn grant(&mut self, id: &str, statement: &Statement) {
        let Some(resource) = self.resources.get_mut(id) else { return };
        let properties = &mut resource["Properties"];
        let document = match properties.get("KeyPolicy") {
            Some(_) => &mut properties["KeyPolicy"],
            None => &mut properties["Policies"][0]["PolicyDocument"],
        };
        if let Some(statements) = document["Statement"].as_array_mut() {
            statements.push(pruned(json!(statement)));
        }
    }

    /// A resource as it will be printed, to be changed.
    pub fn resource_mut(&mut self, id: &str) -> Option<&mut Json> {
        self.resources.get_mut(id)
    }
}

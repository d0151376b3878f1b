//! Which of the template's conditions hold.

use cfn::read::{Function, Node};

use super::scope::Scope;
use super::value::{Kind, Value};

impl<'t> Scope<'t> {
    /// Whether a condition holds. One that is missing, or runs in a circle, does not.
    pub(super) fn holds(&self, name: &str) -> bool {
        let Some(condition) = self.conditions.get(name) else { return false };
        let find = || {
            let before = self.deciding.replace(true);
            let holds = self.decide(condition.node);
            self.deciding.set(before);
            holds
        };
        condition.holds.get(find).copied().unwrap_or(false)
    }

    fn decide(&self, node: &'t Node) -> bool {
        self.deeper(|| self.decide_call(node)).unwrap_or(false)
    }

    fn decide_call(&self, node: &'t Node) -> bool {
        let Some(call) = node.call() else { return node.scalar() == Some("true") };
        let parts = call.argument.items();
        match (&call.function, parts) {
            (Function::Condition, _) => call.argument.text().is_some_and(|name| self.holds(name)),
            (Function::Not, [part]) => !self.decide(part),
            (Function::And, [_, ..]) => parts.iter().all(|part| self.decide(part)),
            (Function::Or, _) => parts.iter().any(|part| self.decide(part)),
            (Function::Equals, [one, other]) => equal(&self.resolve(one), &self.resolve(other)),
            _ => false,
        }
    }

    /// Whether a resource, or whatever else has a `Condition`, is there.
    pub(super) fn is_there(&self, node: &Node) -> bool {
        node.get("Condition").and_then(Node::text).is_none_or(|name| self.holds(name))
    }
}

/// A number or boolean is the text that it makes.
fn equal(one: &Value<'_>, other: &Value<'_>) -> bool {
    match (one.text(), other.text()) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.kind != Kind::Missing && one == other,
        _ => false,
    }
}

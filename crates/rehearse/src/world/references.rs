//! What `Ref` and `Fn::GetAtt` give: pseudo parameters, parameters, resources.

use std::borrow::Cow;

use cfn::read::Node;

use super::sam;
use super::scope::{Scope, why};
use super::value::{Kind, Value};

impl<'t> Scope<'t> {
    /// What `Ref` gives, for whoever asks at `node`.
    pub(super) fn reference(&self, name: &str, node: &'t Node) -> Value<'t> {
        if name.starts_with("AWS::") {
            return self.pseudo(name, node);
        }
        if let Some(parameter) = self.parameters.get(name) {
            return self.parameter(name, parameter, node);
        }
        match self.ids.get(name).and_then(|index| self.slots.get(*index)) {
            Some(slot) if self.is_there(slot.node) => self.made(self.slot_reference(slot), node),
            Some(_) => self.unknown(name, node, why::ABSENT),
            None => match self.sam_reference(name) {
                Some(text) => self.made(text, node),
                None => self.unknown(name, node, why::NOTHING),
            },
        }
    }

    /// What `Fn::GetAtt` gives, for whoever asks at `node`.
    pub(super) fn attribute(&self, id: &str, attribute: &str, node: &'t Node) -> Value<'t> {
        let symbol = |why| self.unknown(&format!("{id}.{attribute}"), node, why);
        match self.ids.get(id).and_then(|index| self.slots.get(*index)) {
            Some(slot) if self.is_there(slot.node) => match self.slot_attribute(slot, attribute) {
                // In a `Sub`, the reference to what the transform made looks like an attribute.
                None if slot.kind == sam::FUNCTION => {
                    match self.sam_reference(&format!("{id}.{attribute}")) {
                        Some(text) => self.made(text, node),
                        None => symbol(why::CREATED),
                    }
                }
                Some(text) => self.made(text, node),
                None => symbol(why::CREATED),
            },
            Some(_) => symbol(why::ABSENT),
            None => match self.sam_attribute(id, attribute) {
                Some(text) => self.made(text, node),
                None => symbol(why::NOTHING),
            },
        }
    }

    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>
    fn pseudo(&self, name: &str, node: &'t Node) -> Value<'t> {
        let given = &self.given;
        let text = match name {
            "AWS::AccountId" => given.account.clone(),
            "AWS::Partition" => given.partition().to_owned(),
            "AWS::Region" => given.region.clone(),
            "AWS::StackName" => given.stack.clone(),
            "AWS::URLSuffix" => given.url_suffix().to_owned(),
            "AWS::StackId" => {
                let (partition, id) =
                    (given.partition(), self.generated("AWS::StackId", super::types::Style::Id));
                format!(
                    "arn:{partition}:cloudformation:{}:{}:stack/{}/{id}",
                    given.region, given.account, given.stack
                )
            }
            "AWS::NotificationARNs" => return Value { node, kind: Kind::List(Vec::new()) },
            "AWS::NoValue" => return Value { node, kind: Kind::Missing },
            _ => return self.unknown(name, node, why::NOTHING),
        };
        self.made(text, node)
    }

    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
    fn parameter(&self, name: &str, parameter: &'t Node, node: &'t Node) -> Value<'t> {
        let kind = parameter.get("Type").and_then(Node::text).unwrap_or("String");
        let is_secret = parameter.get("NoEcho").and_then(Node::scalar) == Some("true");
        if is_secret && !self.deciding.get() {
            return self.unknown(name, node, why::SECRET);
        }
        if kind.starts_with("AWS::SSM::Parameter::Value") {
            return self.unknown(name, node, why::STORED);
        }
        let default = || parameter.get("Default").and_then(Node::scalar).map(Cow::Borrowed);
        let given = self.given.parameters.get(name).map(|value| Cow::Owned(value.clone()));
        let Some(text) = given.or_else(default) else {
            return self.unknown(name, node, why::PARAMETER);
        };
        if !self.burn(text.len()) {
            return self.unknown("…", node, why::TOO_MUCH);
        }
        let text = self.dynamic(text, node);
        if kind != "CommaDelimitedList" && !kind.starts_with("List<") {
            return Value { node, kind: Kind::Text(text) };
        }
        let items = text.split(',').filter(|_| !text.is_empty());
        let item = |item: &str| Value { node, kind: Kind::Text(item.trim().to_owned().into()) };
        Value { node, kind: Kind::List(items.map(item).collect()) }
    }
}

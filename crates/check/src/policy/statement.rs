//! What a statement of a policy says, as far as it is known.

use std::rc::Rc;

use diag::Span;

use crate::context::Context;

use super::services::{can_be_service, is_service};
use super::{Answer, Content, Map, Member, Text, Value};

/// A statement.
#[derive(Debug, Clone)]
pub(crate) struct Statement<'t> {
    pub(crate) span: Span,
    pub(crate) map: Rc<Map<'t>>,
    /// Whether it is there under some conditions only.
    pub(crate) conditional: bool,
}

/// The texts of an element that takes one or a list of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts<'a, 't> {
    pub(crate) known: Vec<&'a Text<'t>>,
    /// Whether there are no others.
    pub(crate) complete: bool,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Allow,
    Deny,
}

/// Whom a statement speaks of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Principals<'a, 't> {
    /// `*` alone, which is everybody.
    pub(crate) anyone: Option<Span>,
    /// By kind: `AWS`, `Service`, `Federated`, `CanonicalUser`.
    pub(crate) named: Vec<(&'a Member<'t>, Texts<'a, 't>)>,
    /// Whether there are no others.
    pub(crate) complete: bool,
}

/// One comparison of a condition block.
#[derive(Debug, Clone)]
pub(crate) struct Comparison<'a, 't> {
    pub(crate) operator: &'a Member<'t>,
    pub(crate) key: &'a Member<'t>,
    pub(crate) values: Texts<'a, 't>,
}

impl<'t> Member<'t> {
    /// The texts in it, through lists.
    pub(crate) fn texts(&self) -> Texts<'_, 't> {
        let mut texts = Texts { known: Vec::new(), complete: true };
        for value in &self.values {
            texts.add(value);
        }
        texts
    }
}

impl<'a, 't> Texts<'a, 't> {
    fn add(&mut self, value: &'a Value<'t>) {
        match &value.content {
            Content::Text(text) => self.known.push(text),
            Content::List(items) => items.iter().for_each(|item| self.add(item)),
            Content::Map(_) | Content::Null | Content::Unknown => self.complete = false,
        }
    }
}

impl<'t> Statement<'t> {
    /// The texts of an element; `None` where it is surely or possibly not there.
    pub(crate) fn texts(&self, element: &str) -> Option<Texts<'_, 't>> {
        let member = self.map.get(element)?;
        let mut texts = member.texts();
        texts.complete &= !member.optional && !self.map.open;
        Some(texts)
    }

    /// What it does, if that is known.
    pub(crate) fn effect(&self) -> Option<Effect> {
        let texts = self.texts("Effect")?;
        match texts.known.as_slice() {
            [one] if texts.complete => match one.known()? {
                "Allow" => Some(Effect::Allow),
                "Deny" => Some(Effect::Deny),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it surely allows.
    pub(crate) fn allows(&self) -> bool {
        self.effect() == Some(Effect::Allow)
    }

    /// Whether it surely has no condition.
    pub(crate) fn is_unconditional(&self) -> bool {
        self.map.lacks("Condition")
            || self.map.get("Condition").is_some_and(|member| {
                !member.optional
                    && member
                        .values
                        .iter()
                        .all(|value| value.map().is_some_and(|map| map.members.is_empty() && !map.open))
            })
    }

    /// Whom `Principal` names.
    pub(crate) fn principals(&self) -> Option<Principals<'_, 't>> {
        self.principals_of("Principal")
    }

    /// Whom an element names.
    pub(crate) fn principals_of(&self, element: &str) -> Option<Principals<'_, 't>> {
        let member = self.map.get(element)?;
        let mut principals = Principals { complete: !member.optional, ..Principals::default() };
        for value in &member.values {
            match &value.content {
                Content::Text(text) if text.is("*") => principals.anyone = Some(text.span),
                Content::Map(map) => {
                    principals.complete &= !map.open;
                    for member in &map.members {
                        let texts = member.texts();
                        principals.complete &= texts.complete;
                        principals.named.push((member, texts));
                    }
                }
                _ => principals.complete = false,
            }
        }
        Some(principals)
    }

    /// Every comparison of its condition.
    pub(crate) fn comparisons(&self) -> Vec<Comparison<'_, 't>> {
        let blocks = self.map.get("Condition").map_or(&[][..], |member| &member.values);
        let mut comparisons = Vec::new();
        for operator in blocks.iter().filter_map(Value::map).flat_map(|map| &map.members) {
            for key in operator.values.iter().filter_map(Value::map).flat_map(|map| &map.members) {
                comparisons.push(Comparison { operator, key, values: key.texts() });
            }
        }
        comparisons
    }

    /// Whether the condition can hold a comparison that this tree does not show.
    pub(crate) fn has_unknown_condition(&self) -> bool {
        let Some(member) = self.map.get("Condition") else { return self.map.open };
        let is_known = |value: &Value<'_>| {
            value.map().is_some_and(|map| {
                let keys_known = |member: &Member<'_>| {
                    member.values.iter().all(|value| value.map().is_some_and(|map| !map.open))
                };
                !map.open && map.members.iter().all(keys_known)
            })
        };
        !member.values.iter().all(is_known)
    }

    /// Whether it speaks of that service.
    pub(crate) fn names_service(&self, ctx: &Context<'t>, service: &str) -> Answer {
        let Some(principals) = self.principals() else {
            return if self.map.lacks("NotPrincipal") && !self.map.open {
                Answer::No
            } else {
                Answer::Unknown
            };
        };
        if principals.anyone.is_some() {
            return Answer::Yes;
        }
        let unknown = if principals.complete { Answer::No } else { Answer::Unknown };
        let named = principals.named.iter().filter(|(kind, _)| matches!(&*kind.key, "Service" | "AWS"));
        named
            .flat_map(|(kind, texts)| texts.known.iter().map(move |text| (&kind.key, text)))
            .map(|(kind, text)| match text.known() {
                Some("*") => Answer::Yes,
                Some(known) if kind == "Service" && is_service(known, service) => Answer::Yes,
                None if kind == "Service" && can_be_service(ctx, text, service) => Answer::Unknown,
                _ => Answer::No,
            })
            .fold(unknown, Answer::or)
    }

    /// Whether it speaks of that action.
    pub(crate) fn names_action(&self, ctx: &Context<'t>, action: &str) -> Answer {
        let (texts, negated) = match (self.texts("Action"), self.texts("NotAction")) {
            (Some(texts), _) => (texts, false),
            (None, Some(texts)) => (texts, true),
            (None, None) => return if self.map.open { Answer::Unknown } else { Answer::No },
        };
        let unknown = if texts.complete { Answer::No } else { Answer::Unknown };
        let named = texts.known.iter().map(|text| match text.known() {
            Some(_) if text.covers_action(action) => Answer::Yes,
            None if text.can_be(ctx, action) => Answer::Unknown,
            _ => Answer::No,
        });
        let answer = named.fold(unknown, Answer::or);
        if negated { answer.not() } else { answer }
    }
}

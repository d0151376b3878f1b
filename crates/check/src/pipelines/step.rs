//! An action of a stage, or a rule of one of its conditions.

use cfn::read::{Entry, Node};
use diag::Span;

use super::items;
use super::types::{self, Type};
use crate::context::{Branch, Context, When};
use crate::resolve::{Text, Texts};

/// An action, or a rule.
#[derive(Debug)]
pub(crate) struct Step<'t> {
    pub(crate) node: &'t Node,
    pub(crate) when: When<'t>,
    /// Its stage's place in the list.
    pub(crate) stage: usize,
    /// Of a rule, which of the stage's gates it keeps.
    pub(crate) gate: Option<Gate>,
    pub(crate) name: Texts<'t>,
    /// The `ActionTypeId` or `RuleTypeId`.
    pub(crate) type_id: Option<&'t Node>,
    /// Its type, where that is one and known.
    pub(crate) kind: Option<&'static Type>,
    /// 1 where it is not written; `None` where it cannot be known, or for a rule.
    pub(crate) run_order: Option<u64>,
    pub(crate) settings: Vec<Setting<'t>>,
    /// Whether its configuration has no other keys.
    pub(crate) settings_complete: bool,
    pub(crate) inputs: Artifacts<'t>,
    pub(crate) outputs: Artifacts<'t>,
    /// The texts of its `Namespace`; none where it has no namespace.
    pub(crate) namespace: Texts<'t>,
}

/// What a rule's condition guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    Entry,
    Success,
    Failure,
}

/// A key of a configuration with its value.
#[derive(Debug)]
pub(crate) struct Setting<'t> {
    pub(crate) entry: &'t Entry,
}

/// The artifacts that a step takes or gives.
#[derive(Debug, Default)]
pub(crate) struct Artifacts<'t> {
    pub(crate) list: Vec<Artifact<'t>>,
    /// Whether there are no others, and all names are known.
    pub(crate) complete: bool,
    /// The list, where it is written.
    pub(crate) node: Option<&'t Node>,
}

/// An artifact that a step takes or gives.
#[derive(Debug)]
pub(crate) struct Artifact<'t> {
    pub(crate) node: &'t Node,
    pub(crate) name: Texts<'t>,
    pub(crate) when: When<'t>,
}

impl Gate {
    pub(crate) const ALL: [Self; 3] = [Self::Entry, Self::Success, Self::Failure];

    /// The stage's property.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Entry => "BeforeEntry",
            Self::Success => "OnSuccess",
            Self::Failure => "OnFailure",
        }
    }
}

impl<'t> Step<'t> {
    pub(super) fn new(ctx: &Context<'t>, stage: usize, gate: Option<Gate>, item: Branch<'t>) -> Self {
        let Branch { node, when } = item;
        let type_id = node.get(if gate.is_some() { "RuleTypeId" } else { "ActionTypeId" });
        let (settings, settings_complete) = settings(ctx, node);
        Self {
            stage,
            gate,
            name: texts(ctx, node, "Name"),
            type_id,
            kind: type_id.and_then(|id| kind(ctx, id, gate)),
            run_order: if gate.is_some() { None } else { run_order(ctx, node) },
            settings,
            settings_complete,
            inputs: artifacts(ctx, node, "InputArtifacts", &when),
            outputs: artifacts(ctx, node, "OutputArtifacts", &when),
            namespace: texts(ctx, node, "Namespace"),
            node,
            when,
        }
    }

    /// What best shows it: its name.
    pub(crate) fn span(&self) -> Span {
        self.node.get("Name").map_or_else(|| self.node.handle(), Node::handle)
    }

    /// What messages call it.
    pub(crate) fn title(&self) -> String {
        let kind = if self.gate.is_some() { "rule" } else { "action" };
        match self.name.known.as_slice() {
            [name] => format!("{kind} `{}`", name.value),
            _ => kind.to_owned(),
        }
    }

    /// Whether it is of that type.
    pub(crate) fn is(&self, category: &str, provider: &str) -> bool {
        self.kind.is_some_and(|kind| kind.category == category && kind.provider == provider)
    }

    /// A part of its type: `Category`, `Owner`, `Provider` or `Version`.
    pub(crate) fn type_part(&self, ctx: &Context<'t>, key: &str) -> Option<Text<'t>> {
        only(texts(ctx, self.type_id?, key))
    }

    /// The settings of a key; several where conditions choose.
    pub(crate) fn settings_of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Setting<'t>> {
        self.settings.iter().filter(move |setting| setting.entry.key == key)
    }

    /// The only text of a setting.
    pub(crate) fn setting(&self, ctx: &Context<'t>, key: &str) -> Option<Text<'t>> {
        let mut settings = self.settings_of(key);
        let (setting, None) = (settings.next()?, settings.next()) else { return None };
        only(ctx.texts(&setting.entry.value))
    }

    /// Whether a key is surely not in its configuration.
    pub(crate) fn lacks(&self, key: &str) -> bool {
        self.settings_complete && self.settings_of(key).next().is_none()
    }

    /// Whether it is over before the other begins; `None` where run orders leave that open.
    pub(crate) fn precedes(&self, other: &Self) -> Option<bool> {
        if self.stage != other.stage {
            return Some(self.stage < other.stage);
        }
        match other.gate {
            Some(Gate::Entry) => Some(false),
            Some(Gate::Success | Gate::Failure) => Some(self.gate.is_none()),
            None if self.gate.is_some() => Some(self.gate == Some(Gate::Entry)),
            None => Some(self.run_order? < other.run_order?),
        }
    }

    /// What shows the configuration as a whole: its key, or the step's name where there is none.
    pub(crate) fn configuration_span(&self) -> Span {
        self.node.entry("Configuration").map_or_else(|| self.span(), |entry| entry.key_span)
    }
}

impl<'t> Setting<'t> {
    /// The texts that it can have, less those that hold variables.
    pub(crate) fn texts(&self, ctx: &Context<'t>) -> Vec<Text<'t>> {
        let texts = ctx.texts(&self.entry.value).known;
        texts.into_iter().filter(|text| !text.value.contains("#{")).collect()
    }
}

impl<'t> Artifacts<'t> {
    /// Whether one of that name surely is not among them.
    pub(crate) fn lack(&self, name: &str) -> bool {
        self.complete && !self.names().any(|text| text.value == name)
    }

    /// All names that they can have.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Text<'t>> {
        self.list.iter().flat_map(|artifact| &artifact.name.known)
    }
}

/// The text, where there can be only one.
pub(crate) fn only(mut texts: Texts<'_>) -> Option<Text<'_>> {
    if texts.known.len() == 1 && texts.complete { texts.known.pop() } else { None }
}

fn texts<'t>(ctx: &Context<'t>, map: &'t Node, key: &str) -> Texts<'t> {
    map.get(key).map_or_else(Texts::default, |value| ctx.texts(value))
}

fn kind<'t>(ctx: &Context<'t>, id: &'t Node, gate: Option<Gate>) -> Option<&'static Type> {
    let part = |key: &str| ctx.text(id.get(key)?);
    let provider = part("Provider")?;
    if gate.is_some() {
        return types::RULES.iter().find(|kind| kind.provider == provider);
    }
    types::action(&part("Category")?, &part("Owner")?, &provider)
}

fn run_order<'t>(ctx: &Context<'t>, node: &'t Node) -> Option<u64> {
    if node.is_open() {
        return None;
    }
    let Some(value) = node.get("RunOrder") else { return Some(1) };
    if ctx.branches(value).is_empty() {
        return Some(1);
    }
    ctx.text(value)?.parse().ok()
}

fn settings<'t>(ctx: &Context<'t>, node: &'t Node) -> (Vec<Setting<'t>>, bool) {
    let mut settings = Vec::new();
    let Some(configuration) = node.get("Configuration") else { return (settings, !node.is_open()) };
    let mut complete = true;
    for side in ctx.branches(configuration) {
        complete &= side.node.is_map() && !side.node.is_open();
        let written = side.node.entries().iter().filter(|entry| !ctx.branches(&entry.value).is_empty());
        settings.extend(written.map(|entry| Setting { entry }));
    }
    (settings, complete)
}

fn artifacts<'t>(ctx: &Context<'t>, node: &'t Node, key: &str, when: &When<'t>) -> Artifacts<'t> {
    let mut complete = !node.is_open();
    let Some(list) = node.get(key) else { return Artifacts { complete, ..Artifacts::default() } };
    let artifacts = items(ctx, list, when, &mut complete)
        .into_iter()
        .map(|(_, Branch { node, when })| {
            let name = texts(ctx, node, "Name");
            complete_with(&name, &mut complete);
            Artifact { node, name, when }
        })
        .collect();
    Artifacts { list: artifacts, complete, node: Some(list) }
}

fn complete_with(name: &Texts<'_>, complete: &mut bool) {
    *complete &= name.complete;
}

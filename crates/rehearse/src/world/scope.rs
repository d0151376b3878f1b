//! What resolution needs to know of the template, and what it has found so far.
//!
//! A template may be hostile: references in circles, texts that double. All work draws on one store of fuel, and what
//! is nested too deeply or has no fuel left becomes a symbol.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;

use cfn::read::{self, Entry, Node};

use super::symbol::symbol;
use super::value::{Kind, Value};
use super::{Given, Unresolved};

/// Bytes made, and [`EACH`] for each value: several times what a template of a megabyte, AWS's limit, takes.
const FUEL: usize = 4_000_000;
/// What a value takes, however small it is.
const EACH: usize = 8;
/// Above every template that can be read, twice: a reference leads into another resource.
const DEPTH: usize = 160;

/// Why something is not known before the deployment.
pub(super) mod why {
    pub(crate) const PARAMETER: &str = "a parameter that has no default and is not given";
    pub(crate) const SECRET: &str = "a parameter with NoEcho, whose value is not shown";
    pub(crate) const STORED: &str = "the value is stored elsewhere, and read at the deployment";
    pub(crate) const EXPORT: &str = "an export of another stack";
    pub(crate) const CREATED: &str = "only known when the resource has been created";
    pub(crate) const ABSENT: &str = "the resource's condition does not hold";
    pub(crate) const NOTHING: &str = "the template has nothing of that name";
    pub(crate) const FUNCTION: &str = "only CloudFormation can tell what the function gives";
    pub(crate) const ARGUMENT: &str = "the function cannot take what it is given";
    pub(crate) const CIRCLE: &str = "it refers to itself";
    pub(crate) const TOO_MUCH: &str = "too large, or too deeply nested";
}

/// The template, and what was found out about it.
pub(super) struct Scope<'t> {
    pub(super) document: &'t read::Document,
    pub(super) given: Given,
    pub(super) slots: Vec<Slot<'t>>,
    pub(super) ids: BTreeMap<&'t str, usize>,
    pub(super) parameters: BTreeMap<&'t str, &'t Node>,
    pub(super) mappings: BTreeMap<&'t str, &'t Node>,
    pub(super) conditions: BTreeMap<&'t str, Condition<'t>>,
    /// Whether a condition is being decided, which may look at what is not shown.
    pub(super) deciding: Cell<bool>,
    fuel: Cell<usize>,
    depth: Cell<usize>,
    unresolved: RefCell<BTreeMap<String, (&'t Node, &'static str)>>,
}

/// A resource, whether its condition holds or not.
pub(super) struct Slot<'t> {
    pub(super) id: &'t str,
    pub(super) kind: &'t str,
    pub(super) node: &'t Node,
    pub(super) properties: OnceCell<Value<'t>>,
    pub(super) name: Once<String>,
    pub(super) arn: Once<Option<String>>,
    pub(super) reference: Once<String>,
}

/// A condition of the template.
pub(super) struct Condition<'t> {
    pub(super) node: &'t Node,
    pub(super) holds: Once<bool>,
}

/// Something found out once. While that is going on, whoever asks for it again learns that it runs in a circle.
pub(super) struct Once<T> {
    found: OnceCell<T>,
    busy: Cell<bool>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { found: OnceCell::new(), busy: Cell::new(false) }
    }
}

impl<T> Once<T> {
    /// `None`: a circle.
    pub(super) fn get(&self, find: impl FnOnce() -> T) -> Option<&T> {
        if self.found.get().is_none() {
            if self.busy.replace(true) {
                return None;
            }
            let found = find();
            self.busy.set(false);
            let _ = self.found.set(found);
        }
        self.found.get()
    }
}

impl<'t> Scope<'t> {
    pub(super) fn new(document: &'t read::Document, given: &Given) -> Self {
        let root = document.root();
        let section = |name: &str| root.get(name).map_or(&[][..], Node::entries);
        let slots: Vec<_> = section("Resources").iter().filter_map(slot).collect();
        let mut ids = BTreeMap::new();
        for (index, slot) in slots.iter().enumerate() {
            ids.entry(slot.id).or_insert(index);
        }
        let condition =
            |entry: &'t Entry| (entry.key.as_str(), Condition { node: &entry.value, holds: Once::default() });
        let scope = Self {
            document,
            given: given.clone(),
            slots,
            ids,
            parameters: named(section("Parameters")),
            mappings: named(section("Mappings")),
            conditions: section("Conditions").iter().rev().map(condition).collect(),
            deciding: Cell::new(false),
            fuel: Cell::new(FUEL),
            depth: Cell::new(0),
            unresolved: RefCell::default(),
        };
        let made = section("Resources").iter().filter(|entry| entry.key.starts_with("Fn::"));
        for entry in made {
            scope.symbol(&entry.key, &entry.value, why::FUNCTION);
        }
        scope
    }

    /// Takes fuel; whether there was enough.
    pub(super) fn burn(&self, amount: usize) -> bool {
        let left = self.fuel.get().checked_sub(amount);
        self.fuel.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Does something one level deeper, unless that is too deep or there is no fuel left.
    pub(super) fn deeper<T>(&self, find: impl FnOnce() -> T) -> Option<T> {
        let depth = self.depth.get();
        if depth >= DEPTH || !self.burn(EACH) {
            return None;
        }
        self.depth.set(depth + 1);
        let found = find();
        self.depth.set(depth);
        Some(found)
    }

    /// A symbol, which is remembered with the place where it came up first.
    pub(super) fn symbol(&self, name: &str, node: &'t Node, why: &'static str) -> String {
        let enough = self.burn(name.len());
        let symbol = if enough { symbol(name) } else { symbol("…") };
        let why = if enough { why } else { why::TOO_MUCH };
        let mut unresolved = self.unresolved.borrow_mut();
        if !unresolved.contains_key(&symbol) {
            unresolved.insert(symbol.clone(), (node, why));
        }
        symbol
    }

    /// A value that is a symbol.
    pub(super) fn unknown(&self, name: &str, node: &'t Node, why: &'static str) -> Value<'t> {
        Value { node, kind: Kind::Text(self.symbol(name, node, why).into()) }
    }

    /// A text that was made, which must not be too long.
    pub(super) fn made(&self, text: String, node: &'t Node) -> Value<'t> {
        if self.burn(text.len()) {
            Value { node, kind: Kind::Text(text.into()) }
        } else {
            self.unknown("…", node, why::TOO_MUCH)
        }
    }

    pub(super) fn unresolved(&self) -> Vec<Unresolved<'t>> {
        let unresolved = self.unresolved.borrow();
        let found = unresolved.iter();
        found.map(|(symbol, (node, why))| Unresolved { symbol: symbol.clone(), node, why }).collect()
    }
}

/// The entries by their keys: the first, of duplicates.
fn named(entries: &[Entry]) -> BTreeMap<&str, &Node> {
    entries.iter().rev().map(|entry| (entry.key.as_str(), &entry.value)).collect()
}

/// A resource; what has no type, such as a loop, is none.
fn slot(entry: &Entry) -> Option<Slot<'_>> {
    Some(Slot {
        id: &entry.key,
        kind: entry.value.get("Type")?.text()?,
        node: &entry.value,
        properties: OnceCell::new(),
        name: Once::default(),
        arn: Once::default(),
        reference: Once::default(),
    })
}

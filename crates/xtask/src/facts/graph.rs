//! JSON schemas as a graph of shapes, where equal shapes are one.

use std::collections::{BTreeMap, BTreeSet};

/// What a shape states of itself; what it states of others are its children.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Facts {
    /// Bits of `facts::Kind`; none: nothing is stated.
    pub(super) kinds: u8,
    pub(super) flags: BTreeSet<u32>,
    pub(super) counts: BTreeMap<u32, u64>,
    /// Numbers as JSON writes them.
    pub(super) bounds: BTreeMap<u32, String>,
    pub(super) names: BTreeMap<u32, Vec<String>>,
    pub(super) dependents: BTreeMap<u32, BTreeMap<String, Vec<String>>>,
    pub(super) values: Option<Vec<Scalar>>,
    pub(super) pattern: Option<String>,
    pub(super) format: Option<String>,
}

/// A value that a shape allows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scalar {
    Text(String),
    Number(String),
    Boolean(bool),
}

/// Where a child stands in its parent; `field` is the number of the field that lists it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    Property(String),
    Pattern(String),
    Child(u32),
    Listed(u32, usize),
}

/// A shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) facts: Facts,
    pub(super) children: BTreeMap<Slot, usize>,
    /// The shape is this one, save what it states itself.
    pub(super) like: Option<usize>,
}

/// All shapes of all types.
#[derive(Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
}

impl Graph {
    pub(super) fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Writes into each shape what it takes over from another.
    pub(super) fn settle(&mut self) {
        for at in 0..self.nodes.len() {
            self.settle_one(at, 0);
        }
    }

    fn settle_one(&mut self, at: usize, depth: usize) {
        assert!(depth < 100, "shapes that are like each other");
        let Some(other) = self.nodes[at].like else { return };
        self.settle_one(other, depth + 1);
        let base = self.nodes[other].clone();
        let node = &mut self.nodes[at];
        node.like = None;
        let own = std::mem::take(&mut node.facts);
        node.facts = base.facts.overlaid(own);
        for (slot, child) in base.children {
            node.children.entry(slot).or_insert(child);
        }
    }

    /// Numbers the classes of equal shapes: two shapes are equal if they state the same and so do their children.
    ///
    /// Starts with all shapes equal and splits until nothing splits, so shapes that hold themselves are handled alike.
    pub(super) fn classes(&self) -> Vec<usize> {
        let mut classes = vec![0; self.nodes.len()];
        let mut count = 1;
        loop {
            let mut known = BTreeMap::new();
            let next: Vec<_> = self
                .nodes
                .iter()
                .zip(&classes)
                .map(|(node, class)| {
                    let children: Vec<_> =
                        node.children.iter().map(|(slot, child)| (slot, classes[*child])).collect();
                    let fresh = known.len();
                    *known.entry((*class, &node.facts, children)).or_insert(fresh)
                })
                .collect();
            let found = known.len();
            classes = next;
            if found == count {
                return classes;
            }
            count = found;
        }
    }
}

impl Facts {
    /// These facts, save where others are stated.
    pub(super) fn overlaid(mut self, own: Self) -> Self {
        // Some schemas call a text an object beside its `$ref`, to no effect with AWS.
        if self.kinds == 0 {
            self.kinds = own.kinds;
        }
        self.flags.extend(own.flags);
        self.counts.extend(own.counts);
        self.bounds.extend(own.bounds);
        self.names.extend(own.names);
        self.dependents.extend(own.dependents);
        self.values = own.values.or(self.values);
        self.pattern = own.pattern.or(self.pattern);
        self.format = own.format.or(self.format);
        self
    }
}

//! Mappings and lists, one way their conditions can go at a time.
//!
//! In: a value, and what is taken to hold. Out: what stands there in each case that can be. Where there are more cases
//! than anybody waits for, or nobody can tell which can be, there is no answer, and nothing is judged.

use cfn::read::{Function, Kind, Node};

use crate::context::{Context, When, if_parts};

/// More cases of one mapping or list than these are not gone through.
const MOST: usize = 32;

/// What stands in a place in one case.
#[derive(Debug, Clone)]
pub(super) struct Case<'t> {
    /// `None`: nothing, by `AWS::NoValue`.
    pub(super) node: Option<&'t Node>,
    pub(super) when: When<'t>,
}

/// A mapping in one case: its entries without those that are left out.
#[derive(Debug, Clone)]
pub(super) struct View<'t> {
    pub(super) entries: Vec<(&'t str, &'t Node)>,
    pub(super) when: When<'t>,
}

impl<'t> View<'t> {
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn get(&self, name: &str) -> Option<&'t Node> {
        self.entries.iter().find(|(key, _)| *key == name).map(|(_, node)| *node)
    }
}

/// A list in one case.
#[derive(Debug, Clone)]
pub(super) struct Items<'t> {
    pub(super) items: Vec<&'t Node>,
    pub(super) when: When<'t>,
}

/// Every case of a value under `when`; a malformed `Fn::If` is a value like any other.
pub(super) fn cases<'t>(ctx: &Context<'t>, node: &'t Node, when: &When<'t>) -> Option<Vec<Case<'t>>> {
    let mut found = Vec::new();
    collect(ctx, node, when, &mut found)?;
    Some(found)
}

fn collect<'t>(ctx: &Context<'t>, node: &'t Node, when: &When<'t>, found: &mut Vec<Case<'t>>) -> Option<()> {
    if found.len() >= MOST {
        return None;
    }
    let Some((condition, yes, no)) = if_parts(node) else {
        found.push(Case { node: (!node.is_no_value()).then_some(node), when: when.clone() });
        return Some(());
    };
    for (value, holds) in [(yes, true), (no, false)] {
        if when.contains(&(condition, !holds)) {
            continue;
        }
        let mut when = when.clone();
        if !when.contains(&(condition, holds)) {
            when.push((condition, holds));
            if !ctx.satisfiable(&when)? {
                continue;
            }
        }
        collect(ctx, value, &when, found)?;
    }
    Some(())
}

/// Every case of a mapping, as far as its entries can be left out; where `deep`, also as far as they can differ.
pub(super) fn views<'t>(
    ctx: &Context<'t>,
    map: &'t Node,
    when: &When<'t>,
    deep: bool,
) -> Option<Vec<View<'t>>> {
    let mut views = vec![View { entries: Vec::new(), when: when.clone() }];
    for entry in map.entries() {
        if !is_conditional(&entry.value) {
            for view in &mut views {
                view.entries.push((&entry.key, &entry.value));
            }
            continue;
        }
        let mut split = Vec::new();
        for view in views {
            let cases = cases(ctx, &entry.value, &view.when)?;
            if !deep && cases.iter().all(|case| case.node.is_some()) {
                let mut view = view;
                view.entries.push((&entry.key, &entry.value));
                split.push(view);
                continue;
            }
            for case in cases {
                let mut entries = view.entries.clone();
                entries.extend(case.node.map(|node| (entry.key.as_str(), node)));
                split.push(View { entries, when: case.when });
            }
        }
        views = split;
        if views.len() > MOST {
            return None;
        }
    }
    Some(views)
}

/// Every case of a list; none where it holds items that only a transform knows.
pub(super) fn lists<'t>(ctx: &Context<'t>, list: &'t Node, when: &When<'t>) -> Option<Vec<Items<'t>>> {
    let mut lists = vec![Items { items: Vec::new(), when: when.clone() }];
    for item in list.items() {
        if item.call_of(&Function::Transform).is_some() || item.is_open() {
            return None;
        }
        if !is_conditional(item) {
            for list in &mut lists {
                list.items.push(item);
            }
            continue;
        }
        let mut split = Vec::new();
        for list in lists {
            for case in cases(ctx, item, &list.when)? {
                let mut items = list.items.clone();
                items.extend(case.node);
                split.push(Items { items, when: case.when });
            }
        }
        lists = split;
        if lists.len() > MOST {
            return None;
        }
    }
    Some(lists)
}

/// Whether a value can be left out or be one of several.
fn is_conditional(node: &Node) -> bool {
    match &node.kind {
        Kind::Call(call) => call.function == Function::If || node.is_no_value(),
        _ => false,
    }
}

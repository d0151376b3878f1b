//! Every value of a template, with where it stands.

use cfn::read::{Function, Kind, Node};

use crate::context::Context;

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'t, 'p> {
    /// The top-level section.
    pub(super) section: &'t str,
    /// The section's member: a logical ID, a parameter's name.
    pub(super) member: &'t str,
    /// The keys from the member on, functions by their names among them.
    pub(super) keys: &'p [&'t str],
    /// The functions that it is in, the outermost first.
    pub(super) functions: &'p [&'t Function],
}

impl Place<'_, '_> {
    /// The member's attribute: `Properties`, `DependsOn`, `Value`.
    pub(super) fn attribute(&self) -> &str {
        self.keys.first().copied().unwrap_or_default()
    }

    /// Whether it stands in an argument of this function, however deep.
    pub(super) fn is_in(&self, function: &Function) -> bool {
        self.functions.contains(&function)
    }

    /// Whether a key on the way to it is one of these.
    pub(super) fn is_under(&self, keys: &[&str]) -> bool {
        self.keys.iter().any(|key| keys.contains(key))
    }
}

/// Shows every value to `look`, those that hold others first.
pub(super) fn all<'t>(ctx: &Context<'t>, look: &mut dyn FnMut(&'t Node, Place<'t, '_>)) {
    let mut visit = Visit { look, section: "", member: "", keys: Vec::new(), functions: Vec::new() };
    for section in ctx.root().entries() {
        visit.section = &section.key;
        visit.member = "";
        if section.value.is_map() {
            for member in section.value.entries() {
                visit.member = &member.key;
                visit.node(&member.value);
            }
        } else {
            visit.node(&section.value);
        }
    }
}

struct Visit<'t, 'l> {
    look: &'l mut dyn FnMut(&'t Node, Place<'t, '_>),
    section: &'t str,
    member: &'t str,
    keys: Vec<&'t str>,
    functions: Vec<&'t Function>,
}

impl<'t> Visit<'t, '_> {
    fn node(&mut self, node: &'t Node) {
        let place = Place {
            section: self.section,
            member: self.member,
            keys: &self.keys,
            functions: &self.functions,
        };
        (self.look)(node, place);
        match &node.kind {
            Kind::List(items) => items.iter().for_each(|item| self.node(item)),
            Kind::Map(entries) => {
                for entry in entries {
                    self.keys.push(&entry.key);
                    self.node(&entry.value);
                    self.keys.pop();
                }
            }
            Kind::Call(call) => {
                self.functions.push(&call.function);
                self.node(&call.argument);
                self.functions.pop();
            }
            _ => {}
        }
    }
}

//! Which resources of the template need which others to be there first.

use std::collections::{BTreeMap, BTreeSet};

use cfn::read::{Function, Kind, Node, SubPart, sub_parts};

use super::resource::Resource;

/// The resources that refer to a resource, by its logical ID.
#[derive(Debug)]
pub(super) struct Depends<'t> {
    users: BTreeMap<&'t str, BTreeSet<&'t str>>,
}

impl<'t> Depends<'t> {
    pub(super) fn new(resources: &[Resource<'t>]) -> Self {
        let mut found = Self { users: BTreeMap::new() };
        for resource in resources {
            found.walk(resource.id, resource.node);
            let explicit = resource.node.get("DependsOn");
            let ids = explicit.into_iter().flat_map(|ids| ids.items().iter().chain([ids]));
            for id in ids.filter_map(Node::text) {
                found.add(id, resource.id);
            }
        }
        found
    }

    /// The resource, and all that need it: a reference to them from it would close a circle.
    pub(super) fn on(&self, id: &'t str) -> BTreeSet<&'t str> {
        let mut found = BTreeSet::from([id]);
        let mut left = vec![id];
        while let Some(id) = left.pop() {
            let users = self.users.get(id).into_iter().flatten();
            left.extend(users.filter(|user| found.insert(user)));
        }
        found
    }

    fn add(&mut self, id: &'t str, user: &'t str) {
        self.users.entry(id).or_default().insert(user);
    }

    fn walk(&mut self, user: &'t str, node: &'t Node) {
        match &node.kind {
            Kind::List(items) => items.iter().for_each(|item| self.walk(user, item)),
            Kind::Map(entries) => entries.iter().for_each(|entry| self.walk(user, &entry.value)),
            Kind::Call(call) => {
                let argument = &call.argument;
                let first = || argument.text().or_else(|| argument.items().first()?.text());
                let id = |text: &'t str| text.split('.').next().unwrap_or_default();
                match (&call.function, first()) {
                    (Function::Ref | Function::GetAtt, Some(text)) => self.add(id(text), user),
                    (Function::Sub, Some(text)) => {
                        for part in sub_parts(text) {
                            if let SubPart::Variable(range) = part {
                                self.add(id(&text[range]), user);
                            }
                        }
                    }
                    _ => {}
                }
                self.walk(user, argument);
            }
            _ => {}
        }
    }
}

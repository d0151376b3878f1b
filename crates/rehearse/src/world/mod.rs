//! The template as it would be deployed: values, names and ARNs instead of functions.
//!
//! In: a template, and what the deployment is given. Out: resources with resolved properties, roles with all their
//! policies, resource policies. What only AWS knows stays a symbol: a text between U+E000 and U+E001 that equals itself
//! alone. Nothing is judged here, and nothing is refused: nonsense becomes a symbol too.

mod conditions;
mod depends;
mod functions;
mod given;
mod grants;
mod names;
mod policies;
mod references;
mod resource;
mod roles;
mod sam;
mod scope;
mod symbol;
mod types;
mod value;
mod wording;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use cfn::read::{self, Node};

use depends::Depends;
use grants::Grants;
use roles::Roles;
use scope::{Scope, Slot};
use wording::Wording;

pub use given::Given;
pub use policies::{Document, Part, Unknown};
pub use resource::Resource;
pub use roles::Role;
pub(crate) use symbol::{is_in, is_one, token};
pub use value::Value;
pub(crate) use wording::{PIPELINE_PREFIX, SIX, beginning};

/// A template as it would be deployed.
pub struct World<'t> {
    scope: Rc<Scope<'t>>,
    resources: Vec<Resource<'t>>,
    by_arn: OnceCell<BTreeMap<String, usize>>,
    roles: OnceCell<Roles<'t>>,
    grants: OnceCell<Grants<'t>>,
    wording: OnceCell<Wording>,
    depends: OnceCell<Depends<'t>>,
    /// The buildspecs that were read already; none, of what is no YAML.
    buildspecs: RefCell<BTreeMap<String, Option<Rc<yaml::Node>>>>,
    /// Texts as they were told already: for people, or written in a resource.
    told: RefCell<BTreeMap<(Option<&'t str>, String), String>>,
}

/// Something that is not known before the deployment.
#[derive(Debug, Clone)]
pub struct Unresolved<'t> {
    /// The symbol that stands for it, with its marks.
    pub symbol: String,
    /// What it came up at first.
    pub node: &'t Node,
    /// Why it is not known: a lower-case phrase.
    pub why: &'static str,
}

impl<'t> World<'t> {
    /// The template as it would be deployed with that.
    pub fn new(document: &'t read::Document, given: &Given) -> Self {
        let scope = Rc::new(Scope::new(document, given));
        let resources = scope.slots.iter().enumerate().filter(|(_, slot)| scope.is_there(slot.node));
        let resource = |(index, slot): (usize, &Slot<'t>)| Resource {
            id: slot.id,
            kind: slot.kind,
            node: slot.node,
            scope: Rc::clone(&scope),
            index,
        };
        let resources = resources.map(resource).collect();
        Self {
            scope,
            resources,
            by_arn: OnceCell::new(),
            roles: OnceCell::new(),
            grants: OnceCell::new(),
            wording: OnceCell::new(),
            depends: OnceCell::new(),
            buildspecs: RefCell::default(),
            told: RefCell::default(),
        }
    }

    /// The template.
    pub fn document(&self) -> &'t read::Document {
        self.scope.document
    }

    /// The account's ID.
    pub fn account(&self) -> &str {
        &self.scope.given.account
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.scope.given.region
    }

    /// The partition: `aws` almost always.
    pub fn partition(&self) -> &str {
        self.scope.given.partition()
    }

    /// The stack's name.
    pub fn stack(&self) -> &str {
        &self.scope.given.stack
    }

    /// An ARN in the stack's account and region.
    pub fn arn(&self, service: &str, rest: &str) -> String {
        let Given { account, region, .. } = &self.scope.given;
        format!("arn:{}:{service}:{region}:{account}:{rest}", self.partition())
    }

    /// The resources in the template's order: those whose `Condition` holds.
    pub fn resources(&self) -> impl Iterator<Item = &Resource<'t>> {
        self.resources.iter()
    }

    /// The resources of a type.
    pub fn of_type(&self, kind: &str) -> impl Iterator<Item = &Resource<'t>> {
        self.resources.iter().filter(move |resource| resource.kind == kind)
    }

    /// The resource of that logical ID.
    pub fn resource(&self, id: &str) -> Option<&Resource<'t>> {
        let index = *self.scope.ids.get(id)?;
        let at = self.resources.binary_search_by_key(&index, |resource| resource.index).ok()?;
        self.resources.get(at)
    }

    /// The resource with that ARN.
    pub fn by_arn(&self, arn: &str) -> Option<&Resource<'t>> {
        let by_arn = self.by_arn.get_or_init(|| {
            let arns = self.resources.iter().enumerate().rev();
            arns.filter_map(|(index, resource)| Some((resource.arn()?, index))).collect()
        });
        self.resources.get(*by_arn.get(arn)?)
    }

    /// The resource of a type with that name or ARN, or to which `Ref` gives that.
    pub fn by_name(&self, kind: &str, name: &str) -> Option<&Resource<'t>> {
        self.of_type(kind).find(|resource| {
            resource.name() == name || resource.reference() == name || resource.arn().as_deref() == Some(name)
        })
    }

    /// What a template elsewhere is given: for parameters without a value, this one's outputs of the same name.
    pub(crate) fn handing(&self, document: &read::Document, given: &Given) -> Given {
        let mut given = given.clone();
        let wanted = document.root().get("Parameters").map_or(&[][..], Node::entries);
        let outputs = self.document().root().get("Outputs");
        for name in wanted.iter().map(|entry| &entry.key) {
            let output = outputs.and_then(|outputs| outputs.get(name)).and_then(|output| output.get("Value"));
            let value = output.map(|value| self.resolve(value));
            if let (Some(text), false) =
                (value.as_ref().and_then(Value::text), given.parameters.contains_key(name))
            {
                given.parameters.insert(name.clone(), text.to_owned());
            }
        }
        given
    }

    /// A value of the template, resolved. What is resolved is not kept: see [`Resource::properties`].
    pub fn resolve(&self, node: &'t Node) -> Value<'t> {
        self.scope.resolve(node)
    }

    /// The template's roles.
    pub fn roles(&self) -> impl Iterator<Item = &Role<'t>> {
        self.known_roles().all.iter()
    }

    /// The template's role of that ARN or name.
    pub fn role(&self, arn_or_name: &str) -> Option<&Role<'t>> {
        self.known_roles().find(arn_or_name)
    }

    /// The role that a resource works under: its `Role`, `RoleArn` or `ServiceRole`, or what the SAM transform makes for a
    /// function; of those that the template has.
    pub fn role_of(&self, resource: &Resource<'t>) -> Option<&Role<'t>> {
        let properties = ["Role", "RoleArn", "ServiceRole", "ServiceRoleArn"];
        let named = properties.iter().find_map(|name| resource.property(name).text());
        let own = || self.roles().find(|role| role.id == Some(resource.id) && resource.kind == sam::FUNCTION);
        named.map_or_else(own, |name| self.role(name))
    }

    /// The managed policies of the template, attached or not, by their ARNs.
    pub fn managed_policies(&self) -> impl Iterator<Item = (&str, &Rc<Document<'t>>)> {
        let managed = self.known_roles().managed.iter();
        managed.map(|(arn, document)| (arn.as_str(), document))
    }

    /// The policy of the bucket, topic, queue, key, repository, function, secret or event bus with that ARN; of an object
    /// in a bucket, the bucket's.
    pub fn resource_policy(&self, arn: &str) -> Option<&Document<'t>> {
        self.known_grants().find(arn)
    }

    /// The policies that resources have in the template, by the resources' ARNs.
    pub fn resource_policies(&self) -> impl Iterator<Item = (&str, &Document<'t>)> {
        self.known_grants().all()
    }

    /// Policies of resources that IAM would refuse.
    pub fn unknown_policies(&self) -> &[Unknown<'t>] {
        &self.known_grants().unknown
    }

    /// A buildspec's text as YAML; `None` where it is none. Several things are asked of each.
    pub(crate) fn buildspec(&self, text: &str) -> Option<Rc<yaml::Node>> {
        const LIMITS: yaml::Limits = yaml::Limits { values: 10_000, depth: 32 };
        if let Some(read) = self.buildspecs.borrow().get(text) {
            return read.clone();
        }
        let read = yaml::document(text, LIMITS).ok().map(Rc::new);
        self.buildspecs.borrow_mut().insert(text.to_owned(), read.clone());
        read
    }

    /// What came up so far that is not known before the deployment, in the order of the symbols.
    pub fn unresolved(&self) -> Vec<Unresolved<'t>> {
        self.scope.unresolved()
    }

    /// A text for people: generated names as `${LogicalId}`, symbols as `${…}`.
    pub fn shown(&self, text: &str) -> String {
        self.tell(None, text, || self.wording().shown(text))
    }

    /// A text as that of a `!Sub`, with references instead of names and ARNs.
    pub fn written(&self, text: &str) -> String {
        self.wording().written(text, &self.scope.given, &BTreeSet::new())
    }

    /// The same for a text that is to stand in that resource: ARNs of what needs the resource itself are built from
    /// names, since a reference would close a circle. Generated names stay references; nothing else gives them.
    pub fn written_in(&self, id: &'t str, text: &str) -> String {
        self.tell(Some(id), text, || {
            let depends = self.depends.get_or_init(|| Depends::new(&self.resources));
            self.wording().written(text, &self.scope.given, &depends.on(id))
        })
    }

    fn tell(&self, written_in: Option<&'t str>, text: &str, tell: impl Fn() -> String) -> String {
        let key = (written_in, text.to_owned());
        if let Some(told) = self.told.borrow().get(&key) {
            return told.clone();
        }
        let told = tell();
        self.told.borrow_mut().insert(key, told.clone());
        told
    }

    fn known_roles(&self) -> &Roles<'t> {
        self.roles.get_or_init(|| Roles::new(&self.resources, self.account()))
    }

    fn known_grants(&self) -> &Grants<'t> {
        self.grants.get_or_init(|| Grants::new(&self.resources, &self.scope.given))
    }

    fn wording(&self) -> &Wording {
        self.wording.get_or_init(|| Wording::new(&self.resources))
    }
}

//! The template as it would be deployed: values, names and ARNs instead of functions.
//!
//! In: a template, and what the deployment is given. Out: resources with resolved properties, roles with all their
//! policies, resource policies. What only AWS knows stays a symbol: a text between U+E000 and U+E001 that equals itself
//! alone. Nothing is judged here, and nothing is refused: nonsense becomes a symbol too.

mod functions;
mod given;
mod policies;
mod resource;
mod scope;
mod value;

use std::rc::Rc;

use cfn::read::{self, Node};

use scope::Scope;

pub use given::Given;
pub use policies::{Document, Part, Role, Unknown};
pub use resource::Resource;
pub use value::Value;

/// A template as it would be deployed.
pub struct World<'t> {
    scope: Rc<Scope<'t>>,
    resources: Vec<Resource<'t>>,
    roles: Vec<Role<'t>>,
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
        Self {
            scope: Rc::new(Scope { document, given: given.clone() }),
            resources: Vec::new(),
            roles: Vec::new(),
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
        self.resources.iter().find(|resource| resource.id == id)
    }

    /// The resource with that ARN.
    pub fn by_arn(&self, arn: &str) -> Option<&Resource<'t>> {
        self.resources.iter().find(|resource| resource.arn().as_deref() == Some(arn))
    }

    /// The resource of a type with that name or ARN, or to which `Ref` gives that.
    pub fn by_name(&self, kind: &str, name: &str) -> Option<&Resource<'t>> {
        self.of_type(kind).find(|resource| {
            resource.name() == name || resource.reference() == name || resource.arn().as_deref() == Some(name)
        })
    }

    /// A value of the template, resolved.
    pub fn resolve(&self, node: &'t Node) -> Value<'t> {
        functions::resolve(node)
    }

    /// The template's roles.
    pub fn roles(&self) -> impl Iterator<Item = &Role<'t>> {
        self.roles.iter()
    }

    /// The template's role of that ARN or name.
    pub fn role(&self, arn_or_name: &str) -> Option<&Role<'t>> {
        self.roles.iter().find(|role| role.arn == arn_or_name || role.name == arn_or_name)
    }

    /// The managed policies of the template, attached or not, by their ARNs.
    pub fn managed_policies(&self) -> impl Iterator<Item = (&str, &Document<'t>)> {
        std::iter::empty()
    }

    /// The policy of the bucket, topic, queue, key, repository, function, secret or event bus with that ARN; of an object
    /// in a bucket, the bucket's.
    pub fn resource_policy(&self, arn: &str) -> Option<&Document<'t>> {
        let _ = arn;
        None
    }

    /// What came up so far that is not known before the deployment, in the order of the symbols.
    pub fn unresolved(&self) -> Vec<Unresolved<'t>> {
        Vec::new()
    }

    /// A text for people: generated names as `${LogicalId}`, symbols as `${…}`.
    pub fn shown(&self, text: &str) -> String {
        text.to_owned()
    }

    /// A text as that of a `!Sub`, with references instead of names and ARNs.
    pub fn written(&self, text: &str) -> String {
        text.to_owned()
    }
}

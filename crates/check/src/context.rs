//! A template as the rules see it: its sections and resources, and every way its conditions can go.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use cfn::read::{Document, Entry, Function, Kind, Node};
use diag::Span;

use crate::conditions::Conditions;
use crate::pipelines::{self, Pipeline};
use crate::policy::{self, Policy};
use crate::references::{self, Reference};
use crate::rules::codebuild::buildspec::{self, Buildspec};
use crate::rules::iam::sizes::{self, Size};
use crate::rules::lambda::inline::{self, Inline};
use crate::rules::template::dynamic;
use crate::rules::template::limits::{self, Limit};
use crate::rules::template::schema::{self, Violation};

/// What must hold for a value to stand there: conditions' names, each true or false.
pub(crate) type When<'t> = Vec<(&'t str, bool)>;

/// A value, and what must hold for it.
#[derive(Debug, Clone)]
pub(crate) struct Branch<'t> {
    pub(crate) node: &'t Node,
    pub(crate) when: When<'t>,
}

/// A template under judgement.
pub(crate) struct Context<'t> {
    document: &'t Document,
    resources: Vec<Resource<'t>>,
    by_id: BTreeMap<&'t str, usize>,
    conditions: Conditions<'t>,
    references: OnceCell<Vec<Reference<'t>>>,
    violations: OnceCell<Vec<Violation<'t>>>,
    pipelines: OnceCell<Vec<Pipeline<'t>>>,
    policies: OnceCell<Vec<Policy<'t>>>,
    policy_sizes: OnceCell<Vec<Size>>,
    limits: OnceCell<Vec<Limit>>,
    has_dynamic_references: OnceCell<bool>,
    buildspecs: OnceCell<Vec<Buildspec<'t>>>,
    inline_code: OnceCell<Vec<Inline<'t>>>,
    transforms: Vec<&'t str>,
    /// Where what has a `Condition` begins and ends, and the condition's name, in order.
    conditional: Vec<(Span, &'t str)>,
}

/// A resource of the template.
#[derive(Debug)]
pub(crate) struct Resource<'t> {
    /// The logical ID.
    pub(crate) id: &'t str,
    pub(crate) id_span: Span,
    /// As in `Type`; empty where that is missing or no text.
    pub(crate) kind: &'t str,
    /// The whole resource.
    pub(crate) node: &'t Node,
    /// The name of its `Condition`.
    pub(crate) condition: Option<&'t str>,
}

/// More than these nobody writes, and what they multiply to nobody waits for.
const MOST_BRANCHES: usize = 64;

/// Transforms that leave every resource as it is which they do not own.
const TRANSPARENT: [&str; 5] = [
    "AWS::Serverless-2016-10-31",
    "AWS::LanguageExtensions",
    "AWS::CodeDeployBlueGreen",
    "AWS::CodeStar",
    "AWS::SecretsManager-2020-07-23",
];

impl<'t> Context<'t> {
    pub(crate) fn new(document: &'t Document) -> Self {
        let root = document.root();
        let resources: Vec<_> = section(root, "Resources").iter().filter_map(Resource::new).collect();
        let by_id =
            resources.iter().enumerate().rev().map(|(index, resource)| (resource.id, index)).collect();
        let transforms = root.get("Transform").map_or_else(Vec::new, |transform| match &transform.kind {
            Kind::List(items) => items.iter().filter_map(transform_name).collect(),
            _ => transform_name(transform).into_iter().collect(),
        });
        Self {
            document,
            resources,
            by_id,
            conditions: Conditions::new(root),
            references: OnceCell::new(),
            violations: OnceCell::new(),
            pipelines: OnceCell::new(),
            policies: OnceCell::new(),
            policy_sizes: OnceCell::new(),
            limits: OnceCell::new(),
            has_dynamic_references: OnceCell::new(),
            buildspecs: OnceCell::new(),
            inline_code: OnceCell::new(),
            transforms,
            conditional: conditional(document),
        }
    }

    pub(crate) fn document(&self) -> &'t Document {
        self.document
    }

    pub(crate) fn root(&self) -> &'t Node {
        self.document.root()
    }

    /// A top-level section's entries.
    pub(crate) fn section(&self, name: &str) -> &'t [Entry] {
        section(self.root(), name)
    }

    /// A parameter's declaration.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'t Entry> {
        self.section("Parameters").iter().find(|entry| entry.key == name)
    }

    /// All resources, in the order of the template.
    pub(crate) fn resources(&self) -> &[Resource<'t>] {
        &self.resources
    }

    pub(crate) fn resource(&self, id: &str) -> Option<&Resource<'t>> {
        self.by_id.get(id).map(|index| &self.resources[*index])
    }

    /// The resources of a type.
    pub(crate) fn of_type<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Resource<'t>> {
        self.resources.iter().filter(move |resource| resource.kind == kind)
    }

    /// The transforms that the template names.
    pub(crate) fn transforms(&self) -> &[&'t str] {
        &self.transforms
    }

    /// Whether a macro of somebody's may make anything of this template: nothing but its text can be judged.
    pub(crate) fn is_opaque(&self) -> bool {
        self.root().entry("Fn::Transform").is_some()
            || self.transforms.iter().any(|name| !TRANSPARENT.contains(name))
    }

    /// Whether resources may come to the template that are not written in it: by SAM, loops or includes.
    pub(crate) fn may_gain_resources(&self) -> bool {
        self.is_opaque()
            || self.transforms.iter().any(|name| *name != "AWS::LanguageExtensions")
            || self.root().get("Resources").is_some_and(Node::is_open)
            || self.resources.iter().any(|resource| resource.kind.ends_with("::MODULE"))
    }

    /// Every reference in the template.
    pub(crate) fn references(&self) -> &[Reference<'t>] {
        self.references.get_or_init(|| references::collect(self))
    }

    /// Everything that the resources' schemas do not take.
    pub(crate) fn violations(&self) -> &[Violation<'t>] {
        self.violations.get_or_init(|| schema::violations(self))
    }

    /// Every pipeline of the template.
    pub(crate) fn pipelines(&self) -> &[Pipeline<'t>] {
        self.pipelines.get_or_init(|| pipelines::read(self))
    }

    /// Every policy document in the template.
    pub(crate) fn policies(&self) -> &[Policy<'t>] {
        self.policies.get_or_init(|| policy::all(self))
    }

    /// How large the policies are that AWS limits.
    pub(crate) fn policy_sizes(&self) -> &[Size] {
        self.policy_sizes.get_or_init(|| sizes::all(self))
    }

    /// Everything that CloudFormation and CodePipeline limit.
    pub(crate) fn limits(&self) -> &[Limit] {
        self.limits.get_or_init(|| limits::all(self))
    }

    /// Whether any text of the template has a dynamic reference in it.
    pub(crate) fn has_dynamic_references(&self) -> bool {
        *self.has_dynamic_references.get_or_init(|| dynamic::any(self.root()))
    }

    /// Every buildspec that stands in the template.
    pub(crate) fn buildspecs(&self) -> &[Buildspec<'t>] {
        self.buildspecs.get_or_init(|| buildspec::all(self))
    }

    pub(crate) fn conditions(&self) -> &Conditions<'t> {
        &self.conditions
    }

    /// Every function's code that stands in the template.
    pub(crate) fn inline_code(&self) -> &[Inline<'t>] {
        self.inline_code.get_or_init(|| inline::all(self))
    }

    /// Whether these conditions can hold together; `None` where that cannot be known.
    pub(crate) fn satisfiable(&self, when: &[(&str, bool)]) -> Option<bool> {
        self.conditions.satisfiable(when, &[])
    }

    /// Whether a value can stand where a node does: under these conditions and that of the resource or output around it,
    /// the parameters having these values.
    pub(crate) fn can_stand(
        &self,
        node: &Node,
        when: &[(&str, bool)],
        given: &[(&str, &str)],
    ) -> Option<bool> {
        match self.condition_around(node) {
            Some(condition) if !when.contains(&(condition, true)) => {
                let mut when = when.to_vec();
                when.push((condition, true));
                self.conditions.satisfiable(&when, given)
            }
            _ => self.conditions.satisfiable(when, given),
        }
    }

    fn condition_around(&self, node: &Node) -> Option<&'t str> {
        let at = node.span.start;
        let after = self.conditional.partition_point(|(span, _)| span.start <= at);
        let (span, condition) = self.conditional.get(after.checked_sub(1)?)?;
        (at < span.end).then_some(*condition)
    }

    /// Every value that can stand in a node's place: `Fn::If` taken both ways, `AWS::NoValue` dropped.
    pub(crate) fn branches(&self, node: &'t Node) -> Vec<Branch<'t>> {
        // Most values are one thing in any case.
        if node.call().is_none() {
            return vec![Branch { node, when: Vec::new() }];
        }
        let mut branches = Vec::new();
        self.branch(node, &Vec::new(), &mut branches);
        branches
    }

    fn branch(&self, node: &'t Node, when: &When<'t>, into: &mut Vec<Branch<'t>>) {
        if into.len() >= MOST_BRANCHES || node.is_no_value() {
            return;
        }
        let Some((condition, yes, no)) = if_parts(node) else {
            into.push(Branch { node, when: when.clone() });
            return;
        };
        for (value, holds) in [(yes, true), (no, false)] {
            let mut when = when.clone();
            if !when.contains(&(condition, holds)) {
                when.push((condition, holds));
            }
            if self.can_stand(node, &when, &[]) != Some(false) {
                self.branch(value, &when, into);
            }
        }
    }

    /// Every value that a mapping's key can have, the mapping itself being one of several where conditions make it so.
    pub(crate) fn get(&self, map: &'t Node, key: &str) -> Vec<&'t Node> {
        let mut values = Vec::new();
        for map in self.branches(map) {
            if let Some(value) = map.node.get(key) {
                values.extend(self.branches(value).into_iter().map(|branch| branch.node));
            }
        }
        values
    }

    /// Every value at the end of a path of keys; lists on the way are entered.
    pub(crate) fn all(&self, node: &'t Node, path: &[&str]) -> Vec<&'t Node> {
        let Some((key, rest)) = path.split_first() else {
            return self.branches(node).into_iter().map(|branch| branch.node).collect();
        };
        let mut found = Vec::new();
        for value in self.get(node, key) {
            if value.is_list() && !rest.is_empty() {
                for item in self.items(value) {
                    found.extend(self.all(item, rest));
                }
            } else {
                found.extend(self.all(value, rest));
            }
        }
        found
    }

    /// Every value that can stand in a list, in order; what is no list is one value.
    pub(crate) fn items(&self, list: &'t Node) -> Vec<&'t Node> {
        let mut items = Vec::new();
        for list in self.branches(list) {
            match &list.node.kind {
                Kind::List(list) => {
                    for item in list {
                        items.extend(self.branches(item).into_iter().map(|branch| branch.node));
                    }
                }
                _ => items.push(list.node),
            }
        }
        items
    }

    /// Whether a mapping surely has no such key, whichever way its conditions go.
    pub(crate) fn is_absent(&self, map: &'t Node, key: &str) -> bool {
        let branches = self.branches(map);
        !branches.is_empty()
            && branches.iter().all(|branch| {
                branch.node.is_map()
                    && !branch.node.is_open()
                    && branch.node.get(key).is_none_or(|value| self.branches(value).is_empty())
            })
    }

    /// The resource that a node is wholly a reference to: by `Ref`, `Fn::GetAtt`, or a `Fn::Sub` of nothing else.
    pub(crate) fn target(&self, node: &Node) -> Option<&Resource<'t>> {
        let call = node.call()?;
        let id = match (&call.function, &call.argument.kind) {
            (Function::Ref, Kind::Text(id)) => id.as_str(),
            (Function::GetAtt, Kind::Text(path)) => path.split('.').next()?,
            (Function::GetAtt, Kind::List(path)) => path.first()?.text()?,
            (Function::Sub, Kind::Text(text)) => {
                let name = text.strip_prefix("${")?.strip_suffix('}')?;
                if name.contains(['$', '!']) {
                    return None;
                }
                name.split('.').next()?.trim()
            }
            _ => return None,
        };
        self.resource(id)
    }
}

impl<'t> Resource<'t> {
    fn new(entry: &'t Entry) -> Option<Self> {
        let node = &entry.value;
        if !node.is_map() || entry.key.starts_with("Fn::") {
            return None;
        }
        Some(Self {
            id: &entry.key,
            id_span: entry.key_span,
            kind: node.get("Type").and_then(Node::text).unwrap_or_default(),
            node,
            condition: node.get("Condition").and_then(Node::text),
        })
    }

    /// Whether a reference to it may give anything: what its owner stored in it, or what another stack put out.
    pub(crate) fn gives_anything(&self) -> bool {
        !self.kind.starts_with("AWS::")
            || self.kind.starts_with("AWS::CloudFormation::")
            || self.kind.starts_with("AWS::ServiceCatalog::")
            || matches!(self.kind, "AWS::Serverless::Application" | "AWS::SSM::Parameter")
    }

    /// Its `Properties`, where they are written.
    pub(crate) fn properties(&self) -> Option<&'t Node> {
        self.node.get("Properties")
    }
}

/// The condition and the two values of an `Fn::If`.
pub(crate) fn if_parts(node: &Node) -> Option<(&str, &Node, &Node)> {
    match node.call_of(&Function::If)?.items() {
        [condition, yes, no] => Some((condition.text()?, yes, no)),
        _ => None,
    }
}

/// The extents of resources and outputs with a condition. An alias stands elsewhere than its value, and then nothing is
/// known of what is around a value.
fn conditional(document: &Document) -> Vec<(Span, &str)> {
    let mut found = Vec::new();
    if document.has_aliases() {
        return found;
    }
    for name in ["Resources", "Outputs"] {
        let entries = section(document.root(), name);
        for (entry, extent) in entries.iter().zip(document.extents(entries)) {
            if let Some(condition) = entry.value.get("Condition").and_then(Node::text) {
                found.push((extent, condition));
            }
        }
    }
    found.sort_unstable();
    found
}

fn section<'t>(root: &'t Node, name: &str) -> &'t [Entry] {
    root.get(name).map_or(&[], Node::entries)
}

fn transform_name(node: &Node) -> Option<&str> {
    node.text().or_else(|| node.get("Name")?.text())
}

//! A resource's properties against the schema of its type, in every case its conditions allow.

use cfn::read::{Call, Entry, Function, Kind as NodeKind, Node};
use diag::Span;
use facts::{Kind, Member, ResourceType, Shape};

use super::gives::{Gives, gives};
use super::violation::{self, Violation, What};
use super::{forms, lists, objects, references, scalar, scenario};
use crate::context::{Context, Resource, When};
use crate::rules::template::place::shown;

/// Shapes can hold themselves, and templates can be deep.
const DEEPEST: usize = 60;

/// A walk through one resource.
pub(super) struct Walk<'a, 't> {
    pub(super) ctx: &'a Context<'t>,
    resource: &'t str,
    kind: &'t str,
    /// What the resource's own condition says, which no message repeats.
    base: When<'t>,
    read_only: Vec<&'static str>,
    path: Vec<&'t str>,
    /// The properties that the shapes under judgement depend on, and whether they are there.
    pub(super) because: Vec<(&'static str, bool)>,
    pub(super) found: Vec<Violation<'t>>,
}

/// Every violation of a resource.
pub(super) fn resource<'t>(
    ctx: &Context<'t>,
    resource: &Resource<'t>,
    of: ResourceType,
) -> Vec<Violation<'t>> {
    let base: When<'t> = resource.condition.map(|name| (name, true)).into_iter().collect();
    let mut walk = Walk {
        ctx,
        resource: resource.id,
        kind: resource.kind,
        base: base.clone(),
        read_only: of.read_only().collect(),
        path: Vec::new(),
        because: Vec::new(),
        found: Vec::new(),
    };
    let shape = of.properties();
    match resource.properties() {
        Some(properties) => walk.value(shape, properties, &base),
        None => objects::nothing(&mut walk, shape, resource.id_span, &base),
    }
    violation::merge(walk.found)
}

impl<'t> Walk<'_, 't> {
    /// Judges whatever stands at a place.
    pub(super) fn value(&mut self, shape: Shape, node: &'t Node, when: &When<'t>) {
        if self.path.len() > DEEPEST {
            return;
        }
        let Some(cases) = scenario::cases(self.ctx, node, when) else { return };
        for case in cases {
            if let Some(node) = case.node {
                self.one(shape, node, &case.when);
            }
        }
    }

    /// Judges a value that no condition chooses.
    pub(super) fn one(&mut self, shape: Shape, node: &'t Node, when: &When<'t>) {
        let before = self.found.len();
        match &node.kind {
            // A finding of its own, wherever it stands.
            NodeKind::Null => return,
            NodeKind::Call(call) => self.call(shape, node, call, when),
            NodeKind::Map(_) => {
                if shape.kinds().has(Kind::Object) {
                    objects::judge(self, shape, node, when);
                } else {
                    self.kind(shape, node, "a mapping", when);
                }
            }
            NodeKind::List(_) => {
                if shape.kinds().has(Kind::Array) {
                    lists::judge(self, shape, node, when);
                } else {
                    self.kind(shape, node, "a list", when);
                }
            }
            _ => {
                for what in scalar::faults(shape, node.scalar().unwrap_or_default()) {
                    if !self.is_packaged(&what) {
                        self.add(shown(node), when, what);
                    }
                }
            }
        }
        // A value of the wrong kind is wrong in every form of it, too.
        if !self.found[before..].iter().any(|violation| matches!(violation.what, What::Kind { .. })) {
            forms::judge(self, shape, node, when);
        }
    }

    fn kind(&mut self, shape: Shape, node: &'t Node, found: &'static str, when: &When<'t>) {
        self.add(shown(node), when, What::Kind { wanted: shape.kinds(), found });
    }

    fn call(&mut self, shape: Shape, node: &'t Node, call: &'t Call, when: &When<'t>) {
        let gives = gives(self.ctx, call);
        if !gives.suits(shape.kinds()) {
            self.add(shown(node), when, What::Gives { wanted: shape.kinds(), gives, node });
            return;
        }
        if let Some(wanted) = shape.format()
            && references::misfits(self.ctx, wanted, call)
            && !self.is_task_role(wanted, call)
        {
            self.add(shown(node), when, What::Reference { wanted, node });
            return;
        }
        if let Some(pattern) = shape.pattern()
            && let Some(service) = references::misfits_arn(self.ctx, pattern.source(), call)
        {
            self.add(shown(node), when, What::Arn { service, node });
            return;
        }
        if matches!(gives, Gives::List) {
            return;
        }
        self.texts(shape, node, when);
    }

    /// Judges the texts that a call can become.
    fn texts(&mut self, shape: Shape, node: &'t Node, when: &When<'t>) {
        if !super::gives::has_scalar(shape.kinds()) {
            return;
        }
        let texts = self.ctx.texts(node);
        for text in &texts.known {
            let mut together = when.clone();
            together.extend(text.when.iter().filter(|term| !when.contains(term)));
            let settled = together.len() == when.len() && text.given.is_empty();
            if !settled && self.ctx.conditions().satisfiable(&together, &text.given) != Some(true) {
                continue;
            }
            let origin = (!std::ptr::eq(text.node, node)).then(|| text.span());
            // Of what a key chooses that is not known yet, another may be meant.
            let others = texts.known.iter().any(|other| {
                other.when == text.when
                    && other.given == text.given
                    && scalar::faults(shape, &other.value).is_empty()
            });
            let before = self.found.len();
            for what in scalar::faults(shape, &text.value) {
                self.add(shown(node), &together, what);
            }
            for violation in &mut self.found[before..] {
                violation.origin = origin.filter(|origin| !contains(node.span, *origin));
                violation.is_default = others || !text.given.is_empty();
            }
        }
    }

    /// Judges the value of a property; whether nothing at all may stand there.
    pub(super) fn property(
        &mut self,
        shape: Shape,
        owner: &'t Node,
        entry: &'t Entry,
        when: &When<'t>,
    ) -> bool {
        let value = &entry.value;
        match shape.member(&entry.key) {
            Member::Known(inner) if inner.is_never() => return true,
            Member::Known(inner) => self.within(&entry.key, |walk| {
                if walk.is_read_only() {
                    let what = What::ReadOnly { name: &entry.key };
                    walk.add(entry.key_span, when, what);
                } else {
                    walk.value(inner, value, when);
                }
            }),
            Member::Open => {}
            Member::Refused if entry.key == "<<" || entry.key.starts_with("Fn::") || entry.key.is_empty() => {
            }
            Member::Refused => {
                // What is left out is not there, whatever its name.
                for case in scenario::cases(self.ctx, value, when).unwrap_or_default() {
                    if case.node.is_some() {
                        self.add(entry.key_span, &case.when, What::Unknown { entry, owner, shape });
                    }
                }
            }
        }
        false
    }

    pub(super) fn within(&mut self, name: &'t str, look: impl FnOnce(&mut Self)) {
        self.path.push(name);
        look(self);
        self.path.pop();
    }

    fn is_read_only(&self) -> bool {
        let is_path = |name: &&str| name.split('/').eq(self.path.iter().copied());
        self.read_only.iter().any(is_path)
    }

    /// A path on the disk where a place in a bucket is wanted: `aws cloudformation package` puts that in.
    /// <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html>
    fn is_packaged(&self, what: &What<'_>) -> bool {
        matches!(what, What::Kind { .. }) && is_packaged(self.kind, &self.path)
    }

    /// RDS reads the names of its engines in any case, and AWS's own examples write `MySQL`.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/quickref-rds.html>
    fn is_engine(&self, what: &What<'_>) -> bool {
        let What::Value { text, values } = what else { return false };
        self.kind.starts_with("AWS::RDS::")
            && self.path == ["Engine"]
            && values.iter().any(|value| value.to_string().eq_ignore_ascii_case(text))
    }

    /// ECS knows the role of a task's containers by its name as well.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html>
    fn is_task_role(&self, wanted: &str, call: &Call) -> bool {
        self.kind == "AWS::ECS::TaskDefinition"
            && self.path == ["TaskRoleArn"]
            && wanted == "AWS::IAM::Role.Arn"
            && call.function == Function::Ref
    }

    pub(super) fn add(&mut self, span: Span, when: &When<'t>, what: What<'t>) {
        if self.is_engine(&what) {
            return;
        }
        let when = when.iter().filter(|term| !self.base.contains(term)).copied().collect();
        self.found.push(Violation {
            resource: self.resource,
            kind: self.kind,
            path: self.path.clone(),
            span,
            when,
            what,
            origin: None,
            is_default: false,
            because: self.because.clone(),
        });
    }

    /// What the walk finds in a value, without keeping it.
    pub(super) fn probe(&mut self, look: impl FnOnce(&mut Self)) -> Vec<Violation<'t>> {
        let before = self.found.len();
        look(self);
        self.found.split_off(before)
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The properties that may be a path on the disk until the template is packaged.
pub(crate) const PACKAGED: [(&str, &[&str]); 10] = [
    ("AWS::ApiGateway::RestApi", &["BodyS3Location"]),
    ("AWS::AppSync::FunctionConfiguration", &["RequestMappingTemplateS3Location"]),
    ("AWS::AppSync::FunctionConfiguration", &["ResponseMappingTemplateS3Location"]),
    ("AWS::AppSync::GraphQLSchema", &["DefinitionS3Location"]),
    ("AWS::AppSync::Resolver", &["RequestMappingTemplateS3Location"]),
    ("AWS::CodeCommit::Repository", &["Code", "S3"]),
    ("AWS::ElasticBeanstalk::ApplicationVersion", &["SourceBundle"]),
    ("AWS::Lambda::Function", &["Code"]),
    ("AWS::Lambda::LayerVersion", &["Content"]),
    ("AWS::StepFunctions::StateMachine", &["DefinitionS3Location"]),
];

/// Whether a property may be a path on the disk until the template is packaged.
fn is_packaged(kind: &str, path: &[&str]) -> bool {
    PACKAGED.iter().any(|(of, place)| *of == kind && *place == path)
}

/// The items of a list, in each case its conditions allow.
pub(crate) fn cases_of_list<'t>(ctx: &Context<'t>, list: &'t Node, when: &When<'t>) -> Vec<Vec<&'t Node>> {
    let cases = scenario::lists(ctx, list, when).unwrap_or_default();
    cases.into_iter().map(|case| case.items).collect()
}

/// The entries of a mapping, and what must hold for them, in each case its conditions allow.
pub(crate) fn cases_of_map<'t>(
    ctx: &Context<'t>,
    map: &'t Node,
    when: &When<'t>,
) -> Vec<(Vec<(&'t str, &'t Node)>, When<'t>)> {
    let views = scenario::views(ctx, map, when, true).unwrap_or_default();
    views.into_iter().map(|view| (view.entries, view.when)).collect()
}

/// Shows every scalar that stands where a shape is known, whatever the conditions.
pub(crate) fn scalars<'t>(
    ctx: &Context<'t>,
    shape: Shape,
    node: &'t Node,
    look: &mut dyn FnMut(Shape, &'t Node),
) {
    for branch in ctx.branches(node) {
        match &branch.node.kind {
            NodeKind::Map(entries) => {
                for entry in entries {
                    if let Member::Known(inner) = shape.member(&entry.key) {
                        scalars(ctx, inner, &entry.value, look);
                    }
                }
            }
            NodeKind::List(items) => {
                if let Some(inner) = shape.items() {
                    for item in items {
                        scalars(ctx, inner, item, look);
                    }
                }
            }
            NodeKind::Call(_) | NodeKind::Null => {}
            _ => look(shape, branch.node),
        }
    }
}

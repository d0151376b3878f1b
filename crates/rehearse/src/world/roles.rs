//! The template's roles, with all that says what they may do.

use std::collections::BTreeMap;
use std::rc::Rc;

use cfn::read::Node;

use super::policies::{Document, Part, Unknown, document};
use super::resource::Resource;
use super::sam;
use super::value::Value;

/// A role, and all that says what it may do.
#[derive(Debug, Clone)]
pub struct Role<'t> {
    /// Its ARN.
    pub arn: String,
    /// Its name, without the path.
    pub name: String,
    /// Its logical ID; that of the function, for a role that the SAM transform makes for it.
    pub id: Option<&'t str>,
    /// The account that it is in.
    pub account: String,
    /// Who may assume it.
    pub trust: Option<Rc<Document<'t>>>,
    /// The identity policies: its own ones, then those attached to it.
    pub policies: Vec<Rc<Document<'t>>>,
    /// The permissions boundary, where its text is known.
    pub boundary: Option<Rc<Document<'t>>>,
    /// What belongs to it, and nobody knows the text of.
    pub unknown: Vec<Unknown<'t>>,
}

/// The roles, and the managed policies by their ARNs.
#[derive(Debug, Default)]
pub(super) struct Roles<'t> {
    pub(super) all: Vec<Role<'t>>,
    pub(super) managed: BTreeMap<String, Rc<Document<'t>>>,
    by_name: BTreeMap<String, usize>,
    by_arn: BTreeMap<String, usize>,
    /// Managed policies whose text cannot be read, with the reason.
    broken: BTreeMap<String, String>,
    /// AWS's own ones, by path and name, read once.
    of_aws: BTreeMap<String, Option<iam::Policy>>,
}

impl<'t> Roles<'t> {
    pub(super) fn new(resources: &[Resource<'t>], account: &str) -> Self {
        let mut found = Self::default();
        let of_type = |kind: &'static str| resources.iter().filter(move |resource| resource.kind == kind);
        for policy in of_type("AWS::IAM::ManagedPolicy") {
            let arn = policy.arn().unwrap_or_default();
            match document(policy.id.to_owned(), policy.property("PolicyDocument"), Some(policy.id)) {
                Ok(document) => found.managed.insert(arn, Rc::new(document)).map(|_| ()),
                Err(why) => found.broken.insert(arn, why).map(|_| ()),
            };
        }
        for role in of_type("AWS::IAM::Role") {
            found.role(role, account);
        }
        for function in of_type(sam::FUNCTION) {
            found.of_function(function, account);
        }
        for policy in of_type("AWS::IAM::Policy") {
            let name = policy.property("PolicyName").text().unwrap_or(policy.id);
            found.attach_own(policy, name, policy.property("Roles"));
        }
        for policy in of_type("AWS::IAM::RolePolicy") {
            let name = policy.property("PolicyName").text().unwrap_or(policy.id);
            found.attach_own(policy, name, policy.property("RoleName"));
        }
        for policy in of_type("AWS::IAM::ManagedPolicy") {
            let arn = policy.arn().unwrap_or_default();
            for name in policy.property("Roles").items() {
                if let Some(index) = name.text().and_then(|name| found.by_name.get(name)).copied() {
                    found.attach(index, &arn, Part::Identity, name.node);
                }
            }
        }
        found
    }

    pub(super) fn find(&self, arn_or_name: &str) -> Option<&Role<'t>> {
        let index = self.by_arn.get(arn_or_name).or_else(|| self.by_name.get(arn_or_name))?;
        self.all.get(*index)
    }

    fn role(&mut self, resource: &Resource<'t>, account: &str) {
        let index = self.put_role(Role {
            arn: resource.arn().unwrap_or_default(),
            name: resource.name(),
            id: Some(resource.id),
            account: account.to_owned(),
            trust: None,
            policies: Vec::new(),
            boundary: None,
            unknown: Vec::new(),
        });
        let trust = resource.property("AssumeRolePolicyDocument");
        self.add(index, format!("trust policy of {}", resource.id), trust, Some(resource.id), Part::Trust);
        for policy in resource.property("Policies").items() {
            let name = policy.get("PolicyName").text().unwrap_or("policy");
            let title = format!("{} / {name}", resource.id);
            self.add(index, title, policy.get("PolicyDocument"), Some(resource.id), Part::Identity);
        }
        for arn in resource.property("ManagedPolicyArns").items() {
            self.attach(index, arn.text().unwrap_or_default(), Part::Identity, arn.node);
        }
        let boundary = resource.property("PermissionsBoundary");
        if let Some(arn) = boundary.text() {
            self.attach(index, arn, Part::Boundary, boundary.node);
        }
    }

    pub(super) fn put_role(&mut self, role: Role<'t>) -> usize {
        let index = self.all.len();
        self.by_arn.entry(role.arn.clone()).or_insert(index);
        self.by_name.entry(role.name.clone()).or_insert(index);
        self.all.push(role);
        index
    }

    /// A policy resource whose text belongs to each role that it names.
    fn attach_own(&mut self, resource: &Resource<'t>, name: &str, roles: &Value<'t>) {
        let by_name = |role: &Value<'t>| self.by_name.get(role.text()?).copied();
        let indices: Vec<_> = roles.items().iter().filter_map(by_name).collect();
        let text = resource.property("PolicyDocument");
        let title = format!("{} / {name}", resource.id);
        match document(title.clone(), text, Some(resource.id)).map(Rc::new) {
            Ok(document) => {
                for index in indices {
                    self.put(index, Rc::clone(&document), Part::Identity);
                }
            }
            Err(why) => {
                for index in indices {
                    let (policy, why) = (title.clone(), why.clone());
                    self.unknown(index, Unknown { policy, part: Part::Identity, why, node: text.node });
                }
            }
        }
    }

    pub(super) fn add(
        &mut self,
        index: usize,
        title: String,
        text: &Value<'t>,
        owner: Option<&'t str>,
        part: Part,
    ) {
        match document(title.clone(), text, owner) {
            Ok(document) => self.put(index, Rc::new(document), part),
            Err(why) => {
                self.unknown(index, Unknown { policy: title, part, why, node: text.node });
            }
        }
    }

    pub(super) fn unknown(&mut self, index: usize, policy: Unknown<'t>) {
        self.all[index].unknown.push(policy);
    }

    /// Attaches the managed policy of that ARN, once.
    pub(super) fn attach(&mut self, index: usize, arn: &str, part: Part, node: &'t Node) {
        if let Some(document) = self.managed.get(arn).cloned().or_else(|| self.of_aws(arn, node)) {
            // A template's policy may name the role, and the role the policy.
            let attached = &self.all[index].policies;
            if part != Part::Identity || !attached.iter().any(|other| Rc::ptr_eq(other, &document)) {
                self.put(index, document, part);
            }
            return;
        }
        let why = match self.broken.get(arn) {
            Some(why) => why.clone(),
            None => "its text is not in the template".to_owned(),
        };
        self.unknown(index, Unknown { policy: arn.to_owned(), part, why, node });
    }

    /// A managed policy of AWS's.
    fn of_aws(&mut self, arn: &str, node: &'t Node) -> Option<Rc<Document<'t>>> {
        let (before, name) = arn.split_once(":iam::aws:policy/")?;
        let partition = before.strip_prefix("arn:")?;
        if !self.of_aws.contains_key(name) {
            let read = || {
                let text = facts::iam::managed_policy(arn)?.document()?;
                let text = text.replace("arn:aws:", &format!("arn:{partition}:"));
                iam::Policy::read(&serde_json::from_str(&text).ok()?).ok()
            };
            self.of_aws.insert(name.to_owned(), read());
        }
        let policy = self.of_aws.get(name)?.clone()?;
        let name = name.rsplit('/').next().unwrap_or(name);
        let statements = vec![node; policy.statements.len()];
        Some(Rc::new(Document { title: format!("managed policy {name}"), policy, statements, owner: None }))
    }

    fn put(&mut self, index: usize, document: Rc<Document<'t>>, part: Part) {
        let role = &mut self.all[index];
        match part {
            Part::Trust => role.trust = Some(document),
            Part::Identity => role.policies.push(document),
            Part::Boundary => role.boundary = Some(document),
            Part::Resource => {}
        }
    }
}

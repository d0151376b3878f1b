//! What the SAM transform adds for a function: its role, its alias and its version.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html>

use std::rc::Rc;

use cfn::read::Node;
use serde_json::json;

use super::policies::{Document, Part, Unknown, document};
use super::resource::Resource;
use super::roles::{Role, Roles};
use super::scope::{Scope, Slot};
use super::types::Style;

/// The type of a function that the transform makes a Lambda function of.
pub(super) const FUNCTION: &str = "AWS::Serverless::Function";

impl<'t> Scope<'t> {
    /// What `Ref` gives for the logical ID of a role that the transform makes, or for `Function.Alias` and `….Version`.
    pub(super) fn sam_reference(&self, name: &str) -> Option<String> {
        if let Some((id, what)) = name.split_once('.') {
            let slot = self.sam_function(id)?;
            let arn = self.arn(slot)?;
            let alias = slot.node.get("Properties")?.get("AutoPublishAlias")?;
            return match what {
                "Alias" => Some(format!("{arn}:{}", self.resolve(alias).text()?)),
                "Version" => Some(format!("{arn}:1")),
                _ => None,
            };
        }
        self.sam_function(name.strip_suffix("Role")?)
            .filter(|slot| self.has_own_role(slot))
            .map(|slot| self.role_name(slot.id))
    }

    /// What `Fn::GetAtt` gives for such a role.
    pub(super) fn sam_attribute(&self, id: &str, attribute: &str) -> Option<String> {
        let name = self.sam_reference(id).filter(|_| attribute == "Arn")?;
        Some(format!("arn:{}:iam::{}:role/{name}", self.given.partition(), self.given.account))
    }

    fn sam_function(&self, id: &str) -> Option<&Slot<'t>> {
        let slot = self.slots.get(*self.ids.get(id)?)?;
        (slot.kind == FUNCTION && self.is_there(slot.node)).then_some(slot)
    }

    /// Whether the transform makes a role for the function: neither it nor `Globals` names one.
    fn has_own_role(&self, slot: &Slot<'t>) -> bool {
        let named =
            |properties: Option<&Node>| properties.is_some_and(|properties| properties.get("Role").is_some());
        let globals = self.document.root().get("Globals").and_then(|globals| globals.get("Function"));
        !named(slot.node.get("Properties")) && !named(globals)
    }

    fn role_name(&self, id: &str) -> String {
        self.generated(&format!("{id}Role"), Style::Stack(64))
    }
}

impl<'t> Roles<'t> {
    /// The role that the transform makes for a function.
    ///
    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html>
    pub(super) fn of_function(&mut self, function: &Resource<'t>, account: &str) {
        if !function.scope.has_own_role(function.slot()) {
            return;
        }
        let partition = function.scope.given.partition();
        let name = function.scope.role_name(function.id);
        let index = self.put_role(Role {
            arn: format!("arn:{partition}:iam::{account}:role/{name}"),
            name,
            id: Some(function.id),
            account: account.to_owned(),
            trust: trust(function),
            policies: Vec::new(),
            boundary: None,
            unknown: Vec::new(),
        });
        let mut managed = vec!["service-role/AWSLambdaBasicExecutionRole"];
        if !function.property("VpcConfig").is_missing() {
            managed.push("service-role/AWSLambdaVPCAccessExecutionRole");
        }
        if function.property("Tracing").text() == Some("Active") {
            managed.push("AWSXRayDaemonWriteAccess");
        }
        for name in managed {
            let arn = format!("arn:{partition}:iam::aws:policy/{name}");
            self.attach(index, &arn, Part::Identity, function.node);
        }
        for policy in function.property("Policies").items() {
            match policy.text() {
                Some(arn) if arn.starts_with("arn:") => self.attach(index, arn, Part::Identity, policy.node),
                Some(name) => {
                    let path = facts::iam::managed_policy(name).map_or("", |known| known.path());
                    let arn = format!("arn:{partition}:iam::aws:policy/{path}{name}");
                    self.attach(index, &arn, Part::Identity, policy.node);
                }
                // A document has statements; anything else is one of SAM's templates, such as `S3ReadPolicy`.
                None if policy.get("Statement").is_missing() => {
                    let template = policy.entries().map(|(key, _)| key).next().unwrap_or("policy");
                    let policy = Unknown {
                        policy: format!("{} / {template}", function.id),
                        part: Part::Identity,
                        why: "SAM makes it of a template of its own".to_owned(),
                        node: policy.node,
                    };
                    self.unknown(index, policy);
                }
                None => {
                    let title = format!("{} / policy", function.id);
                    self.add(index, title, policy, Some(function.id), Part::Identity);
                }
            }
        }
        let boundary = function.property("PermissionsBoundary");
        if let Some(arn) = boundary.text() {
            self.attach(index, arn, Part::Boundary, boundary.node);
        }
    }
}

/// Lambda may assume the role, unless the function says who may.
fn trust<'t>(function: &Resource<'t>) -> Option<Rc<Document<'t>>> {
    let title = format!("trust policy of {}", function.id);
    let own = function.property("AssumeRolePolicyDocument");
    if !own.is_missing() {
        return document(title, own, Some(function.id)).ok().map(Rc::new);
    }
    let statement = json!({"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"});
    let policy = iam::Policy::read(&json!({"Version": "2012-10-17", "Statement": [statement]})).ok()?;
    Some(Rc::new(Document { title, policy, statements: vec![function.node], owner: Some(function.id) }))
}

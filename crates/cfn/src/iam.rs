//! IAM: policy documents, roles, managed policies.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::{Arn, Handle, IntoParts, Pseudo, Resource, Text, Value, text};

/// An action by its full name; no wildcards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Action(Cow<'static, str>);

impl Action {
    /// An action known to the compiler: `Action::new("s3:GetObject")`.
    ///
    /// # Panics
    /// Where the text is no full name, so that a constant with a slip in it does not compile.
    pub const fn new(name: &'static str) -> Self {
        assert!(is_full_name(name), "an action is `service:Name`, without wildcards");
        Self(Cow::Borrowed(name))
    }

    /// An action that a user wrote; `None` where it is no full name.
    pub fn parse(name: &str) -> Option<Self> {
        is_full_name(name).then(|| Self(Cow::Owned(name.to_owned())))
    }
}

const fn is_full_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut colons = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b':' if at > 0 && at + 1 < bytes.len() => colons += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => {}
            _ => return false,
        }
        at += 1;
    }
    colons == 1
}

/// What a policy says.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PolicyDocument {
    version: &'static str,
    statement: Vec<Statement>,
}

impl PolicyDocument {
    /// A document of the current policy language.
    pub fn new(statements: impl IntoIterator<Item = Statement>) -> Self {
        Self { version: "2012-10-17", statement: statements.into_iter().collect() }
    }
}

/// One statement.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    sid: Option<String>,
    effect: Effect,
    principal: Option<Principal>,
    #[serde(serialize_with = "one_or_many")]
    action: Vec<Action>,
    #[serde(serialize_with = "one_or_many")]
    resource: Vec<Value<Arn>>,
    condition: IndexMap<Operator, IndexMap<&'static str, Alternatives>>,
}

/// What a condition compares with, any of which is enough.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
struct Alternatives(#[serde(serialize_with = "one_or_many")] Vec<Text>);

#[derive(Debug, Clone, Copy, Serialize)]
enum Effect {
    Allow,
    Deny,
}

/// Condition operators in use here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)]
pub enum Operator {
    StringEquals,
    ArnLike,
    Bool,
}

/// Whom a resource policy speaks of.
#[derive(Debug, Clone)]
pub enum Principal {
    /// An AWS service: `codebuild.amazonaws.com`.
    Service(&'static str),
    /// A service whose name is known only when the template is made.
    Named(String),
    /// A service by its name in the stack's region: `logs` is `logs.eu-west-1.amazonaws.com`.
    InRegion(&'static str),
    /// The stack's account: whoever its own policies let.
    Account,
    /// A role, of this account or another.
    Role(Value<Arn>),
    /// Everybody, the unauthenticated included: only ever in a Deny, or behind a condition.
    Everybody,
}

impl Serialize for Principal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Service(name) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("Service", name)?;
                map.end()
            }
            Self::Named(name) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("Service", name)?;
                map.end()
            }
            Self::InRegion(name) => {
                let mut map = serializer.serialize_map(Some(1))?;
                let name: Text = text![*name, ".", Pseudo::Region, ".amazonaws.com"];
                map.serialize_entry("Service", &name)?;
                map.end()
            }
            Self::Account => {
                let mut map = serializer.serialize_map(Some(1))?;
                let arn: Text = text!["arn:", Pseudo::Partition, ":iam::", Pseudo::AccountId, ":root"];
                map.serialize_entry("AWS", &arn)?;
                map.end()
            }
            Self::Role(arn) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("AWS", arn)?;
                map.end()
            }
            Self::Everybody => serializer.serialize_str("*"),
        }
    }
}

/// A list of one prints as the one.
fn one_or_many<T: Serialize, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    match items {
        [one] => one.serialize(serializer),
        many => many.serialize(serializer),
    }
}

impl Statement {
    /// Allows the actions on the resources. The Sid says what for; where a resource is `*` it says why. An empty one is
    /// left out.
    pub fn allow<const N: usize>(sid: &str, actions: [Action; N]) -> Self {
        Self::allow_all(sid, actions.into_iter().collect())
    }

    /// Like [`Statement::allow`], with actions that are known only at run time.
    pub fn allow_all(sid: &str, actions: Vec<Action>) -> Self {
        Self::new(sid, Effect::Allow, actions)
    }

    /// Lets a key's own account use and manage it, as far as that account's policies do: in a key's policy alone.
    pub fn allow_all_of_kms(sid: &str) -> Self {
        Self::new(sid, Effect::Allow, vec![Action(Cow::Borrowed("kms:*"))])
    }

    /// Forbids every action of a service, whatever else allows it.
    pub fn deny_all(sid: &str, service_wildcard: DenyAll) -> Self {
        let action = Action(Cow::Borrowed(match service_wildcard {
            DenyAll::S3 => "s3:*",
        }));
        Self::new(sid, Effect::Deny, vec![action])
    }

    fn new(sid: &str, effect: Effect, action: Vec<Action>) -> Self {
        let sid = (!sid.is_empty()).then(|| sid.to_owned());
        Self { sid, effect, principal: None, action, resource: Vec::new(), condition: IndexMap::new() }
    }

    /// Whom it speaks of; in resource policies alone.
    #[must_use]
    pub fn to(mut self, principal: Principal) -> Self {
        self.principal = Some(principal);
        self
    }

    /// On which resources.
    #[must_use]
    pub fn on(mut self, resources: impl IntoIterator<Item = Value<Arn>>) -> Self {
        self.resource.extend(resources);
        self
    }

    /// On every resource, because AWS offers nothing narrower.
    #[must_use]
    pub fn on_everything(self) -> Self {
        self.on([Value::any()])
    }

    /// Only where the key of the request compares like that.
    #[must_use]
    pub fn when(self, operator: Operator, key: &'static str, value: impl IntoParts) -> Self {
        self.when_any(operator, key, [value])
    }

    /// Only where the key of the request compares like that with one of the values.
    #[must_use]
    pub fn when_any(
        mut self,
        operator: Operator,
        key: &'static str,
        values: impl IntoIterator<Item = impl IntoParts>,
    ) -> Self {
        let values = values.into_iter().map(|value| text![value]).collect();
        self.condition.entry(operator).or_default().insert(key, Alternatives(values));
        self
    }
}

/// A whole service, for Deny statements.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum DenyAll {
    S3,
}

/// Who may assume a service role.
#[derive(Debug, Clone)]
pub struct Trust(Statement);

impl Trust {
    /// That service may.
    pub fn service(service: &'static str) -> Self {
        Self(Statement::allow("", [Action::new("sts:AssumeRole")]).to(Principal::Service(service)))
    }

    /// That role may, and no other: in one account its own policies need not say so.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
    pub fn role(arn: Value<Arn>) -> Self {
        Self(Statement::allow("", [Action::new("sts:AssumeRole")]).to(Principal::Role(arn)))
    }

    /// Only where the external ID is said.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html>
    #[must_use]
    pub fn with_external_id(self, external_id: &str) -> Self {
        Self(self.0.when(Operator::StringEquals, "sts:ExternalId", external_id))
    }

    /// Only on behalf of this account: no confused deputy from another one.
    #[must_use]
    pub fn for_this_account(self) -> Self {
        Self(self.0.when(Operator::StringEquals, "aws:SourceAccount", Pseudo::AccountId))
    }

    /// Only on behalf of that resource.
    #[must_use]
    pub fn for_source(self, arn: Value<Arn>) -> Self {
        Self(self.0.when(Operator::StringEquals, "aws:SourceArn", arn))
    }
}

impl From<Trust> for PolicyDocument {
    fn from(trust: Trust) -> Self {
        Self::new([trust.0])
    }
}

/// `AWS::IAM::Role` with its policies inline, so that they exist before anybody assumes it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Role {
    /// Only where a role elsewhere has to know it before it exists.
    pub role_name: Option<String>,
    pub assume_role_policy_document: PolicyDocument,
    pub policies: Vec<Policy>,
}

/// A policy inside a role.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Policy {
    pub policy_name: String,
    pub policy_document: PolicyDocument,
}

impl Role {
    /// A role of one policy.
    pub fn new(trust: Trust, policy_name: &str, statements: impl IntoIterator<Item = Statement>) -> Self {
        let policy =
            Policy { policy_name: policy_name.to_owned(), policy_document: PolicyDocument::new(statements) };
        Self { role_name: None, assume_role_policy_document: trust.into(), policies: vec![policy] }
    }

    /// The same under a name of its own.
    #[must_use]
    pub fn called(self, name: String) -> Self {
        Self { role_name: Some(name), ..self }
    }
}

impl Resource for Role {
    const TYPE: &'static str = "AWS::IAM::Role";
}

impl Handle<Role> {
    /// The role's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }
}

/// `AWS::IAM::ManagedPolicy`, attached to nobody: an administrator attaches it to people.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ManagedPolicy {
    pub description: String,
    pub policy_document: PolicyDocument,
}

impl Resource for ManagedPolicy {
    const TYPE: &'static str = "AWS::IAM::ManagedPolicy";
    const TAGGABLE: bool = false;
}

impl Handle<ManagedPolicy> {
    /// The policy's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.reference_as()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::{Action, Statement};
    use crate::Value;

    #[test]
    fn an_action_is_a_full_name() {
        for wrong in ["s3:*", "s3:Get*", "*", "s3", ":Get", "s3:", "s3:Get:Object", "s3: GetObject"] {
            assert_eq!(Action::parse(wrong), None, "{wrong}");
        }
        assert!(Action::parse("s3:GetObject").is_some());
    }

    #[test]
    fn one_action_prints_alone_and_several_as_a_list() {
        let one = Statement::allow("Why", [Action::new("s3:GetObject")]).on([Value::any()]);
        assert_eq!(to_value(&one).unwrap()["Action"], json!("s3:GetObject"));
        let two = Statement::allow("Why", [Action::new("s3:GetObject"), Action::new("s3:PutObject")]);
        assert_eq!(to_value(&two).unwrap()["Action"], json!(["s3:GetObject", "s3:PutObject"]));
    }
}

//! Policy documents of the template, and how one is read.

use cfn::read::Node;

use super::value::Value;

/// A policy document, and where it stands.
#[derive(Debug, Clone)]
pub struct Document<'t> {
    /// For people: `DeployerRole / Deployer`, `managed policy AWSLambdaExecute`.
    pub title: String,
    /// What it says.
    pub policy: iam::Policy,
    /// The place of each statement, as many as the policy has: of AWS's own policies, where the template names them.
    pub statements: Vec<&'t Node>,
    /// The logical ID of the resource that it is written in; none, for AWS's own.
    pub owner: Option<&'t str>,
}

/// Reads a document: a mapping, or its JSON as text, which CloudFormation takes too.
///
/// # Errors
///
/// Why IAM would refuse it.
pub(super) fn document<'t>(
    title: String,
    value: &Value<'t>,
    owner: Option<&'t str>,
) -> Result<Document<'t>, String> {
    let json = match value.text() {
        Some(text) => serde_json::from_str(text).map_err(|_| "the policy is no JSON".to_owned())?,
        None => value.to_json(),
    };
    let policy = iam::Policy::read(&json).map_err(|malformed| malformed.to_string())?;
    let mut statements: Vec<_> = value.get("Statement").items().iter().map(|item| item.node).collect();
    statements.resize(policy.statements.len(), value.node);
    Ok(Document { title, policy, statements, owner })
}

/// A policy whose text is not known.
#[derive(Debug, Clone)]
pub struct Unknown<'t> {
    /// Its ARN or title.
    pub policy: String,
    /// What the policy would be.
    pub part: Part,
    /// Why it is not known: a lower-case phrase.
    pub why: String,
    /// Where it is named or written.
    pub node: &'t Node,
}

/// What a policy is to a role, or to another resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It says who may assume the role.
    Trust,
    /// It says what the role may do.
    Identity,
    /// It says what the role may do at most.
    Boundary,
    /// It says who may do something with the resource.
    Resource,
}

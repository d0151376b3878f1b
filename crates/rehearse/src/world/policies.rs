//! Policy documents of the template: those of roles, and those of resources.

use std::rc::Rc;

use cfn::read::Node;

/// A policy document, and where it stands.
#[derive(Debug, Clone)]
pub struct Document<'t> {
    /// For people: `DeployerRole / Deployer`, `managed policy AWSLambdaExecute`.
    pub title: String,
    /// What it says.
    pub policy: iam::Policy,
    /// The place of each statement; none of them, where the text is AWS's.
    pub statements: Vec<&'t Node>,
    /// The logical ID of the resource that it is written in.
    pub owner: Option<&'t str>,
}

/// A role, and all that says what it may do.
#[derive(Debug, Clone)]
pub struct Role<'t> {
    /// Its ARN.
    pub arn: String,
    /// Its name, without the path.
    pub name: String,
    /// Its logical ID.
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

/// A policy whose text is not known.
#[derive(Debug, Clone)]
pub struct Unknown<'t> {
    /// Its ARN or title.
    pub policy: String,
    /// What the policy would be to the role.
    pub part: Part,
    /// Why it is not known: a lower-case phrase.
    pub why: String,
    /// Where the role names it.
    pub node: &'t Node,
}

/// What a policy is to a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It says who may assume the role.
    Trust,
    /// It says what the role may do.
    Identity,
    /// It says what the role may do at most.
    Boundary,
}

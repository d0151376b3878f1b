//! Who makes a call.

use std::borrow::Cow;
use std::rc::Rc;

use cfn::read::Node;

use crate::world::{Document, Part, Role};

/// Who makes a call, with all that says what they may.
#[derive(Debug, Clone)]
pub enum Caller<'t> {
    /// Whoever has taken one of the template's roles.
    Role(Box<Role<'t>>),
    /// Whoever has taken a role that the template does not have: what it may do is not known.
    Stranger {
        /// The role's ARN.
        arn: String,
    },
    /// A person to whom one of the template's managed policies is attached.
    Person {
        /// The policy.
        policy: Rc<Document<'t>>,
    },
    /// A service in its own name.
    Service {
        /// `events.amazonaws.com`.
        name: Cow<'static, str>,
    },
}

impl<'t> Caller<'t> {
    /// For people: a logical ID where there is one.
    pub fn name(&self) -> String {
        match self {
            Self::Role(role) => role.id.map_or_else(|| role.name.clone(), str::to_owned),
            Self::Stranger { arn } => arn.rsplit('/').next().unwrap_or(arn).to_owned(),
            Self::Person { policy } => format!("whoever has {}", policy.owner.unwrap_or(&policy.title)),
            Self::Service { name } => name.to_string(),
        }
    }

    /// The logical ID of the resource whose policies decide.
    pub fn owner(&self) -> Option<&'t str> {
        match self {
            Self::Role(role) => role.id,
            Self::Person { policy } => policy.owner,
            Self::Stranger { .. } | Self::Service { .. } => None,
        }
    }

    /// The identity policies.
    pub(crate) fn policies(&self) -> &[Rc<Document<'t>>] {
        match self {
            Self::Role(role) => &role.policies,
            Self::Person { policy } => std::slice::from_ref(policy),
            Self::Stranger { .. } | Self::Service { .. } => &[],
        }
    }

    /// The permissions boundary, where nobody knows its text.
    pub(crate) fn unknown_boundary(&self) -> Option<&str> {
        let Self::Role(role) = self else { return None };
        role.unknown.iter().find(|one| one.part == Part::Boundary).map(|one| one.policy.as_str())
    }

    /// Where policies are named that nobody knows the text of and that may allow something: a boundary never does.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = (&str, &'t Node)> {
        let unknown = match self {
            Self::Role(role) => role.unknown.as_slice(),
            _ => &[],
        };
        let may_allow = unknown.iter().filter(|one| one.part != Part::Boundary);
        may_allow.map(|one| (one.policy.as_str(), one.node))
    }
}

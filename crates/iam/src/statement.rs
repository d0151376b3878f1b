//! Whether a statement's elements match a request.

use crate::condition::Condition;
use crate::context::Context;
use crate::pattern::{SYMBOL_LEAD, Wildcards, pieces, resource_matches, wildcard};
use crate::policy::{Patterns, Principals, Statement, Who};
use crate::principal::Principal;
use crate::verdict::Why;

/// Whether an action, or a pattern of actions, takes in an action. Case does not count.
pub fn action_matches(pattern: &str, action: &str) -> bool {
    let first = |text: &str| text.bytes().next().filter(u8::is_ascii_alphabetic);
    // Nearly all are plain names, told apart by their first letters.
    if let (Some(pattern), Some(action)) = (first(pattern), first(action))
        && !pattern.eq_ignore_ascii_case(&action)
    {
        return false;
    }
    if pattern.eq_ignore_ascii_case(action) {
        return true;
    }
    if action.is_ascii() && pattern.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'*' | b'?')) {
        return false;
    }
    wildcard(&pattern.to_lowercase(), &action.to_lowercase())
}

impl Statement {
    /// Whether `Action` or `NotAction` takes in the action. Case does not count.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>
    pub fn matches_action(&self, action: &str) -> bool {
        self.actions.take_in(|pattern| action_matches(pattern, action))
    }

    /// Whether `Resource` or `NotResource` takes in the resource. A statement without either takes in any: the policy
    /// hangs on its resource.
    pub fn matches_resource(&self, resource: &str, context: &Context) -> bool {
        let matches = |pattern: &str| {
            // Up to the first character that may mean something else, a pattern is the text itself.
            let special = |byte| matches!(byte, b'*' | b'?' | b'$' | SYMBOL_LEAD);
            let plain = pattern.bytes().position(special).unwrap_or(pattern.len());
            if plain == pattern.len() || !resource.starts_with(&pattern[..plain]) {
                return pattern == resource;
            }
            // At the end, it stands for any text.
            if &pattern[plain..] == "*" {
                return true;
            }
            pieces(pattern, Wildcards::Yes, self.version, context)
                .is_some_and(|pattern| resource_matches(pattern, resource))
        };
        self.resources.as_ref().is_none_or(|resources| resources.take_in(matches))
    }

    /// Whether `Principal` or `NotPrincipal` takes in the caller. A statement without either takes in any: the policy
    /// hangs on its caller.
    pub fn matches_principal(&self, principal: &Principal) -> bool {
        match &self.principals {
            Some(Principals::Only(all)) => all.iter().any(|who| who.is(principal)),
            Some(Principals::AllBut(all)) => !all.iter().any(|who| who.is(principal)),
            None => true,
        }
    }

    /// Whether all conditions hold.
    pub fn matches_conditions(&self, context: &Context) -> bool {
        self.broken_conditions(context).next().is_none()
    }

    /// The conditions that do not hold, and why.
    pub fn broken_conditions(&self, context: &Context) -> impl Iterator<Item = (&Condition, Why)> {
        self.conditions
            .iter()
            .filter_map(|condition| condition.check(self.version, context).err().map(|why| (condition, why)))
    }
}

impl Patterns {
    fn take_in(&self, matches: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Only(patterns) => patterns.iter().any(|pattern| matches(pattern)),
            Self::AllBut(patterns) => !patterns.iter().any(|pattern| matches(pattern)),
        }
    }
}

impl Who {
    /// Whether this is the caller, or the caller's account.
    ///
    /// "You cannot use a wildcard to match part of a principal name or ARN."
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
    pub fn is(&self, principal: &Principal) -> bool {
        match self {
            Self::Everyone => true,
            Self::Account(account) => principal.account() == Some(account),
            Self::Arn(written) => match principal {
                Principal::Role { arn, session } => written == arn || written == session,
                Principal::User { arn } => written == arn,
                _ => false,
            },
            Self::Service(service) => matches!(principal, Principal::Service { name } if name == service),
            Self::Federated(written) => {
                matches!(principal, Principal::Federated { provider } if provider == written)
            }
            // The ID says which account, but not to those who don't know it.
            Self::CanonicalUser(_) => false,
        }
    }
}

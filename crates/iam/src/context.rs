//! What is known of a request beside principal, action and resource.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html>

use std::borrow::Cow;

use crate::principal::Principal;

/// Condition keys and their values. Keys are the same whatever their case.
#[derive(Clone, Debug, Default)]
pub struct Context(Vec<(Cow<'static, str>, Values)>);

/// A key's values: nearly every key has one.
#[derive(Clone, Debug)]
enum Values {
    One(String),
    Several(Vec<String>),
}

impl Context {
    /// A context that knows nothing.
    pub fn new() -> Self {
        // As many keys as an ordinary request has.
        Self(Vec::with_capacity(16))
    }

    /// What every request says of its caller and its resource's account.
    ///
    /// `aws:PrincipalArn` of a role's session is the role's ARN. `aws:userid` is left out: the unique IDs in it are known to
    /// AWS alone.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable>
    pub fn of(principal: &Principal, resource_account: &str) -> Self {
        let mut context = Self::new();
        context.set("aws:ResourceAccount", resource_account);
        if let Some(account) = principal.account() {
            context.set("aws:PrincipalAccount", account);
        }
        let kind = match principal {
            Principal::Role { arn, .. } => {
                context.set("aws:PrincipalArn", arn);
                Some("AssumedRole")
            }
            Principal::User { arn } => {
                context.set("aws:PrincipalArn", arn);
                context.set("aws:username", arn.rsplit('/').next().unwrap_or_default());
                Some("User")
            }
            Principal::Root { account } => {
                context.set("aws:PrincipalArn", format!("arn:aws:iam::{account}:root"));
                Some("Account")
            }
            Principal::Service { name } => {
                context.set("aws:PrincipalServiceName", name);
                None
            }
            Principal::Anonymous => Some("Anonymous"),
            Principal::Federated { .. } => None,
        };
        if let Some(kind) = kind {
            context.set("aws:PrincipalType", kind);
        }
        context.set("aws:PrincipalIsAWSService", matches!(principal, Principal::Service { .. }).to_string());
        context
    }

    /// Gives a key its one value.
    pub fn set(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<String>) -> &mut Self {
        self.put(key.into(), Values::One(value.into()))
    }

    /// Gives a key several values; a key with none is there, but empty.
    pub fn set_all(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        values: impl IntoIterator<Item = String>,
    ) -> &mut Self {
        self.put(key.into(), Values::Several(values.into_iter().collect()))
    }

    fn put(&mut self, key: Cow<'static, str>, values: Values) -> &mut Self {
        match self.0.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&key)) {
            Some((_, known)) => *known = values,
            None => self.0.push((key, values)),
        }
        self
    }

    /// The values of a key; `None` where the request does not have it.
    pub fn get(&self, key: &str) -> Option<&[String]> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        found.map(|(_, values)| match values {
            Values::One(value) => std::slice::from_ref(value),
            Values::Several(values) => values,
        })
    }
}

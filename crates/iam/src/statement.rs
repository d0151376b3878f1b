//! Whether a statement's elements match.

use crate::context::Context;
use crate::policy::Statement;
use crate::principal::Principal;

impl Statement {
    /// Whether `Action` or `NotAction` takes in the action; case does not count.
    pub fn matches_action(&self, action: &str) -> bool {
        let _ = action;
        false
    }

    /// Whether `Resource` or `NotResource` takes in the resource; a statement without either takes in any.
    pub fn matches_resource(&self, resource: &str, context: &Context) -> bool {
        let _ = (resource, context);
        false
    }

    /// Whether `Principal` or `NotPrincipal` takes in the caller; a statement without either takes in any.
    pub fn matches_principal(&self, principal: &Principal) -> bool {
        let _ = principal;
        false
    }

    /// Whether all conditions hold.
    pub fn matches_conditions(&self, context: &Context) -> bool {
        let _ = context;
        false
    }
}

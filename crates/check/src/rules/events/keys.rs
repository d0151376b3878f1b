//! The keys that topics, queues and log groups are encrypted with.
//!
//! In: a key's ID as a property gives it. Out: which of the keys that a rule can judge it is.

use cfn::read::Node;

use crate::context::{Context, Resource};
use crate::policy::Answer;

use super::read::meant;

/// The key of this template that a property names, directly or by its alias.
pub(super) fn own<'a, 't>(ctx: &'a Context<'t>, id: &'t Node) -> Option<&'a Resource<'t>> {
    let named = meant(ctx, id)?;
    let key = if named.kind == "AWS::KMS::Alias" {
        let target = named.properties()?.get("TargetKeyId")?;
        meant(ctx, target)?
    } else {
        named
    };
    (key.kind == "AWS::KMS::Key").then_some(key)
}

/// Whether a property names the key that AWS manages for a service.
pub(super) fn is_managed<'t>(ctx: &Context<'t>, id: &'t Node, service: &str) -> bool {
    let alias = format!("alias/aws/{service}");
    ctx.text(id).is_some_and(|text| {
        text == alias || (text.starts_with("arn:") && text.ends_with(&format!(":{alias}")))
    })
}

/// Whether the key's policy surely lets a service do none or not all of these.
pub(super) fn keeps_out<'t>(ctx: &Context<'t>, key: &Resource<'t>, service: &str, actions: &[&str]) -> bool {
    let Some(properties) = key.properties() else { return true };
    let policies: Vec<_> = ctx.policies().iter().filter(|policy| policy.id == key.id).collect();
    if policies.is_empty() {
        // KMS's default policy names the account alone.
        return ctx.is_absent(properties, "KeyPolicy");
    }
    policies
        .iter()
        .all(|policy| actions.iter().any(|action| policy.lets_service(ctx, service, action) == Answer::No))
}

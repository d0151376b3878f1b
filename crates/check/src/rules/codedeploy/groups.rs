//! Deployment groups, and what they belong to.
//!
//! In: a template. Out: each group with its platform, found through its application where that is in the template.

use cfn::read::Node;

use super::configs::{self, Platform};
use crate::Context;
use crate::context::Resource;

/// A deployment group.
#[derive(Debug)]
pub(super) struct Group<'a, 't> {
    pub(super) resource: &'a Resource<'t>,
    pub(super) properties: &'t Node,
    /// The platform of its application, where that is known.
    pub(super) platform: Option<Platform>,
}

/// Every deployment group of the template.
pub(super) fn all<'a, 't>(ctx: &'a Context<'t>) -> Vec<Group<'a, 't>> {
    let group = |resource: &'a Resource<'t>| {
        let properties = resource.properties()?;
        let names = ctx.get(properties, "ApplicationName");
        let application = match names.as_slice() {
            [name] => named(ctx, "AWS::CodeDeploy::Application", "ApplicationName", name),
            _ => None,
        };
        let platform = match application {
            // Without properties it is one for servers.
            Some(application) => {
                application.properties().map_or(Some(Platform::Server), |own| configs::platform_of(ctx, own))
            }
            None => None,
        };
        Some(Group { resource, properties, platform })
    };
    ctx.of_type("AWS::CodeDeploy::DeploymentGroup").filter_map(group).collect()
}

/// The resource of a type that a name stands for: by reference, or by the very name that it is given.
pub(super) fn named<'a, 't>(
    ctx: &'a Context<'t>,
    kind: &'static str,
    property: &str,
    name: &'t Node,
) -> Option<&'a Resource<'t>> {
    if let Some(target) = ctx.target(name) {
        return Some(target).filter(|target| target.kind == kind);
    }
    let name = ctx.text(name)?;
    ctx.of_type(kind).find(|resource| {
        let own = resource.properties().map(|properties| ctx.get(properties, property)).unwrap_or_default();
        matches!(own.as_slice(), [own] if ctx.text(own).is_some_and(|own| own == name))
    })
}

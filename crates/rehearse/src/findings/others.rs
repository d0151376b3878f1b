//! Roles that something else has, too: what the walk does not meet may need what no step uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::walk::Walk;
use crate::world::{Resource, Value, World};

/// The roles of the template that also resources have which no act is about: a project that no pipeline runs, a server.
pub(super) fn used_elsewhere<'t>(world: &World<'t>, walks: &[Walk<'t>]) -> BTreeSet<&'t str> {
    let acts = walks.iter().flat_map(|walk| &walk.steps).flat_map(|step| &step.acts);
    let met: BTreeSet<_> = acts.filter_map(|act| Some((act.caller.owner()?, act.what.as_str()))).collect();
    let mut roles = BTreeMap::new();
    for role in world.roles() {
        if let Some(id) = role.id {
            roles.extend([(role.arn.as_str(), id), (role.name.as_str(), id)]);
        }
    }
    let mut found = BTreeSet::new();
    for resource in world.resources().filter(|resource| takes_roles(resource)) {
        named(resource.properties(), &mut |name| {
            let role = roles.get(name).filter(|role| !met.contains(&(**role, resource.id)));
            found.extend(role.copied());
        });
    }
    found
}

/// Whether a resource may have roles that it acts under. A pipeline's are all met; what else IAM's resources say of roles is
/// no use of them.
fn takes_roles(resource: &Resource<'_>) -> bool {
    let is_iam = resource.kind.starts_with("AWS::IAM::") && resource.kind != "AWS::IAM::InstanceProfile";
    !is_iam && resource.kind != "AWS::CodePipeline::Pipeline"
}

/// The texts under keys that name roles: `Role`, `ServiceRoleArn`, `Roles`.
fn named<'a>(value: &'a Value<'_>, tell: &mut impl FnMut(&'a str)) {
    for (key, part) in value.entries() {
        if key.contains("Role") {
            part.items().iter().filter_map(Value::text).for_each(&mut *tell);
        }
        named(part, tell);
    }
    if value.is_list() {
        value.items().iter().for_each(|item| named(item, tell));
    }
}

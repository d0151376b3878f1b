//! ARNs of what the known programs name.

use crate::calls::names;
use crate::world::World;
pub(super) use crate::world::token;

/// A function's ARN, without a qualifier, from a name, an ARN or `account:function:name`.
pub(super) fn function(world: &World<'_>, name: &str) -> String {
    names::function(world, name).0
}

/// An object's ARN.
pub(super) fn object(world: &World<'_>, bucket: &str, key: &str) -> String {
    format!("{}/{key}", names::bucket(world, bucket))
}

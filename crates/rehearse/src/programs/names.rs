//! ARNs of what the known programs name, and the symbols for what only an execution knows.

pub(super) use crate::world::token;
use crate::world::{Resource, World};

/// A function's ARN, without a qualifier, from a name, an ARN or `account:function:name`.
pub(super) fn function(world: &World<'_>, name: &str) -> String {
    let Some((before, rest)) = name.split_once(":function:").or_else(|| name.split_once("function:")) else {
        let name = name.split_once(':').map_or(name, |(name, _)| name);
        let known = world.by_name("AWS::Lambda::Function", name).and_then(Resource::arn);
        return known.unwrap_or_else(|| world.arn("lambda", &format!("function:{name}")));
    };
    let name = rest.split_once(':').map_or(rest, |(name, _)| name);
    if before.starts_with("arn:") {
        return format!("{before}:function:{name}");
    }
    let account = if before.is_empty() { world.account() } else { before };
    format!("arn:{}:lambda:{}:{account}:function:{name}", world.partition(), world.region())
}

/// An object's ARN.
pub(super) fn object(world: &World<'_>, bucket: &str, key: &str) -> String {
    format!("arn:{}:s3:::{bucket}/{key}", world.partition())
}

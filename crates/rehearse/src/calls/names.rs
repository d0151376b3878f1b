//! ARNs of what actions and properties name: by an ARN, by the name of one of the template's resources, or by any name.

pub(super) use crate::world::token;
use crate::world::{World, is_in, is_one};
use iam::Patterns;

/// Whether a name is an ARN: one by its form, or a value that is not known and that is taken for one, by its own name or by
/// a role's policy.
pub(super) fn is_arn(world: &World<'_>, name: &str) -> bool {
    if name.starts_with("arn:") || !is_one(name) {
        return name.starts_with("arn:");
    }
    let named = name.trim_end_matches(|end: char| !end.is_alphanumeric());
    let statements =
        world.roles().flat_map(|role| &role.policies).flat_map(|document| &document.policy.statements);
    let mut resources =
        statements.filter_map(|statement| statement.resources.as_ref()).flat_map(Patterns::written);
    named.to_ascii_lowercase().ends_with("arn") || resources.any(|resource| resource.starts_with(name))
}

/// The ARN of a named thing: itself, the template's resource of that name, or one in the stack's account and region.
pub(super) fn arn(world: &World<'_>, kind: &str, name: &str, service: &str, prefix: &str) -> String {
    if is_arn(world, name) {
        return name.to_owned();
    }
    world
        .by_name(kind, name)
        .and_then(crate::world::Resource::arn)
        .unwrap_or_else(|| world.arn(service, &format!("{prefix}{name}")))
}

/// The same in another region, where that is not the stack's own.
pub(super) fn in_region(world: &World<'_>, arn: String, region: Option<&str>) -> String {
    match region {
        Some(region) if region != world.region() => {
            arn.replacen(&format!(":{}:", world.region()), &format!(":{region}:"), 1)
        }
        _ => arn,
    }
}

/// A bucket's ARN.
pub(crate) fn bucket(world: &World<'_>, name: &str) -> String {
    if is_arn(world, name) { name.to_owned() } else { format!("arn:{}:s3:::{name}", world.partition()) }
}

/// A function's ARN without a qualifier, and the qualifier that the name had: `fn`, `fn:live`, an ARN with or without one.
pub(crate) fn function(world: &World<'_>, name: &str) -> (String, Option<String>) {
    let (name, qualifier) = match name.find(":function:") {
        Some(at) => {
            let tail = at + ":function:".len();
            match name[tail..].split_once(':') {
                Some((short, qualifier)) => (&name[..tail + short.len()], Some(qualifier)),
                None => (name, None),
            }
        }
        None => match name.split_once(':') {
            Some((short, qualifier)) => (short, Some(qualifier)),
            None => (name, None),
        },
    };
    let full = match name.split_once(":function:") {
        // `111122223333:function:name`
        Some((account, short)) if !name.starts_with("arn:") => {
            format!("arn:{}:lambda:{}:{account}:function:{short}", world.partition(), world.region())
        }
        _ => arn(world, "AWS::Lambda::Function", name, "lambda", "function:"),
    };
    (full, qualifier.map(ToOwned::to_owned))
}

/// A KMS key's ARN, from its ID, its ARN, or an alias; `None` for a key that AWS manages, whose policy lets every caller
/// of the account in through its service.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key>
pub(super) fn key(world: &World<'_>, name: &str) -> Option<String> {
    let alias = name.find("alias/").map(|at| &name[at..]);
    if alias.is_some_and(|alias| alias.starts_with("alias/aws/")) {
        return None;
    }
    if let Some(alias) = alias {
        let target = world
            .by_name("AWS::KMS::Alias", alias)
            .and_then(|alias| alias.property("TargetKeyId").text().map(ToOwned::to_owned));
        return match target {
            Some(target) if !target.contains("alias/") => key(world, &target),
            // IAM sees the key, whichever alias names it; which one that is, only AWS knows.
            _ => Some(world.arn("kms", &format!("key/{}", token(&format!("the key of {alias}"))))),
        };
    }
    Some(arn(world, "AWS::KMS::Key", name, "kms", "key/"))
}

/// What the key is called here that AWS manages for encrypted topics. Its policy lets no service in, and nobody can change it.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services>
const TOPICS_KEY: &str = "the key alias/aws/sns";

/// The ARN of that key.
pub(super) fn topics_key(world: &World<'_>) -> String {
    world.arn("kms", &format!("key/{}", token(TOPICS_KEY)))
}

/// Whether an ARN is that of that key.
pub(crate) fn is_topics_key(arn: &str) -> bool {
    is_in(arn) && arn.ends_with(&format!(":key/{}", token(TOPICS_KEY)))
}

/// The log group's ARN as IAM compares it: with a stream behind it.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html>
pub(super) fn log_stream(world: &World<'_>, group: &str) -> String {
    let group = group.strip_suffix(":*").unwrap_or(group);
    let arn = arn(world, "AWS::Logs::LogGroup", group, "logs", "log-group:");
    format!("{}:log-stream:{}", arn.strip_suffix(":*").unwrap_or(&arn), token("stream"))
}

/// Whether the template makes that log group.
pub(super) fn has_log_group(world: &World<'_>, group: &str) -> bool {
    let group = group.strip_suffix(":*").unwrap_or(group);
    world.by_name("AWS::Logs::LogGroup", group).is_some()
        || world
            .of_type("AWS::Logs::LogGroup")
            .any(|known| known.arn().is_some_and(|arn| arn.strip_suffix(":*").unwrap_or(&arn) == group))
}

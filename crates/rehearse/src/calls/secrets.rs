//! Parameters and secrets that AWS reads into environment variables, under the role of what has the variables.

use iam::{Effect, Patterns};

use super::{Calls, When};
use crate::world::{SIX, World};

const PARAMETERS: &str = "https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html";
const SECRETS: &str = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html";

/// Reading a parameter of the Parameter Store.
pub(super) fn parameter(world: &World<'_>, name: &str, page: &'static str) -> Calls {
    let arn = if name.starts_with("arn:") {
        name.to_owned()
    } else {
        world.arn("ssm", &format!("parameter/{}", name.trim_start_matches('/')))
    };
    let mut calls = Calls::none();
    calls.push("ssm:GetParameters", arn, When::Always, page);
    calls
}

/// Reading a secret, named as a variable does: `id:key:stage:version`.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager>
pub(super) fn secret(world: &World<'_>, reference: &str, page: &'static str) -> Calls {
    let id = id(reference);
    let own = world.by_name("AWS::SecretsManager::Secret", id);
    let arn = match own.and_then(crate::world::Resource::arn) {
        Some(arn) => arn,
        None if id.starts_with("arn:") => id.to_owned(),
        None => elsewhere(world, id),
    };
    let mut calls = Calls::none();
    calls.push("secretsmanager:GetSecretValue", arn, When::Always, page);
    let key =
        own.and_then(|own| own.property("KmsKeyId").text()).and_then(|name| super::names::key(world, name));
    if let Some(key) = key {
        calls.extend(decrypt(world, &key, "secretsmanager", When::Always, SECRETS));
    }
    calls
}

/// The ARN of a secret of that name: Secrets Manager ends it with a hyphen and six characters. A policy of the template that
/// has such an ARN knows them.
fn elsewhere(world: &World<'_>, name: &str) -> String {
    let stem = world.arn("secretsmanager", &format!("secret:{name}"));
    let documents = world.roles().flat_map(|role| &role.policies);
    let statements = documents.flat_map(|document| &document.policy.statements);
    let mut resources =
        statements.filter_map(|statement| statement.resources.as_ref()).flat_map(Patterns::written);
    let is_its = |arn: &&String| {
        let end = arn.strip_prefix(stem.as_str()).and_then(|rest| rest.strip_prefix('-'));
        end.is_some_and(|end| end.len() == 6 && end.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    resources.find(is_its).cloned().unwrap_or_else(|| stem + SIX)
}

/// Whether a reference is to a secret that the template makes.
pub(super) fn is_own(world: &World<'_>, reference: &str) -> bool {
    world.by_name("AWS::SecretsManager::Secret", id(reference)).is_some()
}

/// Decrypting with the keys that the role is granted: with which key a parameter or a secret from elsewhere is encrypted,
/// its name does not say.
pub(super) fn keys(world: &World<'_>, role: &str, parameters: bool, secrets: bool) -> Calls {
    const MAYBE: When = When::Perhaps("when a key of one's own encrypts the parameter or the secret");
    let mut calls = Calls::none();
    let (true, Some(role)) = (parameters || secrets, world.role(role)) else { return calls };
    let statements = role.policies.iter().flat_map(|document| &document.policy.statements);
    let granting: Vec<_> = statements
        .filter(|statement| statement.effect == Effect::Allow && statement.matches_action("kms:Decrypt"))
        .filter_map(|statement| statement.resources.as_ref())
        .flat_map(Patterns::written)
        .collect();
    if granting.is_empty() {
        let why = "whether a key of one's own encrypts a parameter or secret that the build reads: the role may decrypt with none";
        calls.asides.push(why.to_owned());
    }
    for key in granting.into_iter().filter(|key| !key.contains(['*', '?'])) {
        if parameters {
            calls.extend(decrypt(world, key, "ssm", MAYBE, PARAMETERS));
        }
        if secrets {
            calls.extend(decrypt(world, key, "secretsmanager", MAYBE, SECRETS));
        }
    }
    calls
}

fn decrypt(world: &World<'_>, key: &str, service: &str, when: When, page: &'static str) -> Calls {
    let mut calls = Calls::none();
    calls.push("kms:Decrypt", key, when, page);
    let via = format!("{service}.{}.amazonaws.com", world.region());
    calls.with("kms:ViaService", &via).with("kms:CallerAccount", world.account())
}

/// The secret's name or ARN, without what follows it.
fn id(reference: &str) -> &str {
    let parts = if reference.starts_with("arn:") { 7 } else { 1 };
    match reference.match_indices(':').nth(parts - 1) {
        Some((end, _)) => &reference[..end],
        None => reference,
    }
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn what_follows_a_secret_is_no_part_of_it() {
        assert_eq!(id("shop/token"), "shop/token");
        assert_eq!(id("shop/token:password::"), "shop/token");
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/token-a1b2c3";
        assert_eq!(id(arn), arn);
        assert_eq!(id(&format!("{arn}:password")), arn);
    }
}

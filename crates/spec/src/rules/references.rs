//! Secrets by name: in Parameter Store and Secrets Manager, and the keys that encrypt them.
//!
//! The names become resources of the build's policy, where a `*` would grant all of them.

use super::addresses::is_arn;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{BuildValue, ParameterStore, SecretsManager, Setting, Stack};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        findings.within(task.part(), |findings| {
            for value in task.work().values() {
                match value {
                    BuildValue::Plain(_) => {}
                    BuildValue::ParameterStore(reference) => parameter(reference, findings),
                    BuildValue::SecretsManager(reference) => secret(reference, findings),
                }
            }
        });
    }
}

/// [Names of parameters](https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html).
fn parameter(reference: &ParameterStore, findings: &mut Findings) {
    let name = &reference.name;
    if !made_of(name, "/_.-", 1_011) {
        findings.error(
            Finding::InvalidName,
            name.span(),
            format!("`{}` is not the name of a parameter", name.as_str()),
            "a parameter of Parameter Store by its name",
            "letters, digits, `_`, `.`, `-` and `/`, as in `/orders/token`: not its ARN, and no wildcards",
        );
    }
    key(reference.kms_key.as_ref(), findings);
}

/// [Names of secrets](https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html).
fn secret(reference: &SecretsManager, findings: &mut Findings) {
    let id = &reference.id;
    let name = if id.starts_with("arn:") && is_arn(id, "secretsmanager") {
        id.splitn(6, ':').last().and_then(|rest| rest.strip_prefix("secret:")).unwrap_or_default()
    } else {
        id
    };
    if !made_of(name, "/_+=.@-", 519) {
        findings.error(
            Finding::InvalidName,
            id.span(),
            format!("`{}` is neither a secret's name nor its ARN", id.as_str()),
            "a secret of Secrets Manager by its name or ARN",
            "letters, digits and `/`, `_`, `+`, `=`, `.`, `@`, `-`, as in `orders/token`; the key of a JSON secret is given by `key`",
        );
    }
    if let Some(json_key) = &reference.key
        && (json_key.is_empty() || json_key.contains(':') || json_key.contains(char::is_control))
    {
        findings.error(
            Finding::InvalidName,
            json_key.span(),
            format!("`{}` cannot be the key of a secret", json_key.escape_debug()),
            "empty, or with a `:`",
            "CodeBuild separates what it reads from a secret by `:`; choose another key in the secret",
        );
    }
    key(reference.kms_key.as_ref(), findings);
}

/// A policy cannot grant a key by its alias.
pub(super) fn key(key: Option<&Setting>, findings: &mut Findings) {
    let Some(Setting::Literal(arn)) = key else { return };
    let id = arn.splitn(6, ':').last().and_then(|rest| rest.strip_prefix("key/")).unwrap_or_default();
    if !is_arn(arn, "kms") || !made_of(id, "-", 64) {
        let label = if arn.contains("alias/") { "an alias cannot be granted" } else { "not an ARN of a key" };
        findings.error(
            Finding::InvalidArn,
            arn.span(),
            format!("`{}` is not the ARN of a KMS key", arn.as_str()),
            label,
            "write `arn:aws:kms:eu-west-1:111122223333:key/…`, or `{ parameter: KeyArn }` to keep it out of git",
        );
    }
}

fn made_of(name: &str, others: &str, max: usize) -> bool {
    (1..=max).contains(&name.len())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || others.contains(character))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::findings::Findings;
    use crate::{Build, BuildValue, CodeCommit, Located, ParameterStore, SecretsManager, Stack, Stage};

    fn codes(value: BuildValue) -> Vec<&'static str> {
        let mut stack = Stack::new("x", CodeCommit::new("x"));
        let environment = [(Located::from("X"), value)].into();
        stack.stages.push(Stage::new("Build", Build { environment, ..Build::default() }));
        let mut findings = Findings::default();
        check(&stack, &mut findings);
        findings.into_sorted().into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn names_that_a_policy_can_hold() {
        let secret = |id: &str, key: Option<&str>, kms_key: Option<&str>| {
            codes(BuildValue::SecretsManager(SecretsManager {
                id: id.into(),
                key: key.map(Into::into),
                kms_key: kms_key.map(Into::into),
            }))
        };
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/api-a1b2c3";
        let key = "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd";
        assert!(secret("orders/api", Some("token"), Some(key)).is_empty());
        assert!(secret(arn, None, None).is_empty());
        for id in ["", "*", "orders/*", "orders:token", "arn:aws:secretsmanager:*:111122223333:secret:x"] {
            assert_eq!(secret(id, None, None), ["invalid-name"], "{id}");
        }
        assert_eq!(secret("x", Some("a:b"), None), ["invalid-name"]);
        assert_eq!(secret("x", None, Some("arn:aws:kms:eu-west-1:111122223333:key/*")), ["invalid-arn"]);
        let parameter = |name: &str| {
            codes(BuildValue::ParameterStore(ParameterStore { name: name.into(), kms_key: None }))
        };
        assert!(parameter("/orders/token").is_empty());
        for name in ["", "/orders/*", "arn:aws:ssm:eu-west-1:111122223333:parameter/x"] {
            assert_eq!(parameter(name), ["invalid-name"], "{name}");
        }
    }
}

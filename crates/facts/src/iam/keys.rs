//! Condition keys, and those that every service has.

use std::sync::LazyLock;

use crate::bytes::Cursor;
use crate::tables::iam;

use super::{service, services};

/// A condition key with the type of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionKey {
    name: &'static str,
    kind: &'static str,
}

impl ConditionKey {
    pub(super) fn read(row: &'static [u8]) -> Self {
        let mut cursor = Cursor::new(row);
        Self { name: iam().texts.text(cursor.row()), kind: iam().texts.text(cursor.row()) }
    }

    /// The key, such as `s3:x-amz-acl` or `aws:ResourceTag/${TagKey}`, where `${…}` stands for any text.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The type of its values: `String`, `ARN`, `Bool`, `Numeric`, `Date`, `IPAddress`, and `ArrayOf…` of these.
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Whether this is the key that a policy calls so; case doesn't count.
    pub fn is(&self, name: &str) -> bool {
        is_key(self.name, name)
    }
}

/// Whether a key's form fits the name a policy uses.
pub(super) fn is_key(form: &str, name: &str) -> bool {
    let (form, name) = (form.as_bytes(), name.as_bytes());
    // Most forms are names, told apart by their lengths.
    (form.len() == name.len() || form.contains(&b'$')) && fits(form, name)
}

fn fits(form: &[u8], name: &[u8]) -> bool {
    let alike = |(form, name): &(&u8, &u8)| **form != b'$' && form.eq_ignore_ascii_case(name);
    let shared = form.iter().zip(name).take_while(alike).count();
    let (rest, left) = (&form[shared..], &name[shared..]);
    if !rest.starts_with(b"${") {
        return rest.is_empty() && left.is_empty();
    }
    let after = rest.iter().position(|byte| *byte == b'}').map_or(&[][..], |end| &rest[end + 1..]);
    if after.is_empty() || left.is_empty() {
        return !left.is_empty();
    }
    // The text that `${…}` stands for may hold what follows it: every end is tried.
    (1..=left.len()).any(|end| fits(after, &left[end..]))
}

/// The condition keys that every service has, in AWS's order.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
pub fn global_condition_keys() -> impl Iterator<Item = ConditionKey> {
    let keys = iam().global_keys;
    (0..keys.count()).map(move |row| ConditionKey::read(keys.row(row)))
}

/// The global condition key that a policy calls so.
pub fn global_condition_key(name: &str) -> Option<ConditionKey> {
    static KEYS: LazyLock<Vec<ConditionKey>> = LazyLock::new(|| global_condition_keys().collect());
    KEYS.iter().find(|key| key.is(name)).copied()
}

/// The condition key that a policy calls so, whether global or any service's: `s3:prefix`, `saml:aud`.
///
/// Keys of identity providers (`accounts.google.com:sub`) belong to `sts`; of these AWS doesn't list all, so a key that
/// begins with no service's prefix may exist although it is not known.
pub fn condition_key(name: &str) -> Option<ConditionKey> {
    let own = || service(name.split_once(':')?.0)?.condition_key(name);
    let any = || services().find_map(|service| service.condition_key(name));
    global_condition_key(name).or_else(own).or_else(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_may_be_anything() {
        assert!(is_key("aws:ResourceTag/${TagKey}", "AWS:resourcetag/Team"));
        assert!(!is_key("aws:ResourceTag/${TagKey}", "aws:ResourceTag/"));
        assert!(is_key("a:${x}.value", "a:one.value.two.value") && !is_key("a:${x}.value", "a:.value"));
        assert!(!is_key("a:${x}.value", "a:one.values"));
        assert!(!is_key("a:ü${x}", "a:u"));
    }

    #[test]
    fn keys_are_found_wherever_they_belong() {
        for name in ["aws:SourceArn", "s3:prefix", "accounts.google.com:sub", "kms:ViaService"] {
            assert!(condition_key(name).is_some(), "{name}");
        }
        assert_eq!(condition_key("s3:prefixes"), None);
        assert_eq!(condition_key("aws:SourceAcount"), None);
    }
}

//! AWS's managed policies: every name with its path, and the text of those that the roles of a delivery have.
//!
//! As IAM itself had them in September 2026. AWS changes a policy's text and adds to the list without notice.
//! <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>

use std::fmt;

use crate::bytes::Cursor;
use crate::tables::policies;

/// The managed policy of this ARN, or of this path and name, or of this name alone, which no two share.
///
/// In an ARN the path counts, as it does for IAM: `arn:aws:iam::aws:policy/AWSLambdaRole` is no policy, since that one's
/// path is `service-role/`. The partition may be any.
pub fn managed_policy(named: &str) -> Option<ManagedPolicy> {
    let arn = named.split_once(":iam::aws:policy/").filter(|(partition, _)| partition.starts_with("arn:"));
    let wanted = arn.map_or(named, |(_, path)| path);
    let (path, name) = wanted.split_at(wanted.rfind('/').map_or(0, |slash| slash + 1));
    let policy = ManagedPolicy { row: policies().names.find(name)? };
    let any_path = arn.is_none() && path.is_empty();
    (any_path || policy.path() == path).then_some(policy)
}

/// All of AWS's managed policies, in byte order of their names.
pub fn managed_policies() -> impl Iterator<Item = ManagedPolicy> {
    (0..policies().names.count()).map(|row| ManagedPolicy { row })
}

/// One of AWS's managed policies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ManagedPolicy {
    row: u32,
}

impl ManagedPolicy {
    /// The name, such as `AWSLambdaBasicExecutionRole`.
    pub fn name(&self) -> &'static str {
        policies().names.text(self.row)
    }

    /// What stands before the name in the ARN: `service-role/`, `aws-service-role/`, `job-function/` or nothing.
    pub fn path(&self) -> &'static str {
        text(self.cursor().block())
    }

    /// The default version's document, as JSON without spaces; none: we don't carry this policy's text.
    ///
    /// ARNs in it are those of the partition `aws`.
    pub fn document(&self) -> Option<&'static str> {
        let mut cursor = self.cursor();
        cursor.block();
        (!cursor.is_empty()).then(|| text(cursor.rest()))
    }

    fn cursor(self) -> Cursor {
        Cursor::new(policies().policies.row(self.row))
    }
}

/// Path and name: what stands behind `:iam::aws:policy/` in the ARN.
impl fmt::Display for ManagedPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.path(), self.name())
    }
}

impl fmt::Debug for ManagedPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ManagedPolicy({self})")
    }
}

fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

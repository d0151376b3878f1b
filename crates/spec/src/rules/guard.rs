//! Guard rails: the boundary and the path of every role.

use super::policies::unknown_pseudo;
use super::references::key;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Encryption, KmsKey, Located, Setting, Stack};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    if let Some(Setting::Literal(arn)) = &stack.permissions_boundary
        && !is_managed_policy(arn)
    {
        invalid(arn, findings);
    }
    if let Some(Encryption { kms_key: KmsKey::Existing(existing) }) = &stack.encryption {
        key(Some(existing), findings);
    }
    if let Some(path) = &stack.role_path {
        role_path(path, findings);
    }
}

/// Whether a text is a managed policy's ARN, of this account or AWS's own
/// ([page](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html)).
pub(crate) fn is_managed_policy(arn: &str) -> bool {
    let mut parts = arn.replace("AWS::", "").splitn(6, ':').map(str::to_owned).collect::<Vec<_>>();
    let policy = parts.pop().unwrap_or_default();
    let [prefix, partition, service, region, account] = &parts[..] else {
        return false;
    };
    let in_an_account = account == "aws"
        || account == "${AccountId}"
        || account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let is_policy = policy.strip_prefix("policy/").is_some_and(|name| {
        (1..=640).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"*?${}".contains(&byte))
    });
    let is_partition = partition.starts_with("aws") || partition == "${Partition}";
    let fits = prefix == "arn" && is_partition && service == "iam" && region.is_empty();
    fits && in_an_account && is_policy && unknown_pseudo(arn).is_none()
}

fn invalid(arn: &Located<String>, findings: &mut Findings) {
    findings.error(
        Finding::InvalidArn,
        arn.span(),
        format!("`{}` is not the ARN of a managed policy", arn.as_str()),
        "not an ARN of a managed policy",
        "write `arn:aws:iam::111122223333:policy/boundary`, `arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary`, or \
         `{ parameter: BoundaryArn }`",
    );
}

/// [CreateRole](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html), without what means something to
/// IAM's policies.
fn role_path(path: &Located<String>, findings: &mut Findings) {
    let inside = path.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let fits = inside.is_some_and(|inside| {
        !inside.is_empty()
            && path.len() <= 512
            && inside.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/+=,.@_-".contains(&byte))
            && !inside.contains("//")
    });
    if !fits {
        findings.error(
            Finding::InvalidName,
            path.span(),
            format!("`{}` is not the path of a role", path.escape_debug()),
            "begins and ends with a slash",
            "write `/delivery/`: words of letters, digits and `+=,.@_-` between slashes, 512 characters at most",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::findings::Findings;
    use crate::{CodeCommit, Stack};

    fn codes(boundary: Option<&str>, path: Option<&str>) -> Vec<&'static str> {
        let mut stack = Stack::new("x", CodeCommit::new("x"));
        stack.permissions_boundary = boundary.map(Into::into);
        stack.role_path = path.map(Into::into);
        let mut findings = Findings::default();
        check(&stack, &mut findings);
        findings.into_sorted().into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_boundary_is_a_managed_policy() {
        for right in [
            "arn:aws:iam::111122223333:policy/boundary",
            "arn:aws-cn:iam::111122223333:policy/team/boundary",
            "arn:aws:iam::aws:policy/PowerUserAccess",
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary",
        ] {
            assert!(codes(Some(right), None).is_empty(), "{right}");
        }
        for wrong in [
            "",
            "boundary",
            "arn:aws:iam::111122223333:role/boundary",
            "arn:aws:iam::1:policy/boundary",
            "arn:aws:iam::111122223333:policy/*",
            "arn:aws:iam:us-east-1:111122223333:policy/boundary",
            "arn:aws:iam::${AWS::StackName}:policy/boundary",
        ] {
            assert_eq!(codes(Some(wrong), None), ["invalid-arn"], "{wrong}");
        }
    }

    #[test]
    fn a_path_stands_between_slashes() {
        for right in ["/a/", "/team/orders/", "/a-b_c.d@e+f=g,h/"] {
            assert!(codes(None, Some(right)).is_empty(), "{right}");
        }
        for wrong in ["", "/", "a", "/a", "a/", "//", "/a//b/", "/a b/", "/*/"] {
            assert_eq!(codes(None, Some(wrong)), ["invalid-name"], "{wrong}");
        }
    }
}

//! Condition keys whose values no template tells: of the organization, of tags, of the network, of the time.

use iam::{Decision, Effect, Policies, Policy, Request, Verdict};

/// Keys, or what they begin with, in lower case.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
const KEYS: &[&str] = &[
    "aws:currenttime",
    "aws:epochtime",
    "aws:multifactorauth",
    "aws:principalorg",
    "aws:principaltag/",
    "aws:resourceorg",
    "aws:resourcetag/",
    "aws:sourceip",
    "aws:sourceorg",
    "aws:sourcevpc",
    "aws:tokenissuetime",
    "aws:useragent",
    "aws:userid",
    "aws:vpcsourceip",
];

fn is_unknowable(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    KEYS.iter().any(|known| key.starts_with(known))
}

/// The verdict if those keys had the values that serve the caller best, and one of the keys: of a call that is refused
/// otherwise.
pub(super) fn with_luck(
    request: &Request<'_>,
    policies: &Policies<'_>,
    verdict: &Verdict,
) -> Option<(String, Verdict)> {
    if verdict.decision == Decision::Allowed {
        return None;
    }
    let mut key = None;
    let mut lucky = |policy: &Policy| lucky(policy, &mut key);
    let identity: Vec<_> = policies.identity.iter().map(|policy| lucky(policy)).collect();
    let boundary: Option<Vec<_>> =
        policies.boundary.map(|boundary| boundary.iter().map(|policy| lucky(policy)).collect());
    let resource = policies.resource.map(&mut lucky);
    let key = key?;
    let identity: Vec<_> = identity.iter().collect();
    let boundary: Option<Vec<_>> = boundary.as_ref().map(|boundary| boundary.iter().collect());
    let best = Policies {
        identity: &identity,
        boundary: boundary.as_deref(),
        resource: resource.as_ref(),
        ..*policies
    };
    let verdict = iam::decide(request, &best);
    (verdict.decision == Decision::Allowed).then_some((key, verdict))
}

/// A policy without the conditions on such keys where it allows, and without the statements that deny by them.
fn lucky(policy: &Policy, key: &mut Option<String>) -> Policy {
    let mut policy = policy.clone();
    policy.statements.retain_mut(|statement| {
        let Some(unknown) = statement.conditions.iter().find(|condition| is_unknowable(&condition.key))
        else {
            return true;
        };
        key.get_or_insert_with(|| unknown.key.clone());
        statement.conditions.retain(|condition| !is_unknowable(&condition.key));
        statement.effect == Effect::Allow
    });
    policy
}

#[cfg(test)]
mod tests {
    use super::is_unknowable;

    #[test]
    fn keys_that_no_template_tells() {
        for key in
            ["aws:PrincipalOrgID", "aws:ResourceTag/team", "aws:SourceVpce", "aws:MultiFactorAuthPresent"]
        {
            assert!(is_unknowable(key), "{key}");
        }
        for key in ["aws:SourceArn", "aws:SourceAccount", "aws:SecureTransport", "kms:ViaService"] {
            assert!(!is_unknowable(key), "{key}");
        }
    }
}

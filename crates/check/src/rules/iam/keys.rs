//! Condition keys as the catalogue knows them, for the rules of this area.

use facts::iam::{self, Action, ConditionKey, Service};

/// What a condition key is.
#[derive(Debug)]
pub(super) enum Key {
    /// One that every service has, or that comes with the session.
    Global(ConditionKey),
    /// One of a service's.
    Of(Service, ConditionKey),
    /// Of an identity provider, by its address: whatever its tokens claim.
    Claim,
    /// None that the catalogue knows: of AWS itself.
    UnknownGlobal,
    /// None that the catalogue knows: of this service.
    UnknownOf(Service),
    /// The service is unknown.
    UnknownService,
    /// It has no service.
    Malformed,
}

/// Prefixes that are of keys only, and of no service.
const OF_CLAIMS: [&str; 5] =
    ["catalog", "cognito-identity-auth", "cognito-identity-unauth", "identitycenter", "saml"];

/// What that key is.
pub(super) fn of(name: &str) -> Key {
    let Some((prefix, rest)) = name.split_once(':') else { return Key::Malformed };
    if rest.is_empty() || prefix.is_empty() {
        return Key::Malformed;
    }
    if let Some(key) = iam::global_condition_key(name) {
        return Key::Global(key);
    }
    if prefix.eq_ignore_ascii_case("aws") {
        return Key::UnknownGlobal;
    }
    // `saml:aud`, `token.actions.githubusercontent.com:sub`
    if prefix.contains(['.', '/']) || OF_CLAIMS.iter().any(|known| known.eq_ignore_ascii_case(prefix)) {
        return Key::Claim;
    }
    match iam::service(prefix) {
        Some(service) => key_of(service, name).map_or(Key::UnknownOf(service), |key| Key::Of(service, key)),
        None => Key::UnknownService,
    }
}

/// A service's key. The catalogue writes one for any tag as `ResourceTag/tag-key` here and there.
fn key_of(service: Service, name: &str) -> Option<ConditionKey> {
    service.condition_key(name).or_else(|| {
        let any_tag = format!("{}/tag-key", name.split_once('/')?.0);
        service.condition_key(&any_tag)
    })
}

/// Whether an action carries the key, under either of its forms.
pub(super) fn is_carried(action: Action, key: ConditionKey, name: &str) -> bool {
    action.takes_condition_key(name) || action.takes_condition_key(key.name())
}

impl Key {
    /// The catalogue's entry, if there is one.
    pub(super) fn known(&self) -> Option<ConditionKey> {
        match self {
            Self::Global(key) | Self::Of(_, key) => Some(*key),
            _ => None,
        }
    }
}

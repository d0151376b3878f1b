//! Who makes a call.

use crate::pattern::segment;

/// Who makes a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// A session of a role.
    Role {
        /// `arn:aws:iam::111122223333:role/path/Name`.
        arn: String,
        /// `arn:aws:sts::111122223333:assumed-role/Name/Session`.
        session: String,
    },
    /// An IAM user.
    User {
        /// `arn:aws:iam::111122223333:user/path/Name`.
        arn: String,
    },
    /// The root user of an account.
    Root {
        /// Twelve digits.
        account: String,
    },
    /// An AWS service on its own behalf.
    Service {
        /// `events.amazonaws.com`.
        name: String,
    },
    /// Somebody whom an identity provider vouches for, on the way to a role.
    Federated {
        /// The provider's ARN or name: `cognito-identity.amazonaws.com`.
        provider: String,
    },
    /// Nobody known.
    Anonymous,
}

impl Principal {
    /// The account that the caller belongs to, if it belongs to one.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Role { arn, .. } | Self::User { arn } => segment(arn, 4),
            Self::Root { account } => Some(account),
            Self::Service { .. } | Self::Federated { .. } | Self::Anonymous => None,
        }
    }
}

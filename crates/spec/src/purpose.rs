//! What a deploy-time parameter is for, where that says which values it can have.

use crate::rules::{is_arn, is_connection, is_managed_policy, is_role};
use crate::{
    BuildValue, CloudFormation, Connection, Encryption, Hook, Invoked, KmsKey, Setting, Source, Stack,
    Through, Vpc, Work,
};

/// A use of a parameter that makes it part of a policy: one name or ARN is meant, and no wildcard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The name of a function that exists already.
    Function,
    /// The ARN of a topic.
    Topic,
    /// The ARN of a customer key.
    Key,
    /// The ARN of a role.
    Role,
    /// The ARN of a connection, under the service's present name.
    Connection,
    /// The ARN of a managed policy.
    Boundary,
    /// The ID of a VPC.
    Vpc,
    /// The ID of a subnet.
    Subnet,
    /// The ID of a security group.
    SecurityGroup,
    /// The ID of an account.
    Account,
    /// The URI of an image in ECR.
    Image,
}

impl Purpose {
    /// The pattern that CloudFormation holds its value to.
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Function => "[A-Za-z0-9_-]{1,64}",
            Self::Topic => "arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}",
            Self::Key => "arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+",
            Self::Role => "arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+",
            Self::Connection => "arn:[a-z-]+:codeconnections:[a-z0-9-]+:[0-9]{12}:connection/[A-Za-z0-9-]+",
            Self::Boundary => "arn:[a-z-]+:iam::([0-9]{12}|aws):policy/[A-Za-z0-9/+=,.@_-]+",
            Self::Vpc => "vpc-[0-9a-f]{8,17}",
            Self::Subnet => "subnet-[0-9a-f]{8,17}",
            Self::SecurityGroup => "sg-[0-9a-f]{8,17}",
            Self::Account => "[0-9]{12}",
            // https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html
            Self::Image => {
                r"[0-9]{12}[.]dkr[.]ecr[.][a-z0-9-]+[.]amazonaws[.]com([.]cn)?/[a-z0-9._/-]+(:[A-Za-z0-9_.-]{1,128}|@sha256:[0-9a-f]{64})"
            }
        }
    }

    /// What such a value is, for people.
    pub(crate) const fn what(self) -> &'static str {
        match self {
            Self::Function => "the name of a function",
            Self::Topic => "the ARN of a topic",
            Self::Key => "the ARN of a key",
            Self::Role => "the ARN of a role",
            Self::Connection => "the ARN of a connection that begins with `arn:aws:codeconnections`",
            Self::Boundary => "the ARN of a managed policy",
            Self::Vpc => "the ID of a VPC, `vpc-…`",
            Self::Subnet => "the ID of a subnet, `subnet-…`",
            Self::SecurityGroup => "the ID of a security group, `sg-…`",
            Self::Account => "the ID of an account, twelve digits",
            Self::Image => "the URI of an image in ECR, with its tag or digest",
        }
    }

    /// Whether a text can be such a value.
    pub(crate) fn takes(self, text: &str) -> bool {
        let made_of = |name: &str, most: usize, extra: &str| {
            (1..=most).contains(&name.len())
                && name.chars().all(|letter| letter.is_ascii_alphanumeric() || extra.contains(letter))
        };
        let last = text.rsplit(':').next().unwrap_or_default();
        match self {
            Self::Function => made_of(text, 64, "-_"),
            Self::Topic => is_arn(text, "sns") && text.split(':').count() == 6 && made_of(last, 256, "-_"),
            Self::Key => {
                is_arn(text, "kms") && last.strip_prefix("key/").is_some_and(|id| made_of(id, 64, "-"))
            }
            Self::Role => is_role(text),
            Self::Connection => is_connection(text, "codeconnections"),
            Self::Boundary => is_managed_policy(text) && !text.contains("${"),
            Self::Vpc => is_id(text, "vpc-"),
            Self::Subnet => is_id(text, "subnet-"),
            Self::SecurityGroup => is_id(text, "sg-"),
            Self::Account => is_account(text),
            Self::Image => is_image(text),
        }
    }
}

/// Twelve digits.
pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An image in ECR with its tag or digest.
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html>
fn is_image(text: &str) -> bool {
    let Some((registry, image)) = text.split_once('/') else { return false };
    let Some((account, place)) = registry.split_once(".dkr.ecr.") else { return false };
    let region = place.strip_suffix(".amazonaws.com").or_else(|| place.strip_suffix(".amazonaws.com.cn"));
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || "._/-".contains(one))
    };
    let is_hex =
        |digest: &str| digest.len() == 64 && digest.bytes().all(|byte| b"0123456789abcdef".contains(&byte));
    let is_tag = |tag: &str| {
        (1..=128).contains(&tag.len())
            && tag.chars().all(|one| one.is_ascii_alphanumeric() || "_.-".contains(one))
    };
    let is_one = match image.split_once("@sha256:") {
        Some((name, digest)) => is_name(name) && is_hex(digest),
        None => image.split_once(':').is_some_and(|(name, tag)| is_name(name) && is_tag(tag)),
    };
    is_account(account) && region.is_some_and(is_region) && is_one
}

/// `us-east-1`, `us-gov-west-1`: the form alone, since there will be more.
pub fn is_region(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [words @ .., number] => words.len() >= 2 && words.iter().all(is_word) && is_number(number),
        [] => false,
    }
}

/// Whether a text is an ID of EC2's: a kind, then 8 or 17 hexadecimal digits.
fn is_id(text: &str, kind: &str) -> bool {
    text.strip_prefix(kind).is_some_and(|id| {
        (8..=17).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}

/// Each part of a build's network, and what it is.
pub(crate) fn of_network(vpc: &Vpc) -> impl Iterator<Item = (Purpose, &Setting)> {
    let subnets = vpc.subnets.iter().map(|subnet| (Purpose::Subnet, subnet));
    let groups = vpc.security_groups.iter().map(|group| (Purpose::SecurityGroup, group));
    std::iter::once((Purpose::Vpc, &vpc.id)).chain(subnets).chain(groups)
}

impl Stack {
    /// What the parameter of that name is for, where its use says it.
    pub fn purpose(&self, parameter: &str) -> Option<Purpose> {
        let is = |setting: &Setting| matches!(setting, Setting::Parameter(used) if used.name().as_str() == parameter);
        let (mut topics, mut keys) = (Vec::new(), Vec::new());
        if let Some(Encryption { kms_key: KmsKey::Existing(key) }) = &self.encryption {
            keys.push(key);
        }
        let (mut roles, mut invoked): (Vec<&Setting>, Vec<&Setting>) = (Vec::new(), Vec::new());
        topics.extend(self.notifications.as_ref().and_then(|told| told.topic.as_ref()));
        let channels = self.notifications.iter().flat_map(|told| told.channels.values());
        topics.extend(channels.filter_map(|channel| channel.topic.as_ref()));
        for task in self.tasks() {
            match task.work() {
                Work::CloudFormation(CloudFormation::Change(change)) => roles.extend(&change.role),
                Work::Deploy(deploy) => {
                    invoked.extend(deploy.hooks.all().filter_map(|(_, hook)| match hook {
                        Hook::Existing(existing) => Some(existing),
                        Hook::Function(_) => None,
                    }));
                }
                work => keys.extend(work.values().filter_map(BuildValue::kms_key)),
            }
        }
        if let Some(update) = &self.self_update {
            roles.push(&update.role);
            topics.extend(&update.approval.topic);
        }
        for invoke in self.invocations() {
            if let Invoked::Existing(name) = &invoke.function {
                invoked.push(name);
            }
        }
        topics.extend(self.approvals().filter_map(|(_, approval, _)| approval.topic.as_ref()));
        let mut accounts = self.environments().filter_map(|(_, environment)| environment.account.as_ref());
        let images = self.functions().filter_map(|(_, function)| function.image.as_ref());
        let mut images = images.filter_map(|image| image.first.as_ref());
        let mut functions = self.functions().filter_map(|(_, function)| function.existing.as_ref());
        if functions.any(is) || invoked.into_iter().any(is) {
            Some(Purpose::Function)
        } else if accounts.any(is) {
            Some(Purpose::Account)
        } else if images.any(is) {
            Some(Purpose::Image)
        } else if topics.into_iter().any(is) {
            Some(Purpose::Topic)
        } else if keys.into_iter().any(is) {
            Some(Purpose::Key)
        } else if roles.into_iter().any(is) {
            Some(Purpose::Role)
        } else if self.sources().any(|(_, source)| {
            matches!(source, Source::Connection(Connection { through: Through::Existing(arn), .. }) if is(arn))
        }) {
            Some(Purpose::Connection)
        } else if self.permissions_boundary.as_ref().is_some_and(is) {
            Some(Purpose::Boundary)
        } else {
            let builds = self.tasks().filter_map(|task| task.work().codebuild());
            let networks = builds.filter_map(|build| build.vpc.as_ref()).flat_map(of_network);
            networks.into_iter().find_map(|(purpose, setting)| is(setting).then_some(purpose))
        }
    }
}

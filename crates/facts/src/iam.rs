//! IAM's catalogue: services, their actions, resource types and condition keys.
//!
//! As the [Service Authorization Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/) has it.
//! Global condition keys (`aws:SourceAccount`) are not part of it: see [`global_condition_keys`].

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

use crate::bytes::Cursor;
use crate::tables::iam;
use crate::wildcard::matches;

mod keys;
mod managed;

pub use keys::{ConditionKey, condition_key, global_condition_key, global_condition_keys};
pub use managed::{ManagedPolicy, managed_policies, managed_policy};

/// The service of this prefix, such as `s3`, whatever its case.
pub fn service(prefix: &str) -> Option<Service> {
    iam().prefixes.find(&prefix.to_ascii_lowercase()).map(|row| Service { row })
}

/// All services, in byte order of their prefixes.
pub fn services() -> impl Iterator<Item = Service> {
    (0..iam().prefixes.count()).map(|row| Service { row })
}

/// The names `prefix:Action` that an action element matches, such as `s3:Get*`; `*` matches all.
pub fn matching(pattern: &str) -> impl Iterator<Item = Action> {
    let (prefix, name) = pattern.split_once(':').unwrap_or((pattern, "*"));
    let (prefix, name) = (prefix.to_owned(), name.to_owned());
    services()
        .filter(move |service| wildcard(&prefix, service.prefix()))
        .flat_map(move |service| service.matching(&name).collect::<Vec<_>>())
}

/// Whether a text matches a pattern of IAM's: `*` stands for any text, `?` for any character; case doesn't count.
pub fn wildcard(pattern: &str, text: &str) -> bool {
    matches(pattern, text, |one, other| one.eq_ignore_ascii_case(&other))
}

/// A service, as IAM sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Service {
    row: u32,
}

/// Where a service's rows are.
struct Rows {
    name: u32,
    actions: Range<u32>,
    resources: Range<u32>,
    keys: Range<u32>,
}

impl Service {
    /// What stands before the colon of the service's actions.
    pub fn prefix(&self) -> &'static str {
        iam().prefixes.text(self.row)
    }

    /// The service's name, such as `Amazon S3`.
    pub fn name(&self) -> &'static str {
        iam().texts.text(self.rows().name)
    }

    /// The action of this name, whatever its case.
    pub fn action(&self, name: &str) -> Option<Action> {
        let rows = self.rows();
        let row = iam().action_names.find_by(rows.actions, |known| ignoring_case(known, name.as_bytes()))?;
        Some(Action { service: *self, row })
    }

    /// All actions, in the order of their lower-case names.
    pub fn actions(&self) -> impl Iterator<Item = Action> + use<> {
        let service = *self;
        self.rows().actions.map(move |row| Action { service, row })
    }

    /// The actions whose names match, `*` and `?` as IAM has them.
    pub fn matching<'p>(&self, pattern: &'p str) -> impl Iterator<Item = Action> + use<'p> {
        self.actions().filter(move |action| wildcard(pattern, action.name()))
    }

    /// The service's resource types, in byte order of their names.
    pub fn resources(&self) -> impl Iterator<Item = Resource> + use<> {
        self.rows().resources.map(|row| Resource { row })
    }

    /// The condition keys that any of the service's actions or resource types has, global ones (`aws:…`) among them.
    pub fn condition_keys(&self) -> impl Iterator<Item = ConditionKey> + use<> {
        self.rows().keys.map(|row| ConditionKey::read(iam().keys.row(row)))
    }

    /// The service's condition key of this name, whatever its case; `aws:ResourceTag/Team` is `aws:ResourceTag/${TagKey}`.
    pub fn condition_key(&self, name: &str) -> Option<ConditionKey> {
        self.condition_keys().find(|key| key.is(name))
    }

    fn rows(self) -> Rows {
        let mut cursor = Cursor::new(iam().services.row(self.row));
        let name = cursor.row();
        let mut range = || {
            let start = cursor.row();
            start..start + cursor.row()
        };
        Rows { name, actions: range(), resources: range(), keys: range() }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Service({})", self.prefix())
    }
}

/// An action.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Action {
    service: Service,
    row: u32,
}

impl Action {
    /// The name behind the colon, in AWS's case.
    pub fn name(&self) -> &'static str {
        iam().action_names.text(self.row)
    }

    /// The action's service.
    pub const fn service(&self) -> Service {
        self.service
    }

    /// What the action can do to an account.
    pub fn access_level(&self) -> AccessLevel {
        AccessLevel::ALL[self.cursor().row() as usize]
    }

    /// The resource types the action is for; none: it takes `*` only.
    pub fn resources(&self) -> impl Iterator<Item = ActionResource> + use<> {
        let first = self.service.rows().resources.start;
        let mut cursor = self.cursor();
        cursor.row();
        cursor.row();
        let mut list = cursor;
        std::iter::from_fn(move || {
            (!list.is_empty()).then(|| {
                let written = list.row();
                ActionResource {
                    resource: Resource { row: first + (written >> 1) },
                    required: written & 1 == 1,
                    keys: list.row(),
                }
            })
        })
    }

    /// The condition keys for the action, whatever its resource; see [`ActionResource::condition_keys`] for the others.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        let mut cursor = self.cursor();
        cursor.row();
        key_list(cursor.row())
    }

    /// Whether a condition on this key can do something for the action, global keys apart.
    ///
    /// The keys of the action, of the resource types as it takes them, and of these resource types themselves.
    pub fn takes_condition_key(&self, name: &str) -> bool {
        self.condition_keys().any(|key| keys::is_key(key, name))
            || self.resources().any(|resource| {
                resource
                    .condition_keys()
                    .chain(resource.resource.condition_keys())
                    .any(|key| keys::is_key(key, name))
            })
    }

    fn cursor(self) -> Cursor {
        Cursor::new(iam().actions.row(self.row))
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Action({}:{})", self.service.prefix(), self.name())
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service.prefix(), self.name())
    }
}

/// A resource type as an action takes it.
#[derive(Clone, Copy, Debug)]
pub struct ActionResource {
    /// The resource type.
    pub resource: Resource,
    /// Whether the action needs one.
    pub required: bool,
    keys: u32,
}

impl ActionResource {
    /// The condition keys for the action on a resource of this type.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        key_list(self.keys)
    }
}

/// A type of resource that policies can name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Resource {
    row: u32,
}

impl Resource {
    /// The type's name, such as `bucket`.
    pub fn name(&self) -> &'static str {
        iam().texts.text(self.cursor().row())
    }

    /// Its ARN's form, such as `arn:${Partition}:s3:::${BucketName}`.
    pub fn arn(&self) -> &'static str {
        let mut cursor = self.cursor();
        cursor.row();
        iam().texts.text(cursor.row())
    }

    /// The condition keys that resources of this type have.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        let mut cursor = self.cursor();
        cursor.row();
        cursor.row();
        key_list(cursor.row())
    }

    fn cursor(self) -> Cursor {
        Cursor::new(iam().resources.row(self.row))
    }
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resource({}: {})", self.name(), self.arn())
    }
}

/// What an action can do to an account.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessLevel {
    /// It tells what there is.
    List,
    /// It tells what is in it.
    Read,
    /// It changes tags only.
    Tagging,
    /// It makes, changes, removes.
    Write,
    /// It changes who may do what.
    PermissionsManagement,
}

impl AccessLevel {
    const ALL: [Self; 5] = [Self::List, Self::Read, Self::Tagging, Self::Write, Self::PermissionsManagement];
}

fn key_list(row: u32) -> impl Iterator<Item = &'static str> {
    let mut list = Cursor::new(iam().key_lists.row(row));
    std::iter::from_fn(move || (!list.is_empty()).then(|| iam().texts.text(list.row())))
}

fn ignoring_case(known: &[u8], wanted: &[u8]) -> Ordering {
    let differ = |(one, other): (&u8, &u8)| {
        let order = one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase());
        order.is_ne().then_some(order)
    };
    known.iter().zip(wanted).find_map(differ).unwrap_or_else(|| known.len().cmp(&wanted.len()))
}

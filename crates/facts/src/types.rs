//! The resource types of CloudFormation.

use std::fmt;

use crate::bytes::Cursor;
use crate::kinds::Kind;
use crate::layout::PATH_LISTS;
use crate::shape::{Member, Shape};
use crate::tables::types;
use crate::wildcard;

/// The resource type of this name, such as `AWS::SNS::Topic`.
///
/// Every `Custom::…` is an `AWS::CloudFormation::CustomResource`. Modules (`…::MODULE`) and types of third parties
/// (which don't begin with `AWS::`) are not known: nothing can be said about them.
pub fn resource_type(name: &str) -> Option<ResourceType> {
    let known = if name.starts_with("Custom::") { CUSTOM } else { name };
    types().type_names.find(known).map(|row| ResourceType { row })
}

/// The names of all resource types, in byte order; those of the SAM transform are among them.
pub fn resource_types() -> impl Iterator<Item = &'static str> {
    (0..types().type_names.count()).map(|row| types().type_names.text(row))
}

const CUSTOM: &str = "AWS::CloudFormation::CustomResource";

/// A resource type of CloudFormation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ResourceType {
    row: u32,
}

/// How a property may be used; each has its list of paths.
#[derive(Clone, Copy)]
enum Paths {
    CreateOnly,
    ConditionalCreateOnly,
    ReadOnly,
    WriteOnly,
    Deprecated,
    PrimaryIdentifier,
}

impl ResourceType {
    /// The type's name.
    pub fn name(&self) -> &'static str {
        types().type_names.text(self.row)
    }

    /// What the resource's `Properties` must be.
    pub fn properties(&self) -> Shape {
        Shape::open(self.cursor().row())
    }

    /// What `Ref` to such a resource gives; nothing is known of the type's shape if it has no identifier.
    pub fn reference(&self) -> Option<Shape> {
        let mut cursor = self.cursor();
        cursor.row();
        cursor.row().checked_sub(1).map(Shape::open)
    }

    /// Whether resources of this type can have tags. `None`: not known.
    pub fn is_taggable(&self) -> Option<bool> {
        match self.head().taggable {
            0 => None,
            known => Some(known == 2),
        }
    }

    /// The property that holds the tags, if AWS says which: `Tags` almost always.
    pub fn tag_property(&self) -> Option<&'static str> {
        self.head().tag_property.checked_sub(1).map(|row| types().texts.text(row))
    }

    /// Where the type stands in its life, if not in its prime.
    pub fn lifecycle(&self) -> Option<Lifecycle> {
        let head = self.head();
        let status = types().texts.text(head.status.checked_sub(1)?);
        Some(Lifecycle { status, date: head.date.checked_sub(1).map(|row| types().texts.text(row)) })
    }

    /// The properties whose change makes a new resource, as paths: `Name`, `Settings/Mode`, `Rules/*/Id`.
    pub fn create_only(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(Paths::CreateOnly)
    }

    /// The properties whose change may make a new resource.
    pub fn conditional_create_only(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(Paths::ConditionalCreateOnly)
    }

    /// The properties that AWS sets and a template doesn't.
    pub fn read_only(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(Paths::ReadOnly)
    }

    /// The properties that a template can set and nobody can read.
    pub fn write_only(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(Paths::WriteOnly)
    }

    /// The properties that should no longer be used.
    pub fn deprecated(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(Paths::Deprecated)
    }

    /// The properties that together name a resource; `Ref` gives them, joined by `|`.
    pub fn primary_identifier(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths(Paths::PrimaryIdentifier)
    }

    /// Whether a change of the property at this path makes a new resource, be it by itself or by what holds it.
    pub fn is_create_only(&self, path: &str) -> bool {
        self.create_only().any(|known| {
            path.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether AWS sets the property at just this path, and a template doesn't.
    pub fn is_read_only(&self, path: &str) -> bool {
        self.read_only().any(|known| known == path)
    }

    /// What `Fn::GetAtt` can ask for, with what it gives. A `*` in a name stands for any text: `Outputs.*`.
    pub fn attributes(&self) -> impl Iterator<Item = (&'static str, Shape)> + use<> {
        let (count, mut cursor) = self.attribute_list();
        (0..count).map(move |_| (types().texts.text(cursor.row()), Shape::open(cursor.row())))
    }

    /// What `Fn::GetAtt` gives for this attribute, or that there is no such.
    ///
    /// A part of an attribute that is an object is an attribute too: `Endpoint.Address`.
    pub fn attribute(&self, name: &str) -> Member {
        let mut open = false;
        for (known, shape) in self.attributes() {
            if known == name {
                return Member::Known(shape);
            }
            // An element's place in its list may be left out.
            let any = || known.replace(".*.", "*");
            open |= known.contains('*') && wildcard::matches(&any(), name, |one, other| one == other);
            if let Some(rest) = name.strip_prefix(known).and_then(|rest| rest.strip_prefix('.')) {
                match part(shape, rest) {
                    Member::Refused => {}
                    found => return found,
                }
            }
        }
        if open { Member::Open } else { Member::Refused }
    }

    /// Whether each attribute's name is for the resource itself to choose, as with custom resources.
    pub fn has_open_attributes(&self) -> bool {
        self.attributes().any(|(name, _)| name == "*")
    }

    fn head(self) -> Head {
        let mut cursor = self.cursor();
        cursor.row();
        cursor.row();
        Head::read(&mut cursor)
    }

    fn paths(self, wanted: Paths) -> impl Iterator<Item = &'static str> + use<> {
        let mut cursor = self.cursor();
        cursor.row();
        cursor.row();
        Head::read(&mut cursor);
        for _ in 0..wanted as usize {
            cursor.block();
        }
        let mut list = Cursor::new(cursor.block());
        std::iter::from_fn(move || (!list.is_empty()).then(|| types().texts.text(list.row())))
    }

    fn attribute_list(self) -> (u32, Cursor) {
        let mut cursor = self.cursor();
        cursor.row();
        cursor.row();
        Head::read(&mut cursor);
        for _ in 0..PATH_LISTS {
            cursor.block();
        }
        (cursor.row(), cursor)
    }

    fn cursor(self) -> Cursor {
        Cursor::new(types().known.row(self.row))
    }
}

/// What a type's facts begin with; each row is one more than the text's, nought for none.
struct Head {
    taggable: u32,
    tag_property: u32,
    status: u32,
    date: u32,
}

impl Head {
    fn read(cursor: &mut Cursor) -> Self {
        Self { taggable: cursor.row(), tag_property: cursor.row(), status: cursor.row(), date: cursor.row() }
    }
}

/// The part of a value that a dotted name leads to.
fn part(shape: Shape, name: &str) -> Member {
    if !shape.kinds().has(Kind::Object) {
        return Member::Refused;
    }
    let (first, rest) = match name.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name, None),
    };
    match (shape.member(first), rest) {
        (Member::Known(inner), Some(rest)) => part(inner, rest),
        (found, _) => found,
    }
}

/// Where a type stands at the end of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// `maintenance`, `sunset` or `shutdown`.
    pub status: &'static str,
    /// Since or from when, as `2026-10-30`, if AWS says.
    pub date: Option<&'static str>,
}

impl fmt::Debug for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResourceType({})", self.name())
    }
}

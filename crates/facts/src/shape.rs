//! What may stand at one place of a template: [`Shape`] and its parts.

use std::fmt;

use crate::bytes::Cursor;
use crate::kinds::Kinds;
use crate::layout::{Form, field};
use crate::pattern::Pattern;
use crate::tables::types;
use crate::values::Values;

/// What may stand at one place of a template: the facts of a JSON schema, read as they are asked for.
///
/// A fact that a shape doesn't state is no limit. Every limit says something about one kind of value only
/// (a pattern about strings, `required` about objects), as in JSON Schema. CloudFormation takes `"5"` for a number and
/// `5` for a string: kinds say what AWS wants, not which spelling a template must use.
///
/// Shapes may hold themselves (a filter holds filters): who walks a shape rather than a template keeps [`Shape::id`]s.
#[derive(Clone, Copy)]
pub struct Shape {
    id: u32,
    mask: u64,
    fields: &'static [u8],
}

impl Shape {
    pub(crate) fn open(id: u32) -> Self {
        let mut cursor = Cursor::new(types().shapes.row(id));
        let mask = cursor.number();
        Self { id, mask, fields: cursor.rest() }
    }

    /// The same for equal shapes, wherever they stand.
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// Whether nothing at all may stand here.
    pub const fn is_never(&self) -> bool {
        self.has(field::NEVER)
    }

    /// The kinds of value AWS takes; all of them if none is said.
    pub fn kinds(&self) -> Kinds {
        self.number(field::KINDS).map_or(Kinds::ANY, |bits| Kinds(bits.to_le_bytes()[0]))
    }

    /// The named properties of an object, in byte order.
    pub fn properties(&self) -> impl Iterator<Item = (&'static str, Self)> + use<> {
        let mut name = 0;
        self.block(field::PROPERTIES).map(move |cursor| {
            name += cursor.row();
            (types().names.text(name), Self::open(cursor.row()))
        })
    }

    /// The names of the object's named properties, in byte order.
    pub fn property_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let mut name = 0;
        self.block(field::PROPERTIES).map(move |cursor| {
            name += cursor.row();
            cursor.row();
            types().names.text(name)
        })
    }

    /// The property of just this name. See [`Shape::member`] for open objects and maps.
    pub fn property(&self, name: &str) -> Option<Self> {
        if !self.has(field::PROPERTIES) {
            return None;
        }
        let wanted = types().names.find(name)?;
        let mut found = 0;
        self.block(field::PROPERTIES)
            .map(|cursor| {
                found += cursor.row();
                (found, cursor.row())
            })
            .take_while(|(row, _)| *row <= wanted)
            .find(|(row, _)| *row == wanted)
            .map(|(_, shape)| Self::open(shape))
    }

    /// What may stand under `name` in an object of this shape: named properties, then patterns, then the rest.
    pub fn member(&self, name: &str) -> Member {
        if let Some(shape) = self.property(name) {
            return Member::Known(shape);
        }
        let mut unsure = false;
        for (pattern, shape) in self.pattern_properties() {
            match pattern.is_match(name) {
                Some(true) => return Member::Known(shape),
                Some(false) => {}
                None => unsure = true,
            }
        }
        if unsure {
            return Member::Open;
        }
        match self.additional() {
            Some(shape) => Member::Known(shape),
            None if self.is_closed() => Member::Refused,
            None => Member::Open,
        }
    }

    /// Whether an object takes no other properties than those named, by [`Shape::properties`] or a pattern.
    pub const fn is_closed(&self) -> bool {
        self.has(field::CLOSED)
    }

    /// What every property that has no shape of its own must be.
    pub fn additional(&self) -> Option<Self> {
        self.child(field::ADDITIONAL)
    }

    /// What properties must be whose names match.
    pub fn pattern_properties(&self) -> impl Iterator<Item = (Pattern, Self)> + use<> {
        self.block(field::PATTERN_PROPERTIES)
            .map(|cursor| (Pattern::open(cursor.row()), Self::open(cursor.row())))
    }

    /// What the object's keys must be.
    pub fn key(&self) -> Option<Self> {
        self.child(field::PROPERTY_NAMES)
    }

    /// The properties an object must have, in byte order.
    pub fn required(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names(field::REQUIRED)
    }

    /// Whether an object must have this property.
    pub fn requires(&self, name: &str) -> bool {
        self.required().any(|required| required == name)
    }

    /// Of these properties an object must have at least one.
    pub fn required_or(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names(field::REQUIRED_OR)
    }

    /// Of these properties an object must have exactly one.
    pub fn required_xor(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names(field::REQUIRED_XOR)
    }

    /// An object with the first property must have the others.
    pub fn dependent_required(&self) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> + use<> {
        self.dependents(field::DEPENDENT_REQUIRED)
    }

    /// An object with the first property may have none of the others.
    pub fn dependent_excluded(&self) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> + use<> {
        self.dependents(field::DEPENDENT_EXCLUDED)
    }

    /// The fewest properties an object may have.
    pub fn min_properties(&self) -> Option<u64> {
        self.number(field::MIN_PROPERTIES)
    }

    /// The most properties an object may have.
    pub fn max_properties(&self) -> Option<u64> {
        self.number(field::MAX_PROPERTIES)
    }

    /// What each element of a list must be, or each after [`Shape::prefix_items`].
    pub fn items(&self) -> Option<Self> {
        self.child(field::ITEMS)
    }

    /// What the first elements of a list must be, one by one.
    pub fn prefix_items(&self) -> impl Iterator<Item = Self> + use<> {
        self.children(field::PREFIX_ITEMS)
    }

    /// What at least one element of a list must be.
    pub fn contains(&self) -> Option<Self> {
        self.child(field::CONTAINS)
    }

    /// The fewest elements of a list.
    pub fn min_items(&self) -> Option<u64> {
        self.number(field::MIN_ITEMS)
    }

    /// The most elements of a list.
    pub fn max_items(&self) -> Option<u64> {
        self.number(field::MAX_ITEMS)
    }

    /// Whether no two elements of a list may be equal.
    pub const fn has_unique_items(&self) -> bool {
        self.has(field::UNIQUE_ITEMS)
    }

    /// The properties that together may occur but once in a list of objects, such as a tag's `Key`.
    pub fn unique_keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names(field::UNIQUE_KEYS)
    }

    /// The values AWS takes, if it takes but these.
    pub fn values(&self) -> Option<Values> {
        let list = u32::try_from(self.number(field::VALUES)?).ok()?;
        Some(Values::open(list, self.has(field::IGNORE_CASE)))
    }

    /// What a string must match somewhere.
    pub fn pattern(&self) -> Option<Pattern> {
        let row = u32::try_from(self.number(field::PATTERN)?).ok()?;
        Some(Pattern::open(row))
    }

    /// What a string is, by the name that cfn-lint gives it: `date-time`, `json`, `AWS::IAM::Role.Arn`.
    pub fn format(&self) -> Option<&'static str> {
        let row = u32::try_from(self.number(field::FORMAT)?).ok()?;
        Some(types().texts.text(row))
    }

    /// The fewest characters of a string.
    pub fn min_length(&self) -> Option<u64> {
        self.number(field::MIN_LENGTH)
    }

    /// The most characters of a string.
    pub fn max_length(&self) -> Option<u64> {
        self.number(field::MAX_LENGTH)
    }

    /// The least number.
    pub fn minimum(&self) -> Option<f64> {
        self.bound(field::MINIMUM)
    }

    /// The greatest number.
    pub fn maximum(&self) -> Option<f64> {
        self.bound(field::MAXIMUM)
    }

    /// A number must be greater than this.
    pub fn exclusive_minimum(&self) -> Option<f64> {
        self.bound(field::EXCLUSIVE_MINIMUM)
    }

    /// A number must be less than this.
    pub fn exclusive_maximum(&self) -> Option<f64> {
        self.bound(field::EXCLUSIVE_MAXIMUM)
    }

    /// A number must be a multiple of this.
    pub fn multiple_of(&self) -> Option<f64> {
        self.bound(field::MULTIPLE_OF)
    }

    /// The value must have all these shapes too.
    pub fn all_of(&self) -> impl Iterator<Item = Self> + use<> {
        self.children(field::ALL_OF)
    }

    /// The value must have at least one of these shapes too.
    pub fn any_of(&self) -> impl Iterator<Item = Self> + use<> {
        self.children(field::ANY_OF)
    }

    /// The value must have exactly one of these shapes too.
    pub fn one_of(&self) -> impl Iterator<Item = Self> + use<> {
        self.children(field::ONE_OF)
    }

    /// The value must not have this shape.
    pub fn not(&self) -> Option<Self> {
        self.child(field::NOT)
    }

    /// What else holds for a value of a certain shape.
    pub fn conditional(&self) -> Option<Conditional> {
        Some(Conditional {
            when: self.child(field::IF)?,
            then: self.child(field::THEN),
            otherwise: self.child(field::ELSE),
        })
    }

    /// All shapes that this one is made of, whatever they say of it.
    pub fn parts(&self) -> impl Iterator<Item = Self> + use<> {
        let single = [
            field::ADDITIONAL,
            field::PROPERTY_NAMES,
            field::ITEMS,
            field::CONTAINS,
            field::NOT,
            field::IF,
            field::THEN,
            field::ELSE,
        ];
        let shape = *self;
        let lists = [field::ALL_OF, field::ANY_OF, field::ONE_OF, field::PREFIX_ITEMS];
        single
            .into_iter()
            .filter_map(move |field| shape.child(field))
            .chain(lists.into_iter().flat_map(move |field| shape.children(field)))
            .chain(self.block(field::PROPERTIES).map(|cursor| {
                cursor.row();
                Self::open(cursor.row())
            }))
            .chain(self.pattern_properties().map(|(_, part)| part))
    }

    const fn has(&self, field: u32) -> bool {
        self.mask & (1 << field) != 0
    }

    /// The place where a field's value stands.
    fn seek(&self, wanted: u32) -> Option<Cursor> {
        if !self.has(wanted) {
            return None;
        }
        let mut cursor = Cursor::new(self.fields);
        for field in (0..wanted).filter(|field| self.has(*field)) {
            match field::form(field) {
                Form::Flag => {}
                Form::Number => {
                    cursor.number();
                }
                Form::Block => {
                    cursor.block();
                }
            }
        }
        Some(cursor)
    }

    fn number(&self, field: u32) -> Option<u64> {
        self.seek(field).map(|mut cursor| cursor.number())
    }

    fn child(&self, field: u32) -> Option<Self> {
        self.seek(field).map(|mut cursor| Self::open(cursor.row()))
    }

    /// Numbers are written doubled, and negative ones turned over; what is no such number stands as text.
    #[allow(clippy::cast_precision_loss)] // no limit of AWS is past 2^53 and must be exact
    fn bound(&self, field: u32) -> Option<f64> {
        let written = self.number(field)?;
        if written & 1 == 1 {
            let row = u32::try_from(written >> 1).ok()?;
            return types().texts.text(row).parse().ok();
        }
        let magnitude = (written >> 2) as f64;
        Some(if written & 2 == 2 { -magnitude - 1.0 } else { magnitude })
    }

    fn block(&self, field: u32) -> Block {
        Block { cursor: Cursor::new(self.seek(field).map_or(&[], |mut cursor| cursor.block())) }
    }

    fn children(&self, field: u32) -> impl Iterator<Item = Self> + use<> {
        self.block(field).map(|cursor| Self::open(cursor.row()))
    }

    fn names(&self, field: u32) -> impl Iterator<Item = &'static str> + use<> {
        let mut name = 0;
        self.block(field).map(move |cursor| {
            name += cursor.row();
            types().names.text(name)
        })
    }

    fn dependents(&self, field: u32) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> + use<> {
        self.block(field).map(|cursor| {
            let name = types().names.text(cursor.row());
            let count = cursor.row();
            (name, (0..count).map(|_| types().names.text(cursor.row())).collect())
        })
    }
}

/// Things read one after the other from a block.
struct Block {
    cursor: Cursor,
}

impl Block {
    fn map<T>(self, mut read: impl FnMut(&mut Cursor) -> T) -> impl Iterator<Item = T> {
        let mut cursor = self.cursor;
        std::iter::from_fn(move || if cursor.is_empty() { None } else { Some(read(&mut cursor)) })
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shape({}: {})", self.id, self.kinds())
    }
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Shape {}

/// What may stand under a name in an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// What is known to belong there.
    Known(Shape),
    /// Anything.
    Open,
    /// The object takes no property of this name.
    Refused,
}

/// What else holds for a value of a certain shape.
#[derive(Clone, Copy, Debug)]
pub struct Conditional {
    /// The condition: the value has this shape.
    pub when: Shape,
    /// What it must be then.
    pub then: Option<Shape>,
    /// What it must be otherwise.
    pub otherwise: Option<Shape>,
}

//! Kinds of value, as JSON Schema tells them apart, and sets of them.

use std::fmt;

/// One kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// Text.
    String = 1,
    /// A whole number.
    Integer = 2,
    /// Any number.
    Number = 4,
    /// `true` or `false`.
    Boolean = 8,
    /// A mapping.
    Object = 16,
    /// A list.
    Array = 32,
    /// Nothing.
    Null = 64,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::String, Self::Integer, Self::Number, Self::Boolean, Self::Object, Self::Array, Self::Null];

    /// The kind's name, as JSON Schema has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Null => "null",
        }
    }
}

/// A set of kinds of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(pub(crate) u8);

impl Kinds {
    pub(crate) const ANY: Self = Self(127);

    /// Whether every kind of value will do.
    pub const fn is_any(self) -> bool {
        self.0 == Self::ANY.0
    }

    /// Whether this kind of value will do.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & kind as u8 != 0
    }

    /// Whether this and no other kind of value will do.
    pub const fn is_only(self, kind: Kind) -> bool {
        self.0 == kind as u8
    }

    /// The kinds that will do.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }
}

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.iter().map(Kind::name).collect();
        f.write_str(&names.join(" or "))
    }
}

//! How the data files are laid out: what their writer, `cargo xtask facts`, and this crate must agree on.
//!
//! Each file is sections (see `bytes`). A shape is a mask of the fields it has, then these fields in the order of their
//! numbers. Rules ask for one field at a time: a field is skipped without being understood, by its [`Form`].

/// Sections of `types.bin`.
pub mod types {
    /// Texts in byte order: patterns, formats, values.
    pub const TEXTS: usize = 0;
    /// Names of properties, in byte order.
    pub const NAMES: usize = 1;
    /// Shapes.
    pub const SHAPES: usize = 2;
    /// Lists of the values a shape allows.
    pub const VALUES: usize = 3;
    /// Patterns: as AWS writes it, and the text for our engine where it differs.
    pub const PATTERNS: usize = 4;
    /// Names of resource types, in byte order.
    pub const TYPE_NAMES: usize = 5;
    /// What is known of the resource type of the same number.
    pub const TYPES: usize = 6;
    /// Lambda's runtimes, in byte order of their names.
    pub const RUNTIMES: usize = 7;
    /// Names of regions, in byte order.
    pub const REGIONS: usize = 8;
}

/// Sections of `iam.bin`.
pub mod iam {
    /// Texts in byte order.
    pub const TEXTS: usize = 0;
    /// Prefixes of services, in byte order.
    pub const PREFIXES: usize = 1;
    /// What is known of the service of the same number.
    pub const SERVICES: usize = 2;
    /// Names of actions, service after service, in the order of their lower-case forms.
    pub const ACTION_NAMES: usize = 3;
    /// What is known of the action of the same number.
    pub const ACTIONS: usize = 4;
    /// Resource types, service after service, in byte order of their names.
    pub const RESOURCES: usize = 5;
    /// Condition keys, service after service.
    pub const KEYS: usize = 6;
    /// Lists of names of condition keys.
    pub const KEY_LISTS: usize = 7;
    /// The condition keys that every service has.
    pub const GLOBAL_KEYS: usize = 8;
}

/// Sections of `policies.bin`.
pub mod policies {
    /// Names of managed policies, in byte order.
    pub const NAMES: usize = 0;
    /// The policy of the same number: its path as a block, and its text if it is known.
    pub const POLICIES: usize = 1;
}

/// What stands behind a pattern's own text.
pub mod pattern {
    /// The engine takes the text as it is.
    pub const SAME: u32 = 0;
    /// The engine can't say.
    pub const UNKNOWN: u32 = 1;
    /// The fewest characters, and one more than the most, or nought.
    pub const LENGTHS: u32 = 2;
    /// Any other number is a text's row and this, doubled, with one more for a text that must not match.
    pub const PARTS: u32 = 2;
}

/// How a field of a shape is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Its presence is all.
    Flag,
    /// One number.
    Number,
    /// A block of bytes behind its length.
    Block,
}

/// The fields of a shape; a field's number is its bit in the mask.
pub mod field {
    pub const KINDS: u32 = 0;
    pub const PROPERTIES: u32 = 1;
    pub const REQUIRED: u32 = 2;
    pub const CLOSED: u32 = 3;
    pub const MIN_LENGTH: u32 = 4;
    pub const MAX_LENGTH: u32 = 5;
    pub const PATTERN: u32 = 6;
    pub const VALUES: u32 = 7;
    pub const ITEMS: u32 = 8;
    pub const MIN_ITEMS: u32 = 9;
    pub const MAX_ITEMS: u32 = 10;
    pub const UNIQUE_ITEMS: u32 = 11;
    pub const MINIMUM: u32 = 12;
    pub const MAXIMUM: u32 = 13;
    pub const FORMAT: u32 = 14;
    pub const IGNORE_CASE: u32 = 15;
    pub const ANY_OF: u32 = 16;
    pub const ONE_OF: u32 = 17;
    pub const ALL_OF: u32 = 18;
    pub const ADDITIONAL: u32 = 19;
    pub const PATTERN_PROPERTIES: u32 = 20;
    pub const EXCLUSIVE_MINIMUM: u32 = 21;
    pub const EXCLUSIVE_MAXIMUM: u32 = 22;
    pub const MULTIPLE_OF: u32 = 23;
    pub const MIN_PROPERTIES: u32 = 24;
    pub const MAX_PROPERTIES: u32 = 25;
    pub const PROPERTY_NAMES: u32 = 26;
    pub const CONTAINS: u32 = 27;
    pub const NOT: u32 = 28;
    pub const IF: u32 = 29;
    pub const THEN: u32 = 30;
    pub const ELSE: u32 = 31;
    pub const REQUIRED_OR: u32 = 32;
    pub const REQUIRED_XOR: u32 = 33;
    pub const DEPENDENT_REQUIRED: u32 = 34;
    pub const DEPENDENT_EXCLUDED: u32 = 35;
    pub const PREFIX_ITEMS: u32 = 36;
    pub const UNIQUE_KEYS: u32 = 37;
    pub const NEVER: u32 = 38;
    /// One more than the last.
    pub const COUNT: u32 = 39;

    /// How the field is written.
    pub const fn form(field: u32) -> super::Form {
        match field {
            CLOSED | UNIQUE_ITEMS | IGNORE_CASE | NEVER => super::Form::Flag,
            PROPERTIES | REQUIRED | ANY_OF | ONE_OF | ALL_OF | PATTERN_PROPERTIES | REQUIRED_OR
            | REQUIRED_XOR | DEPENDENT_REQUIRED | DEPENDENT_EXCLUDED | PREFIX_ITEMS | UNIQUE_KEYS => {
                super::Form::Block
            }
            _ => super::Form::Number,
        }
    }
}

/// The lists of paths a resource type has, in this order.
pub const PATH_LISTS: usize = 6;

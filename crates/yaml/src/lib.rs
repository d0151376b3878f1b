//! YAML with places.
//!
//! In: the text of one file, and how large and deep it may be. Out: its one document as a tree of [`Node`]s, each
//! knowing where it stands; or the first thing that is not YAML. JSON is YAML too. What a value means, and which keys
//! a mapping may have, is not decided here: the stack language and the templates have their own ideas of that.

mod compose;
mod decode;
mod meanings;
mod node;
mod plain;

pub use compose::{Limits, document};
pub use decode::decode;
pub use meanings::meanings;
pub use node::{Node, Scalar, Style, Tag, Value};
pub use plain::{Meaning, meaning};

/// Every code that a finding of this crate can have, each with its meaning in one sentence.
pub const CODES: &[(&str, &str)] = &[
    (NOT_UTF8, "The file holds bytes that are not UTF-8."),
    (EMPTY_FILE, "The file holds nothing but comments."),
    (INVALID_YAML, "The text is not YAML."),
    (SEVERAL_DOCUMENTS, "The file holds more than one YAML document."),
    (TOO_DEEP, "Values are nested deeper than any honest file needs."),
    (ALIAS_BOMB, "YAML aliases make the file larger than any honest one."),
    (UNKNOWN_ALIAS, "A YAML alias stands for nothing, or for itself."),
];

pub(crate) const NOT_UTF8: &str = "not-utf8";
pub(crate) const EMPTY_FILE: &str = "empty-file";
pub(crate) const INVALID_YAML: &str = "invalid-yaml";
pub(crate) const SEVERAL_DOCUMENTS: &str = "several-documents";
pub(crate) const TOO_DEEP: &str = "too-deep";
pub(crate) const ALIAS_BOMB: &str = "alias-bomb";
pub(crate) const UNKNOWN_ALIAS: &str = "unknown-alias";

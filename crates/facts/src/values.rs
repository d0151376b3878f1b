//! The values that a place of a template may hold, where AWS takes but some.

use std::fmt;

use crate::bytes::Cursor;
use crate::tables::types;

/// The values that a place may hold.
#[derive(Clone, Copy)]
pub struct Values {
    list: &'static [u8],
    ignores_case: bool,
}

impl Values {
    pub(crate) fn open(list: u32, ignores_case: bool) -> Self {
        Self { list: types().values.row(list), ignores_case }
    }

    /// Whether upper and lower case are the same to AWS.
    pub const fn ignores_case(&self) -> bool {
        self.ignores_case
    }

    /// The values, in AWS's order.
    pub fn iter(&self) -> impl Iterator<Item = Value> + use<> {
        let mut cursor = Cursor::new(self.list);
        std::iter::from_fn(move || (!cursor.is_empty()).then(|| Value::read(&mut cursor)))
    }

    /// Whether a scalar that reads like this is among the values: `5` is 5, `true` is true.
    pub fn contains(&self, text: &str) -> bool {
        self.iter().any(|value| match value {
            Value::Text(known) | Value::Number(known) => {
                known == text || self.ignores_case && known.eq_ignore_ascii_case(text)
            }
            Value::Boolean(known) => text == if known { "true" } else { "false" },
        })
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// One value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(&'static str),
    /// A number, as AWS writes it.
    Number(&'static str),
    /// `true` or `false`.
    Boolean(bool),
}

impl Value {
    fn read(cursor: &mut Cursor) -> Self {
        let written = cursor.number();
        let row = u32::try_from(written >> 2).unwrap_or(u32::MAX);
        match written & 3 {
            0 => Self::Text(types().texts.text(row)),
            1 => Self::Number(types().texts.text(row)),
            _ => Self::Boolean(row == 1),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Number(text) => f.write_str(text),
            Self::Boolean(value) => write!(f, "{value}"),
        }
    }
}

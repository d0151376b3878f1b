//! The path of an override: `Properties.Stages[Build].Actions[0].RunOrder`.

/// A step on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pick {
    /// A key of a mapping.
    Key(String),
    /// What stands in brackets: an item of a list, by place or name; `+` for a new one; or a key with dots in it.
    Item(String),
}

impl Pick {
    /// As written, without brackets.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Key(text) | Self::Item(text) => text,
        }
    }
}

/// The steps.
///
/// # Errors
/// What is wrong, in a few words.
pub(super) fn parse(path: &str) -> Result<Vec<Pick>, &'static str> {
    let mut picks = Vec::new();
    let mut rest = path;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        if key.is_empty() {
            return Err("needs a key before every dot and bracket, and after every dot");
        }
        picks.push(Pick::Key(key.to_owned()));
        rest = brackets(after, &mut picks)?;
        rest = match rest.strip_prefix('.') {
            Some(rest) => rest,
            None if rest.is_empty() => return Ok(picks),
            None => return Err("needs a dot behind a bracket"),
        };
    }
}

/// Takes up what is in brackets, one pair behind the other, and gives what is left.
fn brackets<'p>(mut rest: &'p str, picks: &mut Vec<Pick>) -> Result<&'p str, &'static str> {
    while let Some(inside) = rest.strip_prefix('[') {
        let (item, after) = inside.split_once(']').ok_or("has a `[` without its `]`")?;
        if item.is_empty() {
            return Err("has brackets with nothing in them");
        }
        picks.push(Pick::Item(item.to_owned()));
        rest = after;
    }
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::{Pick, parse};

    #[test]
    fn steps_are_keys_and_items() {
        let key = |text: &str| Pick::Key(text.to_owned());
        let item = |text: &str| Pick::Item(text.to_owned());
        assert_eq!(parse("DeletionPolicy"), Ok(vec![key("DeletionPolicy")]));
        assert_eq!(parse("A.B[0][x.y].C"), Ok(vec![key("A"), key("B"), item("0"), item("x.y"), key("C")]));
        for wrong in ["", ".", "A.", ".A", "A..B", "[0]", "A[", "A[]", "A[0", "A[0]B", "A.[0]"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}

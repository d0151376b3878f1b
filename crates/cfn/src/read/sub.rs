//! What `Fn::Sub` sees in its text.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html>

use std::ops::Range;

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubPart {
    /// Stays as it is.
    Text(Range<usize>),
    /// `${!Name}`: becomes `${Name}`; the range is that of `Name`.
    Escaped(Range<usize>),
    /// `${Name}` or `${Name.Attribute}`: is replaced; the range is that of what stands between the braces, without the
    /// white space around it.
    Variable(Range<usize>),
}

/// The pieces, in order. A `${` that is never closed is text.
pub fn sub_parts(text: &str) -> Vec<SubPart> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut search = 0;
    while let Some(found) = openings(&text[search..]).next() {
        let open = search + found;
        let Some(length) = text[open + 2..].find('}') else { break };
        let (start, end) = (open + 2, open + 2 + length);
        let inside = &text[start..end];
        // A variable has no second brace in it; `${a${B}` holds `${B}`.
        if let Some(nested) = openings(inside).next_back() {
            search = start + nested;
            continue;
        }
        if from < open {
            parts.push(SubPart::Text(from..open));
        }
        parts.push(if inside.starts_with('!') {
            SubPart::Escaped(start + 1..end)
        } else {
            let lead = inside.len() - inside.trim_start().len();
            SubPart::Variable(start + lead..start + lead + inside.trim().len())
        });
        from = end + 1;
        search = from;
    }
    if from < text.len() {
        parts.push(SubPart::Text(from..text.len()));
    }
    parts
}

/// Where `${` stands.
fn openings(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    text.as_bytes().windows(2).enumerate().filter(|(_, pair)| pair == b"${").map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::{SubPart, sub_parts};

    fn shown(text: &str) -> Vec<String> {
        sub_parts(text)
            .into_iter()
            .map(|part| match part {
                SubPart::Text(range) => format!("text {}", &text[range]),
                SubPart::Escaped(range) => format!("escaped {}", &text[range]),
                SubPart::Variable(range) => format!("variable {}", &text[range]),
            })
            .collect()
    }

    #[test]
    fn pieces_in_order() {
        assert_eq!(
            shown("a ${B}-${C.Arn} ${!d}"),
            ["text a ", "variable B", "text -", "variable C.Arn", "text  ", "escaped d"]
        );
        assert_eq!(shown("$ ${ B } ${"), ["text $ ", "variable B", "text  ${"]);
        assert_eq!(shown("${a${B}"), ["text ${a", "variable B"]);
        assert_eq!(shown(""), Vec::<String>::new());
    }
}

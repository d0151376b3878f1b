//! Whether two texts with wildcards can be the same text.
//!
//! In: patterns, each with parts that may be anything. Out: whether some text fits both. What is unknown in a template
//! is such a part too, so "no" is sure and "yes" is a maybe.

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Atom {
    /// Exactly that character.
    Is(char),
    /// Any one character.
    One,
    /// Any one character that does not divide an ARN: neither `:` nor `/`.
    OneOfName,
    /// Any number of characters, none too.
    Any,
    /// Any number of characters that do not divide an ARN.
    AnyOfName,
}

impl Atom {
    const fn repeats(self) -> bool {
        matches!(self, Self::Any | Self::AnyOfName)
    }

    /// Whether a character can be what both stand for.
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Is(a), Self::Is(b)) => a == b,
            (Self::Is(character), Self::OneOfName | Self::AnyOfName)
            | (Self::OneOfName | Self::AnyOfName, Self::Is(character)) => !matches!(character, ':' | '/'),
            _ => true,
        }
    }
}

/// Appends a text that stands for itself.
pub(crate) fn literally(text: &str, into: &mut Vec<Atom>) {
    into.extend(text.chars().map(Atom::Is));
}

/// Appends a text in which IAM sees wildcards, and variables such as `${aws:username}`.
pub(crate) fn with_wildcards(text: &str, into: &mut Vec<Atom>) {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        into.push(match letter {
            '*' => Atom::Any,
            '?' => Atom::One,
            '$' => match letters.as_str().strip_prefix('{').and_then(|inside| inside.split_once('}')) {
                Some((_, after)) => {
                    letters = after.chars();
                    Atom::Any
                }
                None => Atom::Is('$'),
            },
            other => Atom::Is(other),
        });
    }
}

/// Appends a form in which `${Name}` stands for what has a name: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
///
/// The first five parts of an ARN divide nothing; `is_name` says which others do not either.
pub(crate) fn form(text: &str, is_name: impl Fn(&str) -> bool, into: &mut Vec<Atom>) {
    into.reserve(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        with_wildcards(before, into);
        if matches!(name, "Partition" | "Region" | "Account") || is_name(name) {
            into.extend([Atom::OneOfName, Atom::AnyOfName]);
        } else {
            into.extend([Atom::One, Atom::Any]);
        }
        rest = after;
    }
    with_wildcards(rest, into);
}

/// No ARN is longer; of longer patterns nothing is claimed.
const MOST: usize = 2_048;

/// Whether some text fits both.
pub(crate) fn meet(left: &[Atom], right: &[Atom]) -> bool {
    if left.len() > MOST || right.len() > MOST {
        return true;
    }
    // What both begin with is settled letter by letter.
    let literal = |pair: &(&Atom, &Atom)| matches!(pair, (Atom::Is(_), Atom::Is(_)));
    let alike = left.iter().zip(right).take_while(literal).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[alike..], &right[alike..]);
    if left.iter().zip(right).next().as_ref().is_some_and(literal) {
        return false;
    }
    let columns = right.len() + 1;
    let mut seen = vec![false; (left.len() + 1) * columns];
    let mut open = vec![(0, 0)];
    while let Some((i, j)) = open.pop() {
        if std::mem::replace(&mut seen[i * columns + j], true) {
            continue;
        }
        let (a, b) = (left.get(i).copied(), right.get(j).copied());
        if a.is_none() && b.is_none() {
            return true;
        }
        if a.is_some_and(Atom::repeats) {
            open.push((i + 1, j));
        }
        if b.is_some_and(Atom::repeats) {
            open.push((i, j + 1));
        }
        if let (Some(a), Some(b)) = (a, b)
            && a.meets(b)
        {
            open.push((i + usize::from(!a.repeats()), j + usize::from(!b.repeats())));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{form, meet, with_wildcards};

    fn meets(pattern: &str, wanted: &str) -> bool {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        with_wildcards(pattern, &mut left);
        form(wanted, |name| name == "BucketName", &mut right);
        meet(&left, &right)
    }

    #[test]
    fn an_arn_fits_its_form() {
        let object = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
        let bucket = "arn:${Partition}:s3:::${BucketName}";
        assert!(meets("arn:aws:s3:::logs/*", object));
        assert!(meets("arn:aws:s3:::logs*", object));
        assert!(meets("*", object));
        assert!(meets("arn:*", object));
        assert!(meets("arn:aws:s3:::${aws:username}", object));
        assert!(!meets("arn:aws:s3:::logs", object));
        assert!(!meets("arn:aws:s3:::logs/", object));
        assert!(meets("arn:aws:s3:::logs", bucket));
        assert!(meets("arn:aws:s3:::lo?s", bucket));
        assert!(!meets("arn:aws:s3:::logs/*", bucket));
        assert!(!meets("arn:aws:sqs:::logs", bucket));
        assert!(!meets("", bucket));
    }

    #[test]
    fn a_part_of_an_arn_is_no_more_than_that() {
        let function = "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}";
        assert!(meets("arn:aws:lambda:*:123456789012:function:f:live", function));
        assert!(!meets("arn:aws:lambda:::function:f", function));
        assert!(!meets("arn:aws:lambda:eu-west-1:function:f", function));
    }

    #[test]
    fn two_patterns_meet_in_the_middle() {
        assert!(meets("a*c", "ab${Rest}"));
        assert!(!meets("a*c", "b${Rest}"));
        let stars = "*".repeat(200);
        assert!(meets(&stars, &"x".repeat(500)));
    }
}

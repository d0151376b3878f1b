//! Patterns in which `*` stands for any text and `?` for any character.

/// Whether the text matches; `equal` compares other characters.
pub(crate) fn matches(pattern: &str, text: &str, equal: impl Fn(u8, u8) -> bool) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut seen) = (0, 0);
    // The last `*`, and how much of the text it has taken so far.
    let mut star: Option<(usize, usize)> = None;
    while seen < text.len() {
        if at < pattern.len() && pattern[at] == b'*' {
            star = Some((at, seen));
            at += 1;
        } else if at < pattern.len() && (pattern[at] == b'?' || equal(pattern[at], text[seen])) {
            (at, seen) = (at + 1, seen + 1);
        } else if let Some((stood, taken)) = star {
            star = Some((stood, taken + 1));
            (at, seen) = (stood + 1, taken + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks() {
        let same = |pattern, text| matches(pattern, text, |one, other| one == other);
        for (pattern, text) in [("*", ""), ("a*", "a"), ("a*b*c", "aXbYbZc"), ("?b", "ab"), ("", "")] {
            assert!(same(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("a", ""), ("?", ""), ("a*b", "abc"), ("a", "A")] {
            assert!(!same(pattern, text), "{pattern} {text}");
        }
    }
}

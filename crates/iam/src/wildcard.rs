//! Patterns of policies: `*` stands for any text, also none, `?` for exactly one character.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>

/// Whether a pattern with `*` and `?` stands for the whole text; letters' case counts.
///
/// Time is bounded by the product of the lengths, whatever the pattern.
pub fn wildcard(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    matches(
        &pattern,
        &text,
        |character| *character == '*',
        |expected, found| *expected == '?' || expected == found,
    )
}

/// The same for patterns whose wildcards are not plain characters: policy variables give characters that only look so.
pub(crate) fn matches<P>(
    pattern: &[P],
    text: &[char],
    any: impl Fn(&P) -> bool,
    one: impl Fn(&P, &char) -> bool,
) -> bool {
    let (mut at, mut read) = (0, 0);
    // Where the last `*` stood, and how much of the text it has taken so far: only the last one needs to grow.
    let mut last: Option<(usize, usize)> = None;
    while read < text.len() {
        if at < pattern.len() && any(&pattern[at]) {
            last = Some((at, read));
            at += 1;
        } else if at < pattern.len() && one(&pattern[at], &text[read]) {
            at += 1;
            read += 1;
        } else if let Some((star, taken)) = last {
            last = Some((star, taken + 1));
            at = star + 1;
            read = taken + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(any)
}

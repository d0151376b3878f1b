//! Logical IDs from names: words without punctuation, stable under every edit of something else.

/// The name as words that begin with capitals: `demo-api` is `DemoApi`, `a@b.org` is `ABOrg`.
pub(crate) fn words(name: &str) -> String {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn punctuation_goes_and_capitals_come() {
        assert_eq!(words("demo"), "Demo");
        assert_eq!(words("demo-api_v2"), "DemoApiV2");
        assert_eq!(words("reviewer@example.com"), "ReviewerExampleCom");
        assert_eq!(words("ReviewerEmail"), "ReviewerEmail");
    }
}

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

/// An address as words; the signs that tell addresses apart are words too.
pub(crate) fn address_words(address: &str) -> String {
    words(&address.replace('-', ".dash.").replace('_', ".underscore.").replace('+', ".plus."))
}

#[cfg(test)]
mod tests {
    use super::{address_words, words};

    #[test]
    fn addresses_stay_apart() {
        assert_eq!(address_words("jane.doe@example.com"), "JaneDoeExampleCom");
        assert_eq!(address_words("jane-doe@example.com"), "JaneDashDoeExampleCom");
        assert_eq!(address_words("jane+doe@example.com"), "JanePlusDoeExampleCom");
    }

    #[test]
    fn punctuation_goes_and_capitals_come() {
        assert_eq!(words("demo"), "Demo");
        assert_eq!(words("demo-api_v2"), "DemoApiV2");
        assert_eq!(words("reviewer@example.com"), "ReviewerExampleCom");
        assert_eq!(words("ReviewerEmail"), "ReviewerEmail");
    }
}

//! The nearest right name for a wrong one.

/// The candidate that a person most likely meant by `wrong`, or `None` where nothing is near.
///
/// Near means: a third of the longer word's letters may differ, moved neighbours counting once.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wrong.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(wrong.len()).div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_word_that_was_meant() {
        let keys = ["name", "source", "stages", "functions"];
        assert_eq!(nearest("sorce", keys), Some("source"));
        assert_eq!(nearest("Stages", keys), Some("stages"));
        assert_eq!(nearest("fucntions", keys), Some("functions"));
    }

    #[test]
    fn says_nothing_where_nothing_is_near() {
        assert_eq!(nearest("pipeline", ["name", "source"]), None);
    }
}

//! The nearest right name for a wrong one.

/// The candidate that a person most likely meant by `wrong`, or `None` where nothing is near.
///
/// Near means: a third of the longer word's letters may differ, moved neighbours counting once; or all words of the one
/// are among the words of the other, as in `junit` and `junit-xml`.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wrong.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            distance(&folded, &candidate.to_lowercase()).map(|distance| (distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How far apart two words are; `None` where nobody would take one for the other.
fn distance(wrong: &str, candidate: &str) -> Option<usize> {
    let letters = strsim::damerau_levenshtein(wrong, candidate);
    let longest = candidate.chars().count().max(wrong.chars().count());
    if letters <= longest.div_ceil(3) {
        return Some(letters);
    }
    // Farther than anything misspelt, but nearer than nothing.
    (contains(wrong, candidate) || contains(candidate, wrong)).then_some(longest)
}

/// Whether all words of the one are words of the other.
fn contains(whole: &str, part: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|end: char| !end.is_alphanumeric())
            .filter(|word| word.len() > 2)
            .map(str::to_owned)
            .collect()
    };
    let whole = words(whole);
    let part = words(part);
    !part.is_empty() && part.iter().all(|word| whole.contains(word))
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
    fn finds_a_word_among_several() {
        assert_eq!(nearest("junit", ["cucumber-json", "junit-xml"]), Some("junit-xml"));
        assert_eq!(nearest("BUILD_GENERAL1_SMALL", ["small", "medium"]), Some("small"));
    }

    #[test]
    fn says_nothing_where_nothing_is_near() {
        assert_eq!(nearest("pipeline", ["name", "source"]), None);
        assert_eq!(nearest("", ["name", "source"]), None);
    }
}

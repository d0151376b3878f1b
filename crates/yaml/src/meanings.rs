//! What the codes of this crate mean: what goes wrong, why, and the cure.

use diag::{Meaning, Severity};

use crate::CODES;

/// Every code that a finding of this crate can have, explained.
pub fn meanings() -> impl Iterator<Item = Meaning> {
    EXPLANATIONS.iter().map(|(code, explanation, pages)| {
        let title = CODES.iter().find(|(known, _)| known == code).map_or("", |(_, title)| *title);
        Meaning { code, severity: Severity::Error, title, explanation, pages }
    })
}

const EXPLANATIONS: &[(&str, &str, &[&str])] = &[
    (
        crate::NOT_UTF8,
        "The file was saved in another encoding, Latin-1, Windows-1252 or UTF-16 for instance, and what its bytes mean would have to be \
            guessed. CloudFormation takes templates in UTF-8. Let the editor save it as that.",
        &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html"],
    ),
    (
        crate::EMPTY_FILE,
        "There is nothing to judge. Perhaps the file was never saved, or everything in it is commented out.",
        &[],
    ),
    (
        crate::INVALID_YAML,
        "The text breaks off or goes on where YAML does not allow it; nothing after that place can be read, so there is one such finding \
            at a time. Most often a bracket or quote is not closed, a line is indented by a tab or by one space too few, a value begins \
            with a character that YAML uses itself (`@`, `*`, `` ` ``), or one holds `: `. Such values go in quotes.",
        &[],
    ),
    (
        crate::SEVERAL_DOCUMENTS,
        "A line `---` begins a second document. CloudFormation takes one template from a file, and a stack file describes one stack. \
            Move what follows into a file of its own.",
        &[],
    ),
    (
        crate::TOO_DEEP,
        "Lists and mappings lie within each other deeper than any file that a person wrote. Reading on could exhaust the memory of \
            whoever reads it.",
        &[],
    ),
    (
        crate::ALIAS_BOMB,
        "An alias (`*name`) stands for a copy. Aliases of lists of aliases multiply: ten lines can ask for billions of values. The file is \
            read up to a bound far above every honest one. Write fewer aliases of aliases.",
        &[],
    ),
    (
        crate::UNKNOWN_ALIAS,
        "A plain value that begins with `*` is an alias in YAML, and nothing is anchored (`&name`) under that name before it; or it stands \
            inside the very value that it is the name of. Where a text was meant, a wildcard for instance, put it in quotes.",
        &[],
    ),
];

//! Whether a text is a stack file or a template.
//!
//! By its top-level keys alone: both are YAML, and names of files prove nothing. Most files tell by the lines that begin
//! without a space; what those do not decide, the parsed document does.

use cfn::read::Document;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Our own language.
    Stack,
    /// CloudFormation's.
    Template,
}

/// Keys that every stack file has, and no template.
pub(crate) const STACK_KEYS: [&str; 4] = ["edition", "source", "functions", "stages"];

/// A template's sections.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>
pub(crate) const TEMPLATE_KEYS: [&str; 11] = [
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Transform",
    "Globals",
    "Resources",
    "Outputs",
];

/// What the lines of a block-style text say; `None` where they say nothing.
pub(crate) fn of_lines(text: &str) -> Option<Language> {
    of_keys(text.lines().filter_map(|line| {
        let (key, _) = line.trim_start_matches('\u{feff}').split_once(':')?;
        Some(key.trim_matches(['"', '\'']))
    }))
}

/// What a parsed document says; `None` where it is neither.
pub(crate) fn of_document(document: &Document) -> Option<Language> {
    let keys: Vec<&str> = document.root().entries().iter().map(|entry| entry.key.as_str()).collect();
    // A template may be nothing but a macro's result.
    let function = document.root().call().map(|_| Language::Template);
    of_keys(keys.into_iter()).or(function)
}

/// Keys of other languages that share words with ours: AppSpec files of CodeDeploy have `Resources` too, and those of the
/// Serverless Framework `functions`.
/// <https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html>
const FOREIGN: [&[&str]; 2] = [&["version", "Resources"], &["service", "provider"]];

fn of_keys<'k>(keys: impl Iterator<Item = &'k str>) -> Option<Language> {
    let keys: Vec<&str> = keys.collect();
    let is_foreign = FOREIGN.iter().any(|foreign| foreign.iter().all(|key| keys.contains(key)));
    if is_foreign && !keys.contains(&"AWSTemplateFormatVersion") && !keys.contains(&"edition") {
        return None;
    }
    let mut language = None;
    for key in keys {
        if TEMPLATE_KEYS.contains(&key) {
            return Some(Language::Template);
        }
        if STACK_KEYS.contains(&key) {
            language = Some(Language::Stack);
        }
    }
    language
}

#[cfg(test)]
mod tests {
    use super::{Language, STACK_KEYS, of_document, of_lines};

    fn parsed(text: &str) -> Option<Language> {
        of_document(&cfn::read::read(text).unwrap())
    }

    #[test]
    fn both_languages_are_told_by_their_keys() {
        assert_eq!(of_lines("# x\nname: a\nedition: 2026\n"), Some(Language::Stack));
        assert_eq!(of_lines("\u{feff}\"Resources\":\r\n  edition: 1\r\n"), Some(Language::Template));
        assert_eq!(of_lines("{ \"Resources\": {} }"), None);
        assert_eq!(parsed("{ \"Resources\": {} }"), Some(Language::Template));
        assert_eq!(parsed("{ edition: 2026, name: x }"), Some(Language::Stack));
        assert_eq!(parsed("Fn::Transform: { Name: X }"), Some(Language::Template));
        assert_eq!(parsed("on: push\njobs: {}"), None);
        assert_eq!(parsed("[Resources]"), None);
        assert_eq!(parsed("version: 0.0\nResources: []"), None);
        assert_eq!(of_lines("service: x\nprovider:\n  name: aws\nfunctions: {}\n"), None);
    }

    #[test]
    fn a_template_may_use_our_words() {
        assert_eq!(of_lines("source: &s x\nResources: {}\n"), Some(Language::Template));
    }

    #[test]
    fn the_stack_language_has_these_keys() {
        let schema = spec::schema();
        for key in STACK_KEYS {
            assert!(schema.get("properties").and_then(|keys| keys.get(key)).is_some(), "{key}");
        }
    }
}

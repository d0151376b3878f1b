//! Values that are one of a few words: how they are read, and what the schema says of them.

use diag::Diagnostic;

use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::{list, scalar, suggest};
use yaml::Node;

/// A value that is one of a few words.
pub(crate) trait Choice: Copy + 'static {
    /// What the words are: "a compute type".
    const WHAT: &'static str;
    /// Every word and what it stands for.
    const ALL: &'static [(&'static str, Self)];

    /// What to say about a word that is none of them, beyond the list of words.
    fn help(_wrong: &str) -> Option<String> {
        None
    }

    /// The words alone.
    fn words() -> impl Iterator<Item = &'static str> + Clone {
        Self::ALL.iter().map(|(word, _)| *word)
    }
}

/// Reads one of the words.
pub(crate) fn read<T: Choice>(node: &Node, findings: &mut Findings) -> Option<T> {
    let wrong = &scalar(node, T::WHAT, findings)?.text;
    if let Some((_, value)) = T::ALL.iter().find(|(word, _)| word == wrong) {
        return Some(*value);
    }
    let diagnostic = Finding::UnknownValue.error(format!("`{wrong}` is not {}", T::WHAT)).at(node.span);
    let diagnostic = suggest(diagnostic, wrong, T::words());
    let diagnostic = T::help(wrong).into_iter().fold(diagnostic, Diagnostic::help);
    findings.push(diagnostic.help(format!("allowed: {}", list(T::words()))));
    None
}

/// Gives a type its words, and with them its schema.
macro_rules! choice {
    ($type:ty, $what:literal, [$($word:literal => $value:expr),+ $(,)?] $(, help: $help:expr)?) => {
        impl $crate::choice::Choice for $type {
            const WHAT: &'static str = $what;
            const ALL: &'static [(&'static str, Self)] = &[$(($word, $value)),+];
            $(
                fn help(wrong: &str) -> Option<String> {
                    $help(wrong)
                }
            )?
        }

        impl $crate::read::Read for $type {
            fn read(node: &yaml::Node, findings: &mut $crate::findings::Findings) -> Option<Self> {
                $crate::choice::read(node, findings)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),+] })
            }
        }
    };
}

pub(crate) use choice;

//! Every code that a finding of this crate can have, with what it means.
//!
//! A finding is made from a [`Finding`], so that none can have a code that is not in the list. A code is stable and
//! never reused. To add one: a line here, the place that finds it, and an example in `errors/`.

use diag::Diagnostic;

macro_rules! codes {
    ($($variant:ident = $code:literal: $meaning:literal,)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Finding {
            $($variant,)+
        }

        impl Finding {
            const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        /// Every code that a finding about a stack can have, each with its meaning in one sentence.
        pub const CODES: &[(&str, &str)] = &[$(($code, $meaning),)+];
    };
}

impl Finding {
    pub(crate) fn error(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.code(), message)
    }

    pub(crate) fn warning(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(self.code(), message)
    }
}

codes! {
    // The text.
    NotUtf8 = "not-utf8": "The file holds bytes that are not UTF-8.",
    EmptyFile = "empty-file": "The file holds nothing but comments.",
    InvalidYaml = "invalid-yaml": "The text is not YAML.",
    SeveralDocuments = "several-documents": "The file holds more than one YAML document.",
    TooDeep = "too-deep": "Values are nested deeper than any stack needs.",
    AliasBomb = "alias-bomb": "YAML aliases make the file larger than any stack needs.",
    UnknownAlias = "unknown-alias": "A YAML alias stands for nothing, or for itself.",
    UnknownTag = "unknown-tag": "A YAML tag such as `!Ref` stands in a stack file.",

    // Its shape.
    UnknownKey = "unknown-key": "A key that the stack language does not have at this place.",
    DuplicateKey = "duplicate-key": "A key that is written twice in one mapping.",
    MissingKey = "missing-key": "A key that has to be there is not.",
    KeysExclude = "keys-exclude": "Keys that exclude each other stand together.",
    WrongType = "wrong-type": "A list, mapping, text or number where something else is wanted.",
    NeedsQuotes = "needs-quotes": "A value that YAML reads as a number, boolean or date where text is wanted.",
    UnknownValue = "unknown-value": "A word that is none of the allowed ones.",
    InvalidDuration = "invalid-duration": "A length of time without its unit, or in another spelling.",
    InvalidShift = "invalid-shift": "A traffic shift in an unknown spelling, or with numbers that cannot work.",
    InvalidAlarm = "invalid-alarm": "An alarm expression that cannot be read, or cannot work.",
}

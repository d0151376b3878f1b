//! [`Node`]s to values: what every part of the stack language has in common.
//!
//! In: a node. Out: the value, or findings that say what was expected there. Reading goes on after a finding, so
//! that one run tells everything that has the wrong shape. What each part consists of stands beside its type; what
//! only makes sense or not in context is a rule.

use indexmap::IndexMap;

use diag::{Diagnostic, Fix, Span, nearest};

use crate::Located;
use crate::codes::Finding;
use crate::findings::Findings;
use yaml::Meaning;
use yaml::{Node, Scalar, Value};

/// What can be read from a node. `None` comes with at least one error among the findings.
pub(crate) trait Read: Sized {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self>;
}

impl<T: Read> Read for Located<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        T::read(node, findings).map(|value| Self::at(value, node.span))
    }
}

/// Text; a number or boolean has to be quoted.
impl Read for String {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let scalar = scalar(node, "text", findings)?;
        if scalar.meaning == Meaning::Text {
            return Some(scalar.text.clone());
        }
        findings.push(quote(scalar, node.span));
        None
    }
}

impl Read for bool {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        if let Some(Scalar { text, meaning: Meaning::Boolean, .. }) = node.scalar() {
            Some(text == "true")
        } else {
            findings.push(wrong_type(node, "`true` or `false`"));
            None
        }
    }
}

impl Read for u32 {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let number = node.scalar().filter(|scalar| scalar.meaning == Meaning::Integer);
        let number = number.and_then(|scalar| scalar.text.parse().ok());
        if number.is_none() {
            findings.push(wrong_type(node, "a whole number"));
        }
        number
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::List(items) = &node.value else {
            let diagnostic = wrong_type(node, "a list");
            findings.push(match node.scalar().filter(|scalar| scalar.meaning != Meaning::Nothing) {
                Some(scalar) => diagnostic.help(format!("a list of one is written `[{}]`", scalar.text)),
                None => diagnostic,
            });
            return None;
        };
        let items: Vec<Option<T>> = items.iter().map(|item| T::read(item, findings)).collect();
        items.into_iter().collect()
    }
}

impl<T: Read> Read for IndexMap<Located<String>, T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            findings.push(wrong_type(node, "a mapping"));
            return None;
        };
        report_duplicates(entries, findings);
        let mut complete = true;
        let mut map = Self::new();
        for (key, value) in entries {
            let (key, value) = (Located::read(key, findings), T::read(value, findings));
            complete &= key.is_some() && value.is_some();
            if let (Some(key), Some(value)) = (key, value) {
                map.insert(key, value);
            }
        }
        complete.then_some(map)
    }
}

/// A mapping with known keys.
pub(crate) struct Fields<'a> {
    node: &'a Node,
    title: &'static str,
    asked: Vec<&'static str>,
    pub(crate) findings: &'a mut Findings,
}

impl<'a> Fields<'a> {
    /// Reads a mapping; `title` is what it is called in the schema and in findings: "build".
    ///
    /// `read` asks for every key before it gives up, so that the rest of the keys are known to be unknown.
    pub(crate) fn read<T>(
        node: &'a Node,
        title: &'static str,
        findings: &'a mut Findings,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let Value::Map(entries) = &node.value else {
            findings.push(wrong_type(node, "a mapping"));
            return None;
        };
        report_duplicates(entries, findings);
        let mut fields = Self { node, title, asked: Vec::new(), findings };
        let value = read(&mut fields);
        fields.report_unknown(entries);
        #[cfg(test)]
        crate::schema::tests::note_keys(title, &fields.asked);
        value
    }

    /// A key that is seen to elsewhere.
    pub(crate) fn known(&mut self, key: &'static str) {
        self.asked.push(key);
    }

    /// The value under a key that may be left out.
    pub(crate) fn optional<T: Read>(&mut self, key: &'static str) -> Option<T> {
        let value = self.ask(key)?;
        T::read(value, self.findings)
    }

    /// The value under a key that may be left out, or what holds then.
    pub(crate) fn or<T: Read>(&mut self, key: &'static str, default: impl Into<T>) -> T {
        self.optional(key).unwrap_or_else(|| default.into())
    }

    /// The value under a key that may be left out, or the default.
    pub(crate) fn or_default<T: Read + Default>(&mut self, key: &'static str) -> T {
        self.optional(key).unwrap_or_default()
    }

    /// The value under a key that must be there.
    pub(crate) fn required<T: Read>(&mut self, key: &'static str) -> Option<T> {
        if let Some(value) = self.ask(key) {
            return T::read(value, self.findings);
        }
        let title = self.title;
        self.findings.push(
            Finding::MissingKey
                .error(format!("the {title} has no `{key}`"))
                .at(self.node.handle())
                .label(format!("`{key}` is missing here")),
        );
        None
    }

    /// The one key of these that is there, with its value; none or several are an error.
    pub(crate) fn one_of(&mut self, keys: &[&'static str]) -> Option<(&'static str, &'a Node)> {
        let found: Vec<_> = keys.iter().filter_map(|key| self.ask(key).map(|value| (*key, value))).collect();
        if let [one] = found[..] {
            return Some(one);
        }
        let choice = alternatives(keys);
        let diagnostic = match found[..] {
            [] => Finding::MissingKey
                .error(format!("the {} has no {choice}", self.title))
                .at(self.node.handle())
                .label("needs exactly one of them"),
            [(first, _), (second, value), ..] => Finding::KeysExclude
                .error(format!("the {} has both `{first}` and `{second}`", self.title))
                .at(value.owner)
                .label("one too many")
                .related(found[0].1.owner, "the first one")
                .help(format!("keep one: {choice}")),
            [_] => return None,
        };
        self.findings.push(diagnostic);
        None
    }

    fn ask(&mut self, key: &'static str) -> Option<&'a Node> {
        self.asked.push(key);
        self.node.get(key)
    }

    fn report_unknown(&mut self, entries: &[(Node, Node)]) {
        for (key, _) in entries {
            let Some(name) = key.scalar().map(|key| key.text.as_str()) else {
                self.findings.push(wrong_type(key, "a key"));
                continue;
            };
            if self.asked.contains(&name) {
                continue;
            }
            let (used, free): (Vec<&str>, Vec<&str>) =
                self.asked.iter().partition(|asked| self.node.get(asked).is_some());
            let diagnostic = Finding::UnknownKey
                .error(format!("the {} has no key `{name}`", self.title))
                .at(key.span)
                .label(match (nearest(name, free), nearest(name, used)) {
                    (Some(near), _) => format!("did you mean `{near}`?"),
                    (None, Some(near)) => format!("did you mean `{near}`, which is there already?"),
                    (None, None) => "unknown".to_owned(),
                });
            let diagnostic = if name == "<<" {
                diagnostic.help(
                    "merge keys are not part of YAML 1.2; an alias (`*name`) can stand for a whole value",
                )
            } else {
                diagnostic
            };
            self.findings.push(diagnostic.help(format!("its keys: {}", list(self.asked.iter().copied()))));
        }
    }
}

/// The scalar, or a finding that something else was expected.
pub(crate) fn scalar<'a>(node: &'a Node, expected: &str, findings: &mut Findings) -> Option<&'a Scalar> {
    let scalar = node.scalar().filter(|scalar| scalar.meaning != Meaning::Nothing);
    if scalar.is_none() {
        findings.push(wrong_type(node, expected));
    }
    scalar
}

pub(crate) fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
    let diagnostic = Finding::WrongType
        .error(format!("expected {expected}, found {}", node.words()))
        .at(node.handle())
        .label(format!("should be {expected}"));
    match &node.value {
        _ if node.is_missing() => diagnostic.help("give it a value, or delete the key"),
        // `echo Result: passed`, unquoted.
        Value::Map(entries) if matches!(&entries[..], [(key, value)] if key.scalar().is_some() && value.scalar().is_some()) => {
            diagnostic.help("text that holds `: ` is put in quotes; unquoted it is a key and a value")
        }
        Value::List(items) if matches!(&items[..], [only] if only.scalar().is_some()) => {
            diagnostic.help("leave out the brackets or the dash")
        }
        Value::List(_) if expected == "a mapping" => diagnostic.help("write keys and values: `key: value`"),
        Value::Scalar(text) if expected == "a whole number" => {
            let digits = text.text.trim_end_matches(|last: char| !last.is_ascii_digit());
            if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                diagnostic.help(format!("write the number alone: `{digits}`"))
            } else {
                diagnostic
            }
        }
        _ => diagnostic,
    }
}

pub(crate) fn quote(scalar: &Scalar, span: Span) -> Diagnostic {
    let text = &scalar.text;
    let what = match scalar.meaning {
        Meaning::Integer => "a number",
        Meaning::Boolean => "a boolean",
        Meaning::Unclear(what) => what,
        Meaning::Nothing | Meaning::Text => "nothing",
    };
    Finding::NeedsQuotes
        .error(format!("`{text}` without quotes is {what}, and not text"))
        .at(span)
        .label("needs quotes")
        .help(format!("write `\"{text}\"`"))
        .fix(Fix::replace("put it in quotes", span, format!("\"{text}\"")))
}

pub(crate) fn report_duplicates(entries: &[(Node, Node)], findings: &mut Findings) {
    let mut seen: IndexMap<&str, Span> = IndexMap::new();
    for (key, _) in entries {
        let Some(name) = key.scalar().map(|key| key.text.as_str()) else {
            continue;
        };
        if let Some(first) = seen.get(name) {
            findings.push(
                Finding::DuplicateKey
                    .error(format!("`{name}` is written twice"))
                    .at(key.span)
                    .label("again here")
                    .related(*first, "first here")
                    .help("keep one of the two: YAML readers disagree on which of them counts"),
            );
        } else {
            seen.insert(name, key.span);
        }
    }
}

/// Names the nearest right word under the place, where one is near.
pub(crate) fn suggest<'a>(
    diagnostic: Diagnostic,
    wrong: &str,
    words: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    match nearest(wrong, words) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None => diagnostic.label("unknown"),
    }
}

/// `` `a`, `b`, `c` ``
pub(crate) fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// `` `a`, `b` or `c` ``
pub(crate) fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [rest @ .., last] => format!("{} or `{last}`", list(rest.iter().copied())),
    }
}

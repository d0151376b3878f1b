//! A template as text.
//!
//! YAML is for people and for CloudFormation, which reads YAML 1.1: short intrinsics, block scalars for scripts, a blank
//! line between resources, comments between sections, and quotes wherever a 1.1 reader would see something else than
//! a string. JSON has the long intrinsics and no comments.

use std::fmt;

use indexmap::IndexMap;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use serde_yaml::{FlowMap, SingleQuoted, Tagged};

use crate::Template;
use crate::template::VERSION;

/// The printer failed; the template holds something that YAML can't.
#[derive(Debug)]
pub struct PrintError(serde_yaml::SerializeError);

impl fmt::Display for PrintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the template cannot be printed as YAML: {}", self.0)
    }
}

impl std::error::Error for PrintError {}

/// The template as JSON, ending in a newline.
pub fn to_json(template: &Template) -> String {
    json(&template.to_value())
}

pub(crate) fn json(template: &Json) -> String {
    format!("{template:#}\n")
}

/// The template as YAML, ending in a newline.
///
/// # Errors
/// Where the YAML library refuses a value; none that a template can hold is known.
pub fn to_yaml(template: &Template) -> Result<String, PrintError> {
    printed(&Whole(template), template.sections())
}

pub(crate) fn yaml(template: &Json, sections: &[(String, String)]) -> Result<String, PrintError> {
    printed(&Yaml(template), sections)
}

fn printed(template: &impl Serialize, sections: &[(String, String)]) -> Result<String, PrintError> {
    let plain = serde_yaml::to_string_with_options(template, options()).map_err(PrintError)?;
    Ok(spaced(&plain, sections))
}

/// A text as one YAML scalar whose lines after the first are indented by `indent` spaces: what stands after `- ` at two
/// spaces less. It reads back as exactly that text, in YAML 1.1 too.
pub fn yaml_scalar(text: &str, indent: usize) -> String {
    let printed = serde_yaml::to_string_with_options(&text, options())
        .unwrap_or_else(|error| unreachable!("a text can be printed: {error}"));
    let margin = " ".repeat(indent.saturating_sub(2));
    let mut lines = printed.strip_suffix('\n').unwrap_or(&printed).split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.extend([margin.as_str(), line]);
        }
    }
    out
}

fn options() -> serde_yaml::SerializerOptions {
    serde_yaml::ser_options! {
        compact_list_indent: true,
        folded_wrap_chars: usize::MAX,
    }
}

/// Maps of a few short words, which read better in one line; not where an expression is among them.
const ONE_LINE: [&str; 2] = ["ActionTypeId", "Principal"];

/// [`Template::to_value`] with CloudFormation's short tags; nothing is copied for it.
struct Whole<'a>(&'a Template);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("AWSTemplateFormatVersion", VERSION)?;
        map.serialize_entry("Description", &Yaml(&self.0.description().into()))?;
        for (name, part) in self.0.parts() {
            map.serialize_entry(name, &Entries(part))?;
        }
        map.end()
    }
}

/// A section of a template: what it has, by logical IDs.
struct Entries<'a>(&'a IndexMap<String, Json>);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        entries(serializer, self.0)
    }
}

/// A JSON value that prints with CloudFormation's short tags.
struct Yaml<'a>(&'a Json);

impl Serialize for Yaml<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::Object(members) => {
                if let Some((tag, text)) = intrinsic(members) {
                    let tag = Some(tag.to_owned());
                    return if reads_better_in_single_quotes(&text) {
                        Tagged(SingleQuoted(text), tag).serialize(serializer)
                    } else {
                        Tagged(text, tag).serialize(serializer)
                    };
                }
                entries(serializer, members)
            }
            Json::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Yaml(item))?;
                }
                list.end()
            }
            Json::String(text) if reads_better_in_single_quotes(text) => {
                SingleQuoted(text.as_str()).serialize(serializer)
            }
            scalar => scalar.serialize(serializer),
        }
    }
}

fn entries<'a, S: Serializer>(
    serializer: S,
    members: impl IntoIterator<Item = (&'a String, &'a Json), IntoIter: ExactSizeIterator>,
) -> Result<S::Ok, S::Error> {
    let members = members.into_iter();
    let mut map = serializer.serialize_map(Some(members.len()))?;
    for (key, value) in members {
        let is_plain = || value.as_object().is_some_and(|map| map.values().all(Json::is_string));
        if ONE_LINE.contains(&key.as_str()) && is_plain() {
            map.serialize_entry(key, &FlowMap(value))?;
        } else {
            map.serialize_entry(key, &Yaml(value))?;
        }
    }
    map.end()
}

/// JSON in one line would otherwise drown in backslashes.
fn reads_better_in_single_quotes(text: &str) -> bool {
    text.contains('"') && text.chars().all(|c| c != '\'' && c != '\\' && !c.is_control())
}

/// The short tag and its text, where the map is one of the three intrinsics that an expression prints as.
fn intrinsic(members: &serde_json::Map<String, Json>) -> Option<(&'static str, String)> {
    if members.len() != 1 {
        return None;
    }
    match members.iter().next()? {
        (key, Json::String(text)) if key == "Ref" => Some(("!Ref", text.clone())),
        (key, Json::String(text)) if key == "Fn::Sub" => Some(("!Sub", text.clone())),
        (key, Json::Array(path)) if key == "Fn::GetAtt" => {
            let path: Vec<_> = path.iter().filter_map(Json::as_str).collect();
            Some(("!GetAtt", path.join(".")))
        }
        _ => None,
    }
}

/// With a blank line before every section, resource, parameter and output, and the sections' comments.
///
/// A section is a line without indentation that ends in a colon, and its members are indented by two spaces; what a text
/// holds is indented deeper there. The description, at the top, is a text and no section.
fn spaced(plain: &str, sections: &[(String, String)]) -> String {
    let mut spaced = String::with_capacity(plain.len() + plain.len() / 16);
    let mut sections = sections.iter().peekable();
    let (mut in_section, mut first_member) = (false, false);
    for whole in plain.split_inclusive('\n') {
        let line = whole.trim_end_matches('\n');
        let is_key = |indent: &str| {
            line.strip_prefix(indent)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        if is_key("") {
            if !spaced.is_empty() {
                spaced.push('\n');
            }
            in_section = line.ends_with(':');
            first_member = true;
        } else if in_section && is_key("  ") {
            if !first_member {
                spaced.push('\n');
            }
            first_member = false;
            let id = line.trim_start().trim_end_matches(':');
            if let Some((_, title)) = sections.next_if(|(first, _)| first == id) {
                spaced.extend(["  # ", title, "\n"]);
            }
        }
        spaced.push_str(whole);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::yaml_scalar;

    #[test]
    fn a_scalar_reads_back_as_itself() {
        let awkward = [
            "",
            " ",
            "a",
            "yes",
            "0123",
            "1:30",
            "2012-10-17",
            "# no comment",
            "- item",
            "key: value",
            "a\nb",
            "a\nb\n",
            "\n\na\n\n",
            "  indented\nfirst",
            "tab\there",
            "quote \" and '",
            "{{x}} ${y} $(z)",
            "trailing ",
            "| pipe",
            "multi\n  deeper\n\n  after blank\n",
            "\u{feff}bom",
            "null",
            "~",
            "!tag",
            "&anchor",
            "*alias",
            "a\r\nb",
        ];
        for text in awkward {
            let yaml = format!("commands:\n      - {}\n      - last\n", yaml_scalar(text, 8));
            let read: std::collections::BTreeMap<String, Vec<String>> =
                serde_yaml::from_str(&yaml).unwrap_or_else(|error| panic!("{text:?}: {error}\n{yaml}"));
            assert_eq!(read["commands"], [text, "last"], "{yaml}");
        }
    }
}

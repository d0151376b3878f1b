//! Templates of ours, filled in with what users wrote: every value is quoted for the language it lands in.
//!
//! A template's own comment stands at its end, and is cut off before it costs the parser anything.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use handlebars::{
    Context, Handlebars, JsonTruthy, Output, RenderContext, RenderError, RenderErrorReason, Renderable,
    StringOutput, Template, handlebars_helper,
};
use serde_json::Value as Json;

/// The templates, by the name that the rest of the compiler uses.
const TEMPLATES: [(&str, &str); 8] = [
    ("appspec", include_str!("../assets/release/appspec.yaml.hbs")),
    ("build", include_str!("../assets/build/buildspec.yaml.hbs")),
    ("image", include_str!("../assets/image/buildspec.yaml.hbs")),
    ("maven", include_str!("../assets/build/mirrors/maven.sh.hbs")),
    ("npm", include_str!("../assets/build/mirrors/npm.sh.hbs")),
    ("package", include_str!("../assets/build/package.sh.hbs")),
    ("pip", include_str!("../assets/build/mirrors/pip.sh.hbs")),
    ("release", include_str!("../assets/release/buildspec.yaml.hbs")),
];

/// The templates' parts, each when it is first used: most stacks need half of them.
static PARTS: [OnceLock<Vec<Part>>; TEMPLATES.len()] = [const { OnceLock::new() }; TEMPLATES.len()];

/// Expressions that were met before: the same ones come again and again.
static COMPILED: Mutex<BTreeMap<&str, Arc<Template>>> = Mutex::new(BTreeMap::new());

/// What templates are filled in by.
static HELPERS: OnceLock<Handlebars<'static>> = OnceLock::new();

/// A piece of a template.
///
/// The parser looks at every letter many times, and counts lines from the first one for every element. So it gets the
/// expressions alone: text stands as it is, and a block that begins and ends with a line of its own is taken apart here.
enum Part {
    /// As it stands.
    Text(&'static str),
    /// An expression, or a line with a block in it.
    Fill(&'static str),
    /// What stands there if the value says yes, or no.
    If { path: &'static str, wanted: bool, parts: Vec<Part> },
    /// What stands there for every value of a list.
    Each { path: &'static str, parts: Vec<Part> },
}

impl Part {
    /// The parts of a template, in order.
    fn all(template: &'static str) -> Vec<Self> {
        let mut rest = template.find("{{!--").map_or(template, |comment| &template[..comment]);
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let line = rest.find('\n').map_or(rest, |end| &rest[..=end]);
            if let Some((block, after)) = Self::block(line, rest) {
                parts.push(block);
                rest = after;
            } else {
                Self::line(line, &mut parts);
                rest = &rest[line.len()..];
            }
        }
        parts
    }

    /// The block that the first line of a text begins, and what follows its end. What is more than a plain condition or
    /// list stays whole.
    fn block(first: &'static str, text: &'static str) -> Option<(Self, &'static str)> {
        let (kind, path) = first.strip_prefix("{{#")?.strip_suffix("}}\n")?.split_once(' ')?;
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter == '_' || letter == '.';
        let mut is_plain = matches!(kind, "if" | "unless" | "each") && path.chars().all(is_plain);
        let (mut length, mut depth) = (first.len(), 1);
        for line in text[first.len()..].split_inclusive('\n') {
            depth += usize::from(line.starts_with("{{#"));
            depth -= usize::from(line.starts_with("{{/"));
            is_plain &= depth != 1 || !line.starts_with("{{else");
            if depth == 0 {
                let end = length + line.len();
                let parts = || Self::all(&text[first.len()..length]);
                let block = match kind {
                    _ if !is_plain => Self::Fill(&text[..end]),
                    "each" => Self::Each { path, parts: parts() },
                    _ => Self::If { path, wanted: kind == "if", parts: parts() },
                };
                return Some((block, &text[end..]));
            }
            length += line.len();
        }
        None
    }

    /// The parts of a line.
    fn line(line: &'static str, parts: &mut Vec<Self>) {
        if line.contains("{{#") {
            return parts.push(Self::Fill(line));
        }
        let mut rest = line;
        while let Some(start) = rest.find("{{") {
            let end = rest[start..].find("}}").map_or(rest.len(), |end| start + end + "}}".len());
            parts.push(Self::Text(&rest[..start]));
            parts.push(Self::Fill(&rest[start..end]));
            rest = &rest[end..];
        }
        parts.push(Self::Text(rest));
    }

    fn render(&self, context: &Context, out: &mut StringOutput) -> Result<(), RenderError> {
        match self {
            Self::Text(text) => Ok(out.write(text)?),
            Self::Fill(source) => {
                let helpers = HELPERS.get_or_init(helpers);
                compiled(source).render(helpers, context, &mut RenderContext::new(None), out)
            }
            Self::If { path, wanted, parts } => {
                if value(path, context)?.is_truthy(false) == *wanted {
                    rendered(parts, context, out)?;
                }
                Ok(())
            }
            Self::Each { path, parts } => {
                let items = value(path, context)?.as_array();
                items
                    .into_iter()
                    .flatten()
                    .try_for_each(|item| rendered(parts, &Context::from(item.clone()), out))
            }
        }
    }
}

fn compiled(source: &'static str) -> Arc<Template> {
    let mut all = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let compile = || match Template::compile(source) {
        Ok(template) => Arc::new(template),
        Err(error) => unreachable!("the embedded template is well formed: {error}"),
    };
    Arc::clone(all.entry(source).or_insert_with(compile))
}

fn rendered(parts: &[Part], context: &Context, out: &mut StringOutput) -> Result<(), RenderError> {
    parts.iter().try_for_each(|part| part.render(context, out))
}

/// What the context has under that path: of nothing, nothing.
fn value<'a>(path: &str, context: &'a Context) -> Result<&'a Json, RenderError> {
    path.split('.')
        .try_fold(context.data(), |value, key| if value.is_null() { Some(value) } else { value.get(key) })
        .ok_or_else(|| RenderErrorReason::MissingVariable(Some(path.to_owned())).into())
}

fn helpers() -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(handlebars::no_escape);
    handlebars_helper!(block: |margin: usize, text: str| cfn::yaml_scalar(text, margin));
    handlebars_helper!(indent: |margin: usize, text: str| indented(text, margin));
    handlebars_helper!(json: |text: str| Json::from(text).to_string());
    handlebars_helper!(shell: |text: str| shell_word(text));
    handlebars_helper!(xml: |text: str| xml_text(text));
    registry.register_helper("block", Box::new(block));
    registry.register_helper("indent", Box::new(indent));
    registry.register_helper("json", Box::new(json));
    registry.register_helper("shell", Box::new(shell));
    registry.register_helper("xml", Box::new(xml));
    registry
}

/// The template of that name, filled in.
///
/// # Panics
/// Where a template names something that its context lacks: every template is rendered by the tests.
pub(crate) fn render(template: &str, context: Json) -> String {
    let Some(index) = TEMPLATES.iter().position(|(name, _)| *name == template) else {
        unreachable!("there is no template {template}");
    };
    let (name, text) = TEMPLATES[index];
    let (context, mut out) = (Context::from(context), StringOutput::new());
    if let Err(error) = rendered(PARTS[index].get_or_init(|| Part::all(text)), &context, &mut out) {
        unreachable!("the template {name} and its context belong together: {error}");
    }
    out.into_string().unwrap_or_else(|error| unreachable!("what is rendered is text: {error}"))
}

/// Every line but the first moved to the right; empty ones stay empty.
fn indented(text: &str, by: usize) -> String {
    let mut lines = text.trim_end_matches('\n').split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', by));
            out.push_str(line);
        }
    }
    out
}

/// One word for a POSIX shell, whatever it contains.
fn shell_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Text for XML.
fn xml_text(text: &str) -> String {
    let escapes = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&apos;")];
    text.chars().fold(String::new(), |mut out, c| {
        match escapes.iter().find(|(raw, _)| *raw == c) {
            Some((_, escaped)) => out.push_str(escaped),
            None => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{indented, shell_word, xml_text};

    #[test]
    fn a_word_stays_one_word_in_a_shell() {
        for awkward in ["a b", "it's", "$(reboot)", "`id`", "\"", "a\nb", "${HOME}", ""] {
            let output = std::process::Command::new("sh")
                .args(["-c", &format!("printf %s {}", shell_word(awkward))])
                .output()
                .unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), awkward);
        }
    }

    #[test]
    fn xml_keeps_its_markup() {
        assert_eq!(xml_text("<a href='x'>&\""), "&lt;a href=&apos;x&apos;&gt;&amp;&quot;");
    }

    #[test]
    fn empty_lines_are_not_indented() {
        assert_eq!(indented("a\n\n  b\n", 2), "a\n\n    b");
    }
}

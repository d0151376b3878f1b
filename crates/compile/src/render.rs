//! Templates of ours, filled in with what users wrote: every value is quoted for the language it lands in.
//!
//! A template's own comment stands at its end, and is cut off before it costs the parser anything.

use std::sync::OnceLock;

use handlebars::{
    Context, Handlebars, JsonTruthy, Output, RenderContext, RenderError, Renderable, StringOutput, Template,
    handlebars_helper,
};
use serde_json::Value as Json;

/// The templates, by the name that the rest of the compiler uses.
const TEMPLATES: [(&str, &str); 7] = [
    ("appspec", include_str!("../assets/release/appspec.yaml.hbs")),
    ("build", include_str!("../assets/build/buildspec.yaml.hbs")),
    ("maven", include_str!("../assets/build/mirrors/maven.sh.hbs")),
    ("npm", include_str!("../assets/build/mirrors/npm.sh.hbs")),
    ("package", include_str!("../assets/build/package.sh.hbs")),
    ("pip", include_str!("../assets/build/mirrors/pip.sh.hbs")),
    ("release", include_str!("../assets/release/buildspec.yaml.hbs")),
];

/// The templates' parts, each when it is first used: most stacks need half of them.
static PARTS: [OnceLock<Vec<Part>>; TEMPLATES.len()] = [const { OnceLock::new() }; TEMPLATES.len()];

/// What templates are filled in by.
static HELPERS: OnceLock<Handlebars<'static>> = OnceLock::new();

/// Some whole lines of a template.
///
/// The parser counts a template's lines from its first one for every element. So it gets only the lines that have something
/// to fill in, block by block, and of those the blocks that are wanted.
enum Part {
    /// As it stands.
    Text(&'static str),
    /// To be filled in.
    Fill {
        source: &'static str,
        /// What the whole block depends on.
        condition: Option<&'static str>,
        compiled: OnceLock<Template>,
    },
}

impl Part {
    /// The parts of a template, in order.
    fn all(template: &'static str) -> Vec<Self> {
        let mut rest = template.find("{{!--").map_or(template, |comment| &template[..comment]);
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (part, after) = rest.split_at(Self::length(rest));
            parts.push(Self::new(part));
            rest = after;
        }
        parts
    }

    /// How long the first part is: lines without anything to fill in, or a line that has it, to the end of its block.
    fn length(template: &str) -> usize {
        let (mut length, mut depth) = (0, 0);
        for line in template.split_inclusive('\n') {
            let fills = line.contains("{{");
            if fills && depth == 0 && length > 0 {
                break;
            }
            length += line.len();
            depth += line.matches("{{#").count();
            depth -= line.matches("{{/").count();
            if fills && depth == 0 {
                break;
            }
        }
        length
    }

    fn new(source: &'static str) -> Self {
        if !source.contains("{{") {
            return Self::Text(source);
        }
        let block = source.strip_prefix("{{#if ").filter(|_| !source.contains("{{else"));
        let condition = block.and_then(|block| block.split_once("}}\n")).map(|(condition, _)| condition);
        Self::Fill { source, condition, compiled: OnceLock::new() }
    }

    fn render(&self, context: &Context, out: &mut StringOutput) -> Result<(), RenderError> {
        let (source, condition, compiled) = match self {
            Self::Text(text) => return Ok(out.write(text)?),
            Self::Fill { source, condition, compiled } => (source, condition, compiled),
        };
        if condition.is_some_and(|condition| is_unmet(condition, context.data())) {
            return Ok(());
        }
        let compile = || {
            Template::compile(source)
                .unwrap_or_else(|error| unreachable!("the embedded template is well formed: {error}"))
        };
        let (template, helpers) = (compiled.get_or_init(compile), HELPERS.get_or_init(helpers));
        template.render(helpers, context, &mut RenderContext::new(None), out)
    }
}

/// Whether the context has that, and says no.
fn is_unmet(condition: &str, context: &Json) -> bool {
    let value = condition.split('.').try_fold(context, |value, key| value.get(key));
    value.is_some_and(|value| !value.is_truthy(false))
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
    for part in PARTS[index].get_or_init(|| Part::all(text)) {
        if let Err(error) = part.render(&context, &mut out) {
            unreachable!("the template {name} and its context belong together: {error}");
        }
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

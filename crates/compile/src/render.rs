//! Templates of ours, filled in with what users wrote: every value is quoted for the language it lands in.
//!
//! A template's own comment stands at its end, and is cut off before it costs the parser anything.

use std::sync::OnceLock;

use handlebars::{Handlebars, handlebars_helper};
use serde::Serialize;

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

/// The compiled templates, each when it is first used: most stacks need half of them.
static COMPILED: [OnceLock<Handlebars<'static>>; TEMPLATES.len()] =
    [const { OnceLock::new() }; TEMPLATES.len()];

fn compiled(name: &str, template: &'static str) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(handlebars::no_escape);
    handlebars_helper!(block: |margin: usize, text: str| cfn::yaml_scalar(text, margin));
    handlebars_helper!(indent: |margin: usize, text: str| indented(text, margin));
    handlebars_helper!(json: |text: str| serde_json::Value::from(text).to_string());
    handlebars_helper!(shell: |text: str| shell_word(text));
    handlebars_helper!(xml: |text: str| xml_text(text));
    registry.register_helper("block", Box::new(block));
    registry.register_helper("indent", Box::new(indent));
    registry.register_helper("json", Box::new(json));
    registry.register_helper("shell", Box::new(shell));
    registry.register_helper("xml", Box::new(xml));
    let text = template.find("{{!--").map_or(template, |comment| &template[..comment]);
    if let Err(error) = registry.register_template_string(name, text) {
        unreachable!("the embedded template {name} is well formed: {error}");
    }
    registry
}

/// The template of that name, filled in.
///
/// # Panics
/// Where a template names something that its context lacks: every template is rendered by the tests.
pub(crate) fn render(template: &str, context: &impl Serialize) -> String {
    let Some(index) = TEMPLATES.iter().position(|(name, _)| *name == template) else {
        unreachable!("there is no template {template}");
    };
    let (name, text) = TEMPLATES[index];
    COMPILED[index]
        .get_or_init(|| compiled(name, text))
        .render(name, context)
        .unwrap_or_else(|error| unreachable!("the template {name} and its context belong together: {error}"))
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

//! Names with other characters than letters and digits.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "logical-id-invalid",
    severity: Severity::Error,
    title: "A logical ID has other characters than letters and digits.",
    explanation: "The names of resources, parameters, outputs and mappings are made of the letters A to Z and a to z and \
                  digits alone: no hyphen, no underscore, no dot. CloudFormation refuses the template: \"Resource name … is \
                  non alphanumeric\". What the resource itself is called is a property, and may have others.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for (section, what) in [
        ("Resources", "a resource"),
        ("Parameters", "a parameter"),
        ("Outputs", "an output"),
        ("Mappings", "a mapping"),
    ] {
        for entry in ctx.section(section) {
            let name = entry.key.as_str();
            if name.starts_with("Fn::") || name == "<<" || is_alphanumeric(name) || is_loop(name) {
                continue;
            }
            let message = if name.is_empty() {
                format!("the name of {what} is a text")
            } else {
                format!("`{name}` is no name for {what}")
            };
            let finding = RULE.at(entry.key_span, message);
            let words: String = name.split(|c: char| !c.is_ascii_alphanumeric()).map(capital).collect();
            out.add(if words.is_empty() {
                finding.help("use letters and digits")
            } else {
                finding.help(format!("use letters and digits, as in `{words}`"))
            });
        }
    }
}

fn is_alphanumeric(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A name that `Fn::ForEach` completes.
fn is_loop(name: &str) -> bool {
    name.contains("${") || name.contains("&{")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

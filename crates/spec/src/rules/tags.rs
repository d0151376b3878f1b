//! Tags and the stack's own description: what every service takes.

use super::names::{not_allowed, too_long};
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Located, Stack};

/// AWS takes 50 tags on a resource; CloudFormation and some of our resources add their own.
const MOST: usize = 40;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for text in stack.description.iter().filter(|text| text.len() > 1_024) {
        too_long(
            "description",
            text.len(),
            1_024,
            "the limit of CloudFormation, in bytes",
            text.span(),
            findings,
        );
    }
    if let Some((key, _)) = stack.tags.get_index(MOST) {
        findings.error(
            Finding::TooMany,
            key.span(),
            format!("{} tags, and {MOST} are allowed", stack.tags.len()),
            "the first one too many",
            "AWS takes 50 on a resource, and a few are needed for the stack's own",
        );
    }
    for (key, value) in &stack.tags {
        findings.within("tags", |findings| one(key, value, findings));
    }
}

/// The narrowest rules of all services: CodeBuild takes 127 and 255 characters, the others one more.
fn one(key: &Located<String>, value: &Located<String>, findings: &mut Findings) {
    if key.to_ascii_lowercase().starts_with("aws:") {
        findings.error(
            Finding::InvalidTag,
            key.span(),
            format!("the tag `{}` is AWS's own", key.as_str()),
            "begins with `aws:`",
            "choose another prefix",
        );
    }
    if key.is_empty() {
        findings.error(Finding::InvalidTag, key.span(), "a tag has no key", "is empty", "give it a name");
    }
    for (what, text, max) in [("key", key, 127), ("value", value, 255)] {
        let length = text.chars().count();
        if length > max {
            too_long(
                &format!("tag's {what}"),
                length,
                max,
                "the limit of CodeBuild, the narrowest of all services",
                text.span(),
                findings,
            );
        }
        let unfit = text.chars().find(|character| {
            !(character.is_alphanumeric() || *character == ' ' || "_.:/=+-@".contains(*character))
        });
        if let Some(character) = unfit {
            findings.error(
                Finding::InvalidTag,
                text.span(),
                format!("the tag's {what} `{}` cannot be set", text.escape_debug()),
                not_allowed(character),
                "letters, digits, spaces and `_`, `.`, `:`, `/`, `=`, `+`, `-`, `@`",
            );
        }
    }
}

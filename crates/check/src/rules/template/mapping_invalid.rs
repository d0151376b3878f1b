//! Mappings that are not two keys deep.

use cfn::read::{Entry, Kind};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "mapping-invalid",
    severity: Severity::Error,
    title: "A mapping is not two keys deep, or has a key that there cannot be.",
    explanation: "A mapping leads from a first key to a second one, and from that to a text, a number or a list of them: no less \
                  and no more. Second keys are made of letters and digits; first keys may have dots and hyphens, too, for \
                  names of regions. CloudFormation refuses the template otherwise: \"Every Mappings attribute must be a \
                  String or a List\".",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if let Some(entry) = ctx.root().entry("Mappings")
        && !entry.value.is_map()
        && !matches!(entry.value.kind, Kind::Null | Kind::Call(_))
    {
        out.add(RULE.at(entry.key_span, "the section `Mappings` is not a mapping"));
    }
    for mapping in ctx.section("Mappings") {
        if !members(mapping, out) {
            continue;
        }
        for first in mapping.value.entries() {
            name(first, &['.', '-'], "a first key has letters, digits, dots and hyphens", out);
            if !members(first, out) {
                continue;
            }
            for second in first.value.entries() {
                name(second, &[], "a second key has letters and digits", out);
                let value = &second.value;
                if value.is_map() {
                    let message = format!("`{}` is a mapping, and a mapping is two keys deep", second.key);
                    out.add(
                        RULE.at(second.key_span, message).help("it ends with a text, a number or a list"),
                    );
                }
                for item in value.items().iter().filter(|item| item.is_map() || item.is_list()) {
                    out.add(RULE.at(item.handle(), "a list in a mapping holds texts and numbers"));
                }
            }
        }
    }
}

/// Whether there are members to look at.
fn members(entry: &Entry, out: &mut Findings) -> bool {
    if is_foreign(entry) || matches!(entry.value.kind, Kind::Null | Kind::Call(_)) {
        return false;
    }
    if !entry.value.is_map() {
        let message = format!("`{}` is a value, and a mapping is two keys deep", entry.key);
        out.add(RULE.at(entry.key_span, message).help("write `Mapping: { first: { second: value } }`"));
        return false;
    }
    if entry.value.entries().is_empty() {
        out.add(RULE.at(entry.key_span, format!("`{}` holds nothing", entry.key)));
    }
    !entry.value.is_open()
}

fn name(entry: &Entry, also: &[char], rule: &str, out: &mut Findings) {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || also.contains(&letter);
    if !is_foreign(entry) && (entry.key.is_empty() || !entry.key.chars().all(fits)) {
        out.add(RULE.at(entry.key_span, format!("`{}` is no key of a mapping", entry.key)).help(rule));
    }
}

fn is_foreign(entry: &Entry) -> bool {
    entry.key.starts_with("Fn::") || entry.key == "<<"
}

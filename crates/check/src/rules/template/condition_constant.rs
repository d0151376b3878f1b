//! Conditions that always go the same way.

use cfn::read::{Function, Node};
use diag::Severity;

use super::place::shown;
use super::schema::lists::canonical;
use super::visit;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "condition-constant",
    severity: Severity::Warning,
    title: "A comparison is always true, or never.",
    explanation: "`Fn::Equals` of two texts that are written out, of a value with itself, or of a parameter with something that \
                  its `AllowedValues` leave out, goes the same way at every deployment. Either the comparison is left over, or \
                  one side was meant to be something else: a `Ref` that was forgotten, a value that has been renamed.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    visit::all(ctx, &mut |node, place| {
        if place.section != "Conditions" {
            return;
        }
        let Some([left, right]) = node.call_of(&Function::Equals).map(Node::items) else { return };
        let message = match (left.scalar(), right.scalar()) {
            (Some(left), Some(right)) => {
                format!("`{left}` and `{right}` are {} equal", if left == right { "always" } else { "never" })
            }
            (None, None) if canonical(left) == canonical(right) => "a value always equals itself".to_owned(),
            (Some(text), None) => match never(ctx, right, text) {
                Some(message) => message,
                None => return,
            },
            (None, Some(text)) => match never(ctx, left, text) {
                Some(message) => message,
                None => return,
            },
            _ => return,
        };
        out.add(RULE.at(shown(node), message));
    });
}

/// A text that a parameter's allowed values leave out.
fn never(ctx: &Context<'_>, node: &Node, text: &str) -> Option<String> {
    let name = node.call_of(&Function::Ref)?.text()?;
    let allowed = ctx.parameter(name)?.value.get("AllowedValues")?.items();
    let values: Option<Vec<_>> = allowed.iter().map(Node::scalar).collect();
    (!values?.contains(&text))
        .then(|| format!("`{name}` is never `{text}`: its `AllowedValues` leave it out"))
}

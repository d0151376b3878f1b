//! The code that functions have written out in the template.
//!
//! In: the functions of a template. Out: each inline code with its runtime and handler, and what its Python is. Code that
//! lies in S3 or in an image is not looked for.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use cfn::read::Node;
use diag::Span;

use super::python::{self, Module};
use crate::Context;
use crate::context::Resource;
use crate::embedded::Embedded;

/// The file that CloudFormation makes of inline code, without its ending.
pub(super) const MODULE: &str = "index";

/// AWS's page about inline code.
pub(super) const PAGE: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html";

/// A function's inline code.
#[derive(Debug)]
pub(crate) struct Inline<'t> {
    /// Such as `python3.13`.
    pub(super) runtime: Cow<'t, str>,
    pub(super) runtime_node: &'t Node,
    /// Such as `index.handler`.
    pub(super) handler: Option<Cow<'t, str>>,
    pub(super) handler_node: Option<&'t Node>,
    embedded: Embedded<'t>,
    python: OnceCell<Option<Module>>,
}

/// Every inline code of the template.
pub(crate) fn all<'t>(ctx: &Context<'t>) -> Vec<Inline<'t>> {
    let mut found = Vec::new();
    for function in ctx.of_type("AWS::Lambda::Function").filter_map(Resource::properties) {
        for [runtime, handler, code] in ctx.ways(function, ["Runtime", "Handler", "Code"]) {
            let Some(code) = code else { continue };
            for [text] in ctx.ways(code, ["ZipFile"]) {
                found.extend(text.and_then(|text| Inline::read(ctx, runtime?, handler, text)));
            }
        }
    }
    for function in ctx.of_type("AWS::Serverless::Function").filter_map(Resource::properties) {
        for [runtime, handler, text] in ctx.ways(function, ["Runtime", "Handler", "InlineCode"]) {
            found.extend(text.and_then(|text| Inline::read(ctx, runtime?, handler, text)));
        }
    }
    found
}

impl<'t> Inline<'t> {
    fn read(
        ctx: &Context<'t>,
        runtime_node: &'t Node,
        handler_node: Option<&'t Node>,
        text: &'t Node,
    ) -> Option<Self> {
        let runtime = ctx.text(runtime_node)?;
        let handler = handler_node.and_then(|handler| ctx.text(handler));
        let embedded = Embedded::read(text)?;
        Some(Self { runtime, runtime_node, handler, handler_node, embedded, python: OnceCell::new() })
    }

    /// The code, unknown parts masked.
    pub(super) fn text(&self) -> &str {
        self.embedded.text()
    }

    /// Whether all of it is known.
    pub(super) fn is_whole(&self) -> bool {
        self.embedded.is_whole()
    }

    /// The Python that the code is; `None` for another language, or where too little of it is known.
    pub(super) fn python(&self) -> Option<&Module> {
        let minor = python_minor(&self.runtime)?;
        self.python
            .get_or_init(|| {
                python::parse(self.embedded.text(), minor).filter(|_| !self.embedded.may_hold_lines())
            })
            .as_ref()
    }

    /// Whether it runs on Node.js.
    pub(super) fn is_node(&self) -> bool {
        self.runtime.starts_with("nodejs")
    }

    /// The function that the handler names in the code's own file.
    pub(super) fn function(&self) -> Option<&str> {
        self.handler.as_deref()?.strip_prefix(MODULE)?.strip_prefix('.')
    }

    /// Where the handler stands, or else the runtime.
    pub(super) fn handle(&self) -> Span {
        self.handler_node.unwrap_or(self.runtime_node).handle()
    }

    /// Where a part of the code stands in the template.
    pub(super) fn place(&self, ctx: &Context<'_>, part: Range<usize>) -> Span {
        self.embedded.place(ctx.document(), shown(self.embedded.text(), part))
    }

    /// Whether a part is not, or not wholly, known.
    pub(super) fn is_opaque(&self, part: &Range<usize>) -> bool {
        self.embedded.is_opaque(part)
    }
}

/// A part that can be shown: white space at the beginning of a line stands for the line, any other for the letter in
/// front of it.
fn shown(text: &str, part: Range<usize>) -> Range<usize> {
    let is_blank = text.get(part.clone()).unwrap_or_default().trim().is_empty();
    if !is_blank {
        return part;
    }
    let begins_line = text[..part.start].is_empty() || text[..part.start].ends_with('\n');
    let line = text[part.start..].split('\n').next().unwrap_or_default();
    if begins_line && !line.trim().is_empty() {
        let start = part.start + line.len() - line.trim_start().len();
        return start..part.start + line.trim_end().len();
    }
    let end = text[..part.start].trim_end().len();
    let letter = text[..end].chars().next_back().map_or(0, char::len_utf8);
    end - letter..end
}

/// The 13 of `python3.13`.
pub(super) fn python_minor(runtime: &str) -> Option<u8> {
    runtime.strip_prefix("python3.")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn what_cannot_be_seen_is_shown_by_what_is_beside_it() {
        let text = "def f(a)\n    x = 1\n      y = 2\n";
        let at = |range| &text[shown(text, range)];
        assert_eq!(at(0..3), "def");
        assert_eq!(at(8..9), ")");
        assert_eq!(at(19..25), "y = 2");
        assert_eq!(at(text.len()..text.len()), "2");
    }
}

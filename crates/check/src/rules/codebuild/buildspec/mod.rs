//! The buildspecs that stand in the template itself.
//!
//! In: the projects of a template. Out: each inline buildspec as YAML whose every part knows its place in the template.
//! A buildspec that is a path or an object in S3 is not looked for, and one that CloudFormation puts together from
//! unknown parts is left alone.

pub(super) mod shape;

use std::ops::Range;

use cfn::read::Node;
use diag::{Diagnostic, Span};

use crate::Context;
use crate::embedded::Embedded;

pub(super) use shape::Problem;

/// AWS's page about all of it.
pub(super) const REFERENCE: &str =
    "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html";

/// Above every buildspec that anybody writes.
const LIMITS: yaml::Limits = yaml::Limits { values: 20_000, depth: 40 };

/// A buildspec, written out in a project.
#[derive(Debug)]
pub(crate) struct Buildspec<'t> {
    /// The project's properties.
    pub(crate) project: &'t Node,
    embedded: Embedded<'t>,
    /// The YAML, or why it is none.
    pub(crate) root: Result<yaml::Node, Diagnostic>,
}

/// Every buildspec of the template.
pub(crate) fn all<'t>(ctx: &Context<'t>) -> Vec<Buildspec<'t>> {
    let mut found = Vec::new();
    for resource in ctx.of_type("AWS::CodeBuild::Project") {
        let Some(project) = resource.properties() else { continue };
        for node in ctx.all(project, &["Source", "BuildSpec"]) {
            found.extend(Buildspec::read(project, node));
        }
    }
    found
}

/// Judges every buildspec that is YAML.
pub(super) fn each<'t>(ctx: &Context<'t>, mut judge: impl FnMut(&Buildspec<'t>, &yaml::Node)) {
    for spec in ctx.buildspecs() {
        if let Ok(root) = &spec.root {
            judge(spec, root);
        }
    }
}

/// Whether the text is a buildspec rather than the path of one.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-source.html>
pub(super) fn is_inline(text: &str) -> bool {
    let text = text.trim();
    text.contains('\n') || text.starts_with('{') || text.contains("version:") || text.contains("phases:")
}

impl<'t> Buildspec<'t> {
    fn read(project: &'t Node, node: &'t Node) -> Option<Self> {
        let embedded = Embedded::read(node).filter(|embedded| is_inline(embedded.text()))?;
        let root = yaml::document(embedded.text(), LIMITS);
        // What CloudFormation puts in place of a line may be what makes YAML of it.
        if root.is_err() && embedded.may_hold_lines() {
            return None;
        }
        Some(Self { project, embedded, root })
    }

    /// Where a part of the text stands in the template.
    pub(super) fn place(&self, ctx: &Context<'_>, part: Span) -> Span {
        self.embedded.place(ctx.document(), part.start..part.end)
    }

    /// Whether a value is not, or not wholly, known.
    pub(super) fn is_opaque(&self, node: &yaml::Node) -> bool {
        self.embedded.is_opaque(&Range { start: node.span.start, end: node.span.end })
    }

    /// Where the whole buildspec begins.
    pub(super) fn start(&self, ctx: &Context<'_>) -> Span {
        let text = self.embedded.text();
        let start = text.len() - text.trim_start().len();
        let line = text[start..].find('\n').map_or(text.len(), |line| start + line);
        self.place(ctx, Span { start, end: line })
    }

    /// What differs from the shape that every buildspec has.
    pub(super) fn problems<'n>(&self, root: &'n yaml::Node) -> Vec<Problem<'n>> {
        shape::problems(root, &|node| self.is_opaque(node))
    }

    /// A scalar's text, where it is wholly known.
    pub(crate) fn text<'n>(&self, node: &'n yaml::Node) -> Option<&'n str> {
        node.scalar().filter(|_| !self.is_opaque(node)).map(|scalar| scalar.text.as_str())
    }
}

/// A list's items.
pub(crate) fn items(node: &yaml::Node) -> &[yaml::Node] {
    match &node.value {
        yaml::Value::List(items) => items,
        _ => &[],
    }
}

/// A mapping's entries.
pub(super) fn entries(node: Option<&yaml::Node>) -> &[(yaml::Node, yaml::Node)] {
    node.and_then(yaml::Node::entries).unwrap_or_default()
}

/// The value at the end of a path of keys.
pub(super) fn at<'n>(root: &'n yaml::Node, path: &[&str]) -> Option<&'n yaml::Node> {
    path.iter().try_fold(root, |node, key| node.get(key))
}

#[cfg(test)]
mod tests {
    use super::is_inline;

    #[test]
    fn a_path_is_no_buildspec() {
        for path in ["buildspec.yml", "ci/build.yaml", "arn:aws:s3:::bucket/buildspec.yml", ""] {
            assert!(!is_inline(path), "{path}");
        }
        for text in ["version: 0.2\nphases: {}\n", "{\"version\": \"0.2\"}", "version: 0.2"] {
            assert!(is_inline(text), "{text}");
        }
    }
}

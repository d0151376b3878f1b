//! A buildspec that is no YAML.

use diag::Severity;

use super::buildspec::REFERENCE;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-invalid-yaml",
    severity: Severity::Error,
    title: "An inline buildspec is not YAML.",
    explanation: "CloudFormation passes the text on as it is, and the project is created. Every build then stops before its \
                  first command, in DOWNLOAD_SOURCE, with YAML_FILE_ERROR. Usual causes are a tab, a wrong indentation, or an \
                  unclosed quote. Parts that CloudFormation fills in are taken for words; where one has a line of its own the \
                  buildspec is left alone.",
    pages: &[REFERENCE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for spec in ctx.buildspecs() {
        match &spec.root {
            Err(error) => {
                let span = error.span.unwrap_or_default();
                let mut finding =
                    RULE.at(spec.place(ctx, span), format!("the buildspec is no YAML: {}", error.message));
                if let Some(label) = &error.label {
                    finding = finding.label(label);
                }
                for help in &error.help {
                    finding = finding.help(help);
                }
                out.add(finding);
            }
            Ok(root) if root.entries().is_none() && !spec.is_opaque(root) => out.add(
                RULE.at(spec.start(ctx), format!("the buildspec is {} instead of a mapping", root.words()))
                    .help("begin with `version: 0.2` and `phases:`"),
            ),
            Ok(_) => {}
        }
    }
}

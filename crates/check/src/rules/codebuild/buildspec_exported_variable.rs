//! A variable that a build cannot hand on.

use diag::Severity;

use super::buildspec::{self, REFERENCE, at, entries, items};
use super::variables;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-exported-variable",
    severity: Severity::Warning,
    title: "A buildspec exports a variable that cannot be exported.",
    explanation: "CodeBuild hands the exported variables on to later actions of the pipeline, except those whose names begin with \
                  AWS_ and those that hold secrets of Parameter Store or Secrets Manager. The build succeeds, but the pipeline's \
                  variable stays empty, or the later action fails. A name that no shell can set, or that stands in the list \
                  twice, is a slip.",
    pages: &[REFERENCE, "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-variables.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        let Some(exported) = at(root, &["env", "exported-variables"]) else { return };
        let secrets: Vec<&str> = ["parameter-store", "secrets-manager"]
            .iter()
            .flat_map(|section| entries(at(root, &["env", section])))
            .filter_map(|(name, _)| spec.text(name))
            .collect();
        let of_project = variables::of_project(ctx, spec.project);
        let is_project_secret = |name: &str| {
            let secret =
                |kind: &Option<_>| matches!(kind.as_deref(), Some("PARAMETER_STORE" | "SECRETS_MANAGER"));
            of_project.iter().any(|variable| variable.name == name && secret(&variable.kind))
        };
        let mut seen: Vec<&str> = Vec::new();
        for item in items(exported) {
            let Some(name) = spec.text(item) else { continue };
            let span = spec.place(ctx, item.span);
            if name.starts_with("AWS_") {
                out.add(
                    RULE.at(span, format!("`{name}` cannot be exported"))
                        .label("begins with `AWS_`")
                        .help("copy it to a variable of another name in a command, and export that"),
                );
            } else if secrets.contains(&name) || is_project_secret(name) {
                out.add(
                    RULE.at(span, format!("`{name}` cannot be exported"))
                        .label("a secret")
                        .help("let the later action read the secret itself"),
                );
            } else if !is_name(name) {
                out.add(
                    RULE.at(span, format!("`{name}` is no name of a variable"))
                        .help("name the variable alone, without `$` and without a value"),
                );
            } else if seen.contains(&name) {
                out.add(RULE.at(span, format!("`{name}` is exported twice")).help("keep one of the two"));
            }
            seen.push(name);
        }
    });
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

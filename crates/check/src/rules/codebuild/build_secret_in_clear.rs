//! A secret that stands in clear in a project or its buildspec.

use diag::{Severity, Span};

use super::buildspec::{self, REFERENCE, at, entries, items};
use super::{projects, variables};
use crate::rule::Findings;
use crate::secrets::{is_secret_name, is_written_out, token};
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-secret-in-clear",
    severity: Severity::Warning,
    title: "A project holds a secret in clear.",
    explanation: "Whoever may read the template, the project or a build's details sees it, and it stays in the repository's history. \
                  Known forms of tokens and keys are found anywhere in variables and commands; other values only where the \
                  variable's name says that it holds a secret. Revoke the secret, keep the new one in Secrets Manager or in \
                  Parameter Store, and give the variable that type.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html",
        REFERENCE,
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        for variable in variables::of_project(ctx, project) {
            let Some(value) = variable.value.filter(|_| variable.kind.as_deref() == Some("PLAINTEXT")) else {
                continue;
            };
            for text in ctx.texts(value).known {
                judge(&variable.name, &text.value, text.span(), out);
            }
        }
    }
    buildspec::each(ctx, |spec, root| {
        for (name, value) in entries(at(root, &["env", "variables"])) {
            if let (Some(name), Some(text)) = (spec.text(name), spec.text(value)) {
                judge(name, text, spec.place(ctx, value.span), out);
            }
        }
        for (_, phase) in entries(root.get("phases")) {
            for command in ["commands", "finally"].iter().filter_map(|key| phase.get(key)).flat_map(items) {
                let found = spec.text(command).and_then(token);
                if let Some((what, part)) = found {
                    let part = command.scalar().and_then(|scalar| scalar.part(part)).unwrap_or(command.span);
                    found_in_clear(what, spec.place(ctx, part), out);
                }
            }
        }
    });
}

fn judge(name: &str, value: &str, span: Span, out: &mut Findings) {
    if let Some((what, _)) = token(value) {
        found_in_clear(what, span, out);
    } else if is_secret_name(name) && is_written_out(value) {
        out.add(
            RULE.at(span, format!("`{name}` looks like a secret, and its value is in clear"))
                .secret()
                .help("keep it in Secrets Manager or Parameter Store, and name it here with that type"),
        );
    }
}

fn found_in_clear(what: &str, span: Span, out: &mut Findings) {
    out.add(
        RULE.at(span, format!("this holds {what}"))
            .secret()
            .label("a secret in clear")
            .help("revoke it where it was issued; keep the new one in Secrets Manager and name it with the type SECRETS_MANAGER"),
    );
}

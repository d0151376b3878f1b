//! A secret that stands in clear in a function.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::secrets::{is_secret_name, is_written_out, token};
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-secret-in-clear",
    severity: Severity::Warning,
    title: "A function holds a secret in clear.",
    explanation: "Whoever may read the template or the function's configuration sees it, and it stays in the repository's history. Known \
                  forms of tokens and keys are found in variables and inline code; other values only where the variable's name says \
                  that it holds a secret. Revoke the secret, keep the new one in Secrets Manager, and let the function read it there.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for kind in ["AWS::Lambda::Function", "AWS::Serverless::Function"] {
        for function in ctx.of_type(kind).filter_map(Resource::properties) {
            for variables in ctx.all(function, &["Environment", "Variables"]) {
                for entry in variables.entries() {
                    ctx.texts(&entry.value).known.iter().for_each(|text| judge(&entry.key, text, out));
                }
            }
        }
    }
    for code in ctx.inline_code() {
        if let Some((what, part)) = token(code.text()).filter(|(_, part)| !code.is_opaque(part)) {
            out.add(in_clear(what, code.place(ctx, part)));
        }
    }
}

fn judge(name: &str, text: &crate::resolve::Text<'_>, out: &mut Findings) {
    if let Some((what, _)) = token(&text.value) {
        out.add(in_clear(what, text.span()));
    } else if is_secret_name(name) && is_written_out(&text.value) {
        out.add(
            RULE.at(text.span(), format!("`{name}` looks like a secret, and its value is in clear"))
                .secret()
                .help("keep it in Secrets Manager, and give the function its name instead"),
        );
    }
}

fn in_clear(what: &str, span: diag::Span) -> diag::Diagnostic {
    RULE.at(span, format!("this holds {what}"))
        .secret()
        .label("a secret in clear")
        .help("revoke it where it was issued, and keep the new one in Secrets Manager")
}

//! A permission for nobody, or to do nothing.

use diag::{Severity, nearest};

use crate::context::Resource;
use crate::rule::Findings;
use crate::rules::iam::service_principals;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "permission-unknown",
    severity: Severity::Error,
    title: "A permission names a principal or an action that does not exist.",
    explanation: "The principal is an account, an ARN, `*`, or a service such as events.amazonaws.com; the action is one of Lambda's. \
                  Lambda refuses any other. AWS publishes no list of its services' names, so only what is a letter or two from a \
                  known one is taken for a slip.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for permission in ctx.of_type("AWS::Lambda::Permission").filter_map(Resource::properties) {
        for node in ctx.get(permission, "Principal") {
            for text in ctx.texts(node).known {
                principal(&text.value, text.span(), out);
            }
        }
        for node in ctx.get(permission, "Action") {
            for text in ctx.texts(node).known {
                action(&text.value, text.span(), out);
            }
        }
    }
}

fn principal(text: &str, span: diag::Span, out: &mut Findings) {
    let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if text == "*" || is_account || text.starts_with("arn:") || !text.contains('.') {
        return;
    }
    match service_principals::name(text) {
        None => out
            .add(RULE.at(span, format!("`{text}` is no principal")).help("services end in `.amazonaws.com`")),
        Some(name) => {
            if let Some(meant) = service_principals::meant(name) {
                let right = text.replacen(name, meant, 1);
                out.add(
                    RULE.at(span, format!("there is no service `{text}`")).help(format!("write `{right}`")),
                );
            }
        }
    }
}

fn action(text: &str, span: diag::Span, out: &mut Findings) {
    let Some(lambda) = facts::iam::service("lambda") else { return };
    let Some(name) = text.strip_prefix("lambda:") else { return };
    if name.contains('*') || lambda.action(name).is_some() {
        return;
    }
    let names: Vec<_> = lambda.actions().map(|action| action.name()).collect();
    if let Some(near) = nearest(name, names) {
        out.add(
            RULE.at(span, format!("Lambda has no action `{name}`")).help(format!("write `lambda:{near}`")),
        );
    }
}

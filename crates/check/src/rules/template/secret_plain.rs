//! Passwords that anybody can read.

use cfn::read::{Entry, Function, Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "secret-plain",
    severity: Severity::Warning,
    title: "A password is written out, or comes from a parameter that is shown.",
    explanation: "A password in a template is in every repository, bucket and console that the template goes through. One from \
                  a parameter without `NoEcho` is shown by the console and the API to everybody who may describe the stack. \
                  Keep it in Secrets Manager and write `{{resolve:secretsmanager:…}}`, or let the service make it, or at least \
                  set `NoEcho: true`.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
    check,
};

/// Properties that are passwords, whatever the type.
const PASSWORDS: [&str; 10] = [
    "ADDomainJoinPassword",
    "AccountPassword",
    "AdminPassword",
    "AuthToken",
    "CrossRealmTrustPrincipalPassword",
    "DbPassword",
    "KdcAdminPassword",
    "MasterUserPassword",
    "Password",
    "PasswordParam",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        if let Some(properties) = resource.properties() {
            passwords(properties, &mut |entry| password(ctx, entry, out));
        }
    }
}

/// Shows every password among properties to `look`.
pub(super) fn passwords<'t>(node: &'t Node, look: &mut dyn FnMut(&'t Entry)) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| passwords(item, look)),
        Kind::Call(call) => passwords(&call.argument, look),
        Kind::Map(entries) => {
            for entry in entries {
                if PASSWORDS.contains(&entry.key.as_str()) {
                    look(entry);
                }
                passwords(&entry.value, look);
            }
        }
        _ => {}
    }
}

fn password<'t>(ctx: &Context<'t>, entry: &'t Entry, out: &mut Findings) {
    for branch in ctx.branches(&entry.value) {
        let node = branch.node;
        if let Some(text) = node.text() {
            if text.contains("{{resolve:ssm:") {
                let finding =
                    RULE.at(node.handle(), format!("`{}` is kept where it is not encrypted", entry.key));
                out.add(finding.help("use `ssm-secure` or `secretsmanager`"));
            } else if !text.contains("{{resolve:") && !text.is_empty() {
                let finding = RULE.at(node.handle(), format!("`{}` is written out", entry.key)).secret();
                out.add(finding.help("keep it in Secrets Manager: `{{resolve:secretsmanager:…}}`"));
            }
            continue;
        }
        let Some(name) = node.call_of(&Function::Ref).and_then(Node::text) else { continue };
        let Some(parameter) = ctx.parameter(name) else { continue };
        let hides = parameter.value.get("NoEcho").and_then(Node::scalar);
        let default = parameter.value.get("Default").and_then(Node::text).unwrap_or_default();
        if default.contains("{{resolve:") {
            continue;
        }
        if !hides.is_some_and(|hides| hides.eq_ignore_ascii_case("true")) {
            let message = format!("the parameter `{name}` is a password, and is shown");
            out.add(
                RULE.at(parameter.key_span, message)
                    .related(node.handle(), "used here")
                    .help("set `NoEcho: true`"),
            );
        }
    }
}

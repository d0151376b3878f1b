//! A connection whose parameters don't fit its way of authorization.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::of_type;

pub(super) const RULE: Rule = Rule {
    code: "connection-authorization",
    severity: Severity::Error,
    title: "A connection lacks the parameters of its way of authorization.",
    explanation: "A connection to an API destination signs in by `BASIC`, `OAUTH_CLIENT_CREDENTIALS` or \
        `API_KEY`, and needs the parameters of that way: `BasicAuthParameters`, `OAuthParameters` or \
        `ApiKeyAuthParameters`. CreateConnection refuses one without them when the stack is deployed.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html",
    ],
    check,
};

const WAYS: [(&str, &str); 3] = [
    ("BASIC", "BasicAuthParameters"),
    ("OAUTH_CLIENT_CREDENTIALS", "OAuthParameters"),
    ("API_KEY", "ApiKeyAuthParameters"),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::Events::Connection") {
        let (types, parameters) =
            (ctx.get(properties, "AuthorizationType"), ctx.get(properties, "AuthParameters"));
        let ([kind], [parameters]) = (types.as_slice(), parameters.as_slice()) else { continue };
        let Some(name) = ctx.text(kind) else { continue };
        let Some((_, wanted)) = WAYS.iter().find(|(known, _)| *known == name) else { continue };
        if ctx.is_absent(parameters, wanted) {
            findings.add(
                RULE.at(parameters.handle(), format!("a connection by `{name}` needs `{wanted}`"))
                    .label(format!("`{wanted}` is missing"))
                    .related(kind.handle(), "the way of authorization")
                    .help(format!("add `{wanted}`, or change `AuthorizationType`")),
            );
        }
    }
}

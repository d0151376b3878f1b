//! An endpoint that doesn't fit its protocol.

use cfn::read::{Function, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::resolve::{Piece, Text};
use crate::rule::Findings;

use super::endpoint::{email_fault, phone_fault};
use super::read::{Arn, literals};
use super::subscription::{PROTOCOLS, all};

pub(super) const RULE: Rule = Rule {
    code: "invalid-endpoint",
    severity: Severity::Error,
    title: "The endpoint of a subscription does not fit its protocol.",
    explanation: "What a subscription's endpoint is depends on its protocol: an e-mail address, a URL that \
        begins with `http://` or `https://`, a telephone number, or the ARN of a queue, function, Firehose \
        stream or mobile endpoint. Subscribe refuses an endpoint of another form, and a subscription without \
        one, when the stack is deployed. `Ref` gives the URL of a queue and the name of a function; both \
        give their ARN by `Fn::GetAtt`.",
    pages: &[
        "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html",
    ],
    check,
};

/// The types whose ARN each protocol takes.
const TYPES: [(&str, &[&str]); 3] = [
    ("sqs", &["AWS::SQS::Queue"]),
    (
        "lambda",
        &["AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::Serverless::Function"],
    ),
    ("firehose", &["AWS::KinesisFirehose::DeliveryStream"]),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for subscription in all(ctx) {
        let Some(protocol) = subscription.protocol(ctx) else { continue };
        let Some((_, service)) = PROTOCOLS.iter().find(|(known, _)| *known == protocol) else { continue };
        if ctx.is_absent(subscription.node, "Endpoint") {
            findings.add(
                RULE.at(
                    subscription.node.handle(),
                    format!("a subscription by `{protocol}` has no endpoint"),
                )
                .label("`Endpoint` is missing")
                .help(format!("give it {}", wanted(&protocol))),
            );
        }
        for endpoint in ctx.get(subscription.node, "Endpoint") {
            match service {
                Some(service) => {
                    let Some((message, label)) = of_arn(ctx, endpoint, &protocol, service) else { continue };
                    let help = format!("this protocol takes {}", wanted(&protocol));
                    findings.add(RULE.at(endpoint.handle(), message).label(label).help(help));
                }
                None => texts(ctx, endpoint, &protocol, subscription.settled, findings),
            }
        }
    }
}

/// The texts that an endpoint of a protocol without ARNs can be.
fn texts<'t>(ctx: &Context<'t>, endpoint: &'t Node, protocol: &str, settled: bool, findings: &mut Findings) {
    let help = format!("this protocol takes {}", wanted(protocol));
    let target =
        ctx.target(endpoint).filter(|target| TYPES.iter().any(|(_, types)| types.contains(&target.kind)));
    let arn = ctx.pieces(endpoint).is_some_and(|pieces| pieces.len() > 1 && Arn::of(&pieces).is_some());
    if arn || target.is_some() {
        let what = target.map_or_else(|| "an ARN".to_owned(), |target| format!("`{}`", target.id));
        let message = format!("{what} is no endpoint for `{protocol}`");
        findings.add(RULE.at(endpoint.handle(), message).label("of another protocol").help(help));
        return;
    }
    let sure = literals(ctx, endpoint);
    for text in ctx.texts(endpoint).known.iter().filter(|text| !text.value.is_empty()) {
        let Some((message, label)) = of_text(text, protocol) else { continue };
        let mut finding = RULE.at(text.span(), message).label(label).help(help.clone());
        if !sure.iter().any(|sure| sure.value == text.value) {
            // A condition around it may be the very question whether the default is meant.
            if !settled {
                continue;
            }
            finding.severity = Severity::Warning;
            finding = finding.related(endpoint.handle(), "used here, unless another is given");
        }
        findings.add(finding);
    }
}

fn wanted(protocol: &str) -> &'static str {
    match protocol {
        "http" => "a URL that begins with `http://`",
        "https" => "a URL that begins with `https://`",
        "email" | "email-json" => "an e-mail address",
        "sms" => "a telephone number: `+14255550123`",
        "sqs" => "the ARN of a queue: `!GetAtt Queue.Arn`",
        "lambda" => "the ARN of a function: `!GetAtt Function.Arn`",
        "firehose" => "the ARN of a Firehose stream: `!GetAtt Stream.Arn`",
        _ => "the ARN of a mobile endpoint",
    }
}

fn of_text(text: &Text<'_>, protocol: &str) -> Option<(String, String)> {
    let value = text.value.as_ref();
    let reason = match protocol {
        "email" | "email-json" => email_fault(value)?,
        "sms" => phone_fault(value)?,
        _ => {
            let begin = format!("{protocol}://");
            let fits = value.strip_prefix(&begin).is_some_and(|rest| {
                !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
            });
            if fits {
                return None;
            }
            "the URL must begin with the protocol, and name a host"
        }
    };
    Some((format!("`{value}` is no endpoint for `{protocol}`"), reason.to_owned()))
}

fn of_arn<'t>(
    ctx: &Context<'t>,
    endpoint: &'t Node,
    protocol: &str,
    service: &str,
) -> Option<(String, String)> {
    if let Some(resource) = ctx.target(endpoint) {
        let types = TYPES.iter().find(|(known, _)| *known == protocol).map(|(_, types)| *types)?;
        let id = resource.id;
        if !types.contains(&resource.kind) {
            let other = TYPES.iter().any(|(_, types)| types.contains(&resource.kind))
                || matches!(resource.kind, "AWS::SNS::Topic" | "AWS::Kinesis::Stream" | "AWS::S3::Bucket");
            return other.then(|| {
                (format!("`{id}` is no endpoint for `{protocol}`"), format!("of type `{}`", resource.kind))
            });
        }
        let name = matches!(
            resource.kind,
            "AWS::SQS::Queue" | "AWS::Lambda::Function" | "AWS::KinesisFirehose::DeliveryStream"
        );
        return (name && endpoint.call_of(&Function::Ref).is_some())
            .then(|| (format!("`!Ref {id}` is not the ARN of `{id}`"), "a name or URL".to_owned()));
    }
    let pieces = ctx.pieces(endpoint)?;
    match pieces.as_slice() {
        [Piece::Known(text)] if !text.starts_with("arn:") => {
            Some((format!("`{text}` is no endpoint for `{protocol}`"), "no ARN".to_owned()))
        }
        pieces => {
            let found = Arn::of(pieces)?.service?;
            (found != service).then(|| {
                let message = format!("a resource of `{found}` is no endpoint for `{protocol}`");
                (message, "of another service".to_owned())
            })
        }
    }
}

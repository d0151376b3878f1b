//! A target of a notification rule that can't get notifications.

use diag::{Severity, nearest};

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

use super::read::{Arn, is_true, of_type};

pub(super) const RULE: Rule = Rule {
    code: "invalid-notification-target",
    severity: Severity::Error,
    title: "A notification rule has a target that cannot get notifications.",
    explanation: "Notifications go to standard topics (`TargetType: SNS`) and to chat clients that are \
        configured in Amazon Q Developer, formerly AWS Chatbot (`AWSChatbotSlack`, \
        `AWSChatbotMicrosoftTeams`), each named by its ARN. CreateNotificationRule refuses other types, and \
        addresses that do not fit the type, when the stack is deployed.",
    pages: &[
        "https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/API_Target.html",
        "https://docs.aws.amazon.com/dtconsole/latest/userguide/notification-rule-create.html",
    ],
    check,
};

const TYPES: [(&str, &str); 3] =
    [("SNS", "sns"), ("AWSChatbotSlack", "chatbot"), ("AWSChatbotMicrosoftTeams", "chatbot")];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CodeStarNotifications::NotificationRule") {
        for target in ctx.get(properties, "Targets").into_iter().flat_map(|list| ctx.items(list)) {
            let Some(kind) = target.get("TargetType") else { continue };
            let Some(text) = ctx.text(kind) else { continue };
            let Some((_, service)) = TYPES.iter().find(|(known, _)| *known == text) else {
                let names = TYPES.iter().map(|(known, _)| *known);
                let right = nearest(&text, names).map_or_else(
                    || "the types are `SNS`, `AWSChatbotSlack` and `AWSChatbotMicrosoftTeams`".to_owned(),
                    |right| format!("did you mean `{right}`?"),
                );
                findings.add(
                    RULE.at(kind.handle(), format!("`{text}` is no type of target"))
                        .label("unknown")
                        .help(right),
                );
                continue;
            };
            for address in ctx.get(target, "TargetAddress") {
                if let Some((message, help)) = judge(ctx, address, service) {
                    findings
                        .add(RULE.at(address.handle(), message).label("gets no notifications").help(help));
                }
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, address: &'t cfn::read::Node, service: &str) -> Option<(String, String)> {
    let wanted = if service == "sns" { "the ARN of a topic" } else { "the ARN of a chat configuration" };
    if let Some(resource) = ctx.target(address) {
        let fits = match resource.kind {
            "AWS::SNS::Topic" => service == "sns",
            "AWS::Chatbot::SlackChannelConfiguration"
            | "AWS::Chatbot::MicrosoftTeamsChannelConfiguration" => service == "chatbot",
            other => !matches!(other, "AWS::SQS::Queue" | "AWS::Lambda::Function" | "AWS::Events::EventBus"),
        };
        if !fits {
            let message = format!("`{}` is of type `{}`", resource.id, resource.kind);
            return Some((message, format!("this target takes {wanted}")));
        }
        let fifo = resource.properties().map_or_else(Vec::new, |topic| ctx.get(topic, "FifoTopic"));
        return (fifo.len() == 1 && is_true(fifo[0])).then(|| {
            let message = format!("`{}` is a FIFO topic", resource.id);
            (message, "notifications go to standard topics only".to_owned())
        });
    }
    let pieces = ctx.pieces(address)?;
    if let [crate::resolve::Piece::Known(text)] = pieces.as_slice()
        && !text.starts_with("arn:")
    {
        return Some((format!("`{text}` is no ARN"), format!("this target takes {wanted}")));
    }
    let found = Arn::of(&pieces)?.service?;
    (found != service).then(|| {
        (format!("this is the ARN of a resource of `{found}`"), format!("this target takes {wanted}"))
    })
}

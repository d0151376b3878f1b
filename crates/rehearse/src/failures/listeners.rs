//! Who hears what is sent to a target: subscribers of a topic, a function, a queue.

use super::scene::Scene;
use crate::world::{Resource, Value};

/// Whether somebody hears what comes to a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hears {
    /// These do.
    Surely(String),
    /// That depends: a phrase that says on what.
    Perhaps(String),
    /// Nobody does: why.
    Nobody(String),
}

use Hears::{Nobody, Perhaps, Surely};

/// Who hears what is sent to that ARN.
pub(super) fn of(scene: &Scene<'_, '_>, arn: &str) -> Hears {
    let name = scene.named(arn);
    match arn.split(':').nth(2) {
        Some("sns") => topic(scene, arn),
        Some("lambda") => Surely(format!("the function {}", function(scene, arn))),
        Some("sqs") => Surely(format!("the queue {name}")),
        Some("states") => Surely(format!("the state machine {name}")),
        Some("chatbot") => Surely(format!("the chat {name}")),
        Some("logs") => Nobody(format!("{name} only keeps it")),
        _ => Perhaps(format!("who listens at {name} is not known")),
    }
}

fn function(scene: &Scene<'_, '_>, arn: &str) -> String {
    scene.function(arn).map_or_else(|| scene.world.shown(arn), |function| function.id.to_owned())
}

/// A subscriber of a topic.
struct Subscriber {
    who: String,
    /// What may keep messages from it.
    doubt: Option<String>,
}

fn topic(scene: &Scene<'_, '_>, arn: &str) -> Hears {
    let name = scene.named(arn);
    let Some(topic) = scene.world.by_arn(arn) else {
        return Perhaps(format!("who has subscribed to {name} is not in the template"));
    };
    let subscribers = subscribers(scene, topic, arn);
    let sure: Vec<_> =
        subscribers.iter().filter(|one| one.doubt.is_none()).map(|one| one.who.as_str()).collect();
    if !sure.is_empty() {
        return Surely(format!("{} through {name}", sure.join(", ")));
    }
    if let Some(one) = subscribers.first() {
        let doubt = one.doubt.as_deref().unwrap_or_default();
        return Perhaps(format!("{} through {name}: {doubt}", one.who));
    }
    if is_given_out(scene, arn) {
        return Perhaps(format!("{name} is an output of the stack, for others to subscribe to"));
    }
    Nobody(format!("nobody has subscribed to {name}"))
}

/// Mails need a yes: <https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html>
fn subscribers(scene: &Scene<'_, '_>, topic: &Resource<'_>, arn: &str) -> Vec<Subscriber> {
    let world = scene.world;
    let mut found: Vec<_> =
        topic.property("Subscription").items().iter().map(|one| subscriber(scene, None, one)).collect();
    for resource in world.resources() {
        match resource.kind {
            "AWS::SNS::Subscription" if resource.property("TopicArn").text() == Some(arn) => {
                found.push(subscriber(scene, Some(resource), resource.properties()));
            }
            "AWS::Chatbot::SlackChannelConfiguration"
            | "AWS::Chatbot::MicrosoftTeamsChannelConfiguration" => {
                let mut topics = resource.property("SnsTopicArns").items().iter();
                if topics.any(|one| one.text() == Some(arn)) {
                    found.push(Subscriber { who: format!("the chat {}", resource.id), doubt: None });
                }
            }
            // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sns.html
            "AWS::Serverless::Function" => {
                let mut events = resource.property("Events").entries();
                let listens = |event: &Value<'_>| {
                    event.get("Type").text() == Some("SNS")
                        && event.at(&["Properties", "Topic"]).text() == Some(arn)
                };
                if events.any(|(_, event)| listens(event)) {
                    found.push(Subscriber { who: format!("the function {}", resource.id), doubt: None });
                }
            }
            _ => {}
        }
    }
    found
}

fn subscriber(scene: &Scene<'_, '_>, resource: Option<&Resource<'_>>, properties: &Value<'_>) -> Subscriber {
    let endpoint = properties.get("Endpoint").text().unwrap_or_default();
    let protocol = properties.get("Protocol").text().unwrap_or_default();
    let who = match protocol {
        "lambda" => format!("the function {}", function(scene, endpoint)),
        "sqs" => format!("the queue {}", scene.named(endpoint)),
        _ => scene.world.shown(endpoint),
    };
    let is_refused = resource.is_some_and(|resource| scene.may(resource.id, endpoint) == Some(false));
    let doubt = if is_refused {
        Some("its policy keeps messages out".to_owned())
    } else if !properties.get("FilterPolicy").is_missing() {
        Some("its filter policy may keep the message out".to_owned())
    } else {
        None
    };
    Subscriber { who, doubt }
}

/// Whether the stack gives the ARN out.
fn is_given_out(scene: &Scene<'_, '_>, arn: &str) -> bool {
    let outputs = scene.world.document().root().get("Outputs");
    let outputs = outputs.map(|outputs| scene.world.resolve(outputs));
    outputs
        .is_some_and(|outputs| outputs.entries().any(|(_, output)| output.get("Value").text() == Some(arn)))
}

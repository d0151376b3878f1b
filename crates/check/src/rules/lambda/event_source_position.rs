//! A mapping that does not say where in a stream it begins, or says it of a queue.

use diag::Severity;

use super::sources::{self, Source};
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "event-source-position",
    severity: Severity::Error,
    title: "An event source mapping of a stream needs a starting position, and one of a queue has none.",
    explanation: "A stream is read from its oldest record (TRIM_HORIZON), from the next (LATEST) or from a time on; Lambda refuses a \
                  mapping that does not say which. DynamoDB streams know no time. Queues have no positions, and Lambda refuses one \
                  there.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for mapping in ctx.of_type("AWS::Lambda::EventSourceMapping").filter_map(Resource::properties) {
        for [arn, position, time] in
            ctx.ways(mapping, ["EventSourceArn", "StartingPosition", "StartingPositionTimestamp"])
        {
            let Some((arn, source)) = arn.and_then(|arn| Some((arn, sources::of_arn(ctx, arn)?))) else {
                continue;
            };
            // Where the ARN is written out, the schema says as much.
            let is_literal = arn.text().is_some();
            match (source, position) {
                (Source::Kinesis | Source::DynamoDb, None) | (Source::Queue, Some(_)) if is_literal => {}
                (Source::Kinesis | Source::DynamoDb, None) => out.add(
                    RULE.at(arn.handle(), format!("{source} needs a starting position"))
                        .help("add `StartingPosition: TRIM_HORIZON` or `LATEST`"),
                ),
                (Source::Queue | Source::Mq, Some(position)) => out.add(
                    RULE.at(position.handle(), format!("{source} has no starting position"))
                        .related(arn.handle(), "the source")
                        .help("leave it out"),
                ),
                (_, Some(position)) => {
                    let text = ctx.text(position);
                    let is_time = text.as_deref() == Some("AT_TIMESTAMP");
                    if is_time && source == Source::DynamoDb {
                        out.add(
                            RULE.at(position.handle(), "a DynamoDB stream cannot be read from a time on")
                                .help("write `TRIM_HORIZON` or `LATEST`"),
                        );
                    } else if is_time && time.is_none() {
                        out.add(
                            RULE.at(position.handle(), "the time is missing")
                                .help("add `StartingPositionTimestamp`"),
                        );
                    }
                }
                _ => {}
            }
        }
    }
}

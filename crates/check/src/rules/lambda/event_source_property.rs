//! A setting of a mapping that its source does not have.

use diag::Severity;

use super::sources::{self, Source};
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "event-source-property",
    severity: Severity::Error,
    title: "An event source mapping has a setting that its source does not know.",
    explanation: "Lambda's reference says of each setting for which sources it is. Shards are read in parallel, records have an age and a \
                  batch is bisected in streams; a maximum concurrency is for queues. Lambda refuses a mapping with a setting of \
                  another kind of source.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"],
    check,
};

use Source::{DocumentDb, DynamoDb, Kafka, Kinesis, Mq, Queue};

/// By property: the sources that it is for.
const PROPERTIES: [(&str, &[Source]); 13] = [
    ("AmazonManagedKafkaEventSourceConfig", &[Kafka]),
    ("BisectBatchOnFunctionError", &[Kinesis, DynamoDb, Kafka]),
    ("DestinationConfig", &[Kinesis, DynamoDb, Kafka]),
    ("DocumentDBEventSourceConfig", &[DocumentDb]),
    ("FunctionResponseTypes", &[Kinesis, DynamoDb, Kafka, Queue]),
    ("MaximumRecordAgeInSeconds", &[Kinesis, DynamoDb, Kafka]),
    ("MaximumRetryAttempts", &[Kinesis, DynamoDb, Kafka]),
    ("ParallelizationFactor", &[Kinesis, DynamoDb]),
    ("Queues", &[Mq]),
    ("ScalingConfig", &[Queue]),
    ("SelfManagedKafkaEventSourceConfig", &[]),
    ("Topics", &[Kafka]),
    ("TumblingWindowInSeconds", &[Kinesis, DynamoDb]),
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for mapping in ctx.of_type("AWS::Lambda::EventSourceMapping").filter_map(Resource::properties) {
        for (property, fitting) in PROPERTIES {
            for [arn, value] in ctx.ways(mapping, ["EventSourceArn", property]) {
                let (Some(arn), Some(value)) = (arn, value) else { continue };
                let Some(source) = sources::of_arn(ctx, arn) else { continue };
                if !fitting.contains(&source) {
                    let place =
                        mapping.entry(property).map_or_else(|| value.handle(), |entry| entry.key_span);
                    out.add(
                        RULE.at(place, format!("{source} has no `{property}`"))
                            .related(arn.handle(), "the source")
                            .help("leave it out"),
                    );
                }
            }
        }
    }
}

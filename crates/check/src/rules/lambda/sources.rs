//! What an event comes from: the source of a mapping, the service of an ARN.
//!
//! In: a node. Out: what it is the ARN of, where the template shows it, by a reference or by the service in its text.

use std::fmt;

use cfn::read::Node;

use crate::Context;
use crate::resolve::Piece;

/// What can be the source of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Queue,
    Kinesis,
    DynamoDb,
    Kafka,
    Mq,
    DocumentDb,
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Queue => "an SQS queue",
            Self::Kinesis => "a Kinesis stream",
            Self::DynamoDb => "a DynamoDB stream",
            Self::Kafka => "a Kafka cluster",
            Self::Mq => "a broker of Amazon MQ",
            Self::DocumentDb => "a DocumentDB change stream",
        })
    }
}

/// What an `EventSourceArn` is the ARN of.
pub(super) fn of_arn<'t>(ctx: &Context<'t>, arn: &'t Node) -> Option<Source> {
    if let Some(target) = ctx.target(arn) {
        return match target.kind {
            "AWS::SQS::Queue" => Some(Source::Queue),
            "AWS::Kinesis::Stream" | "AWS::Kinesis::StreamConsumer" => Some(Source::Kinesis),
            "AWS::DynamoDB::Table" | "AWS::DynamoDB::GlobalTable" => Some(Source::DynamoDb),
            "AWS::MSK::Cluster" | "AWS::MSK::ServerlessCluster" => Some(Source::Kafka),
            "AWS::AmazonMQ::Broker" => Some(Source::Mq),
            "AWS::DocDB::DBCluster" => Some(Source::DocumentDb),
            _ => None,
        };
    }
    match service_of_arn(ctx, arn)?.as_str() {
        "sqs" => Some(Source::Queue),
        "kinesis" => Some(Source::Kinesis),
        "dynamodb" => Some(Source::DynamoDb),
        "kafka" => Some(Source::Kafka),
        "mq" => Some(Source::Mq),
        _ => None,
    }
}

/// The service of an ARN, as far as it is written out.
pub(super) fn service_of_arn<'t>(ctx: &Context<'t>, arn: &'t Node) -> Option<String> {
    let pieces = ctx.pieces(arn)?;
    let whole: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Known(text) => text.as_ref(),
            Piece::Hole(_) => "?",
        })
        .collect();
    let service = whole.strip_prefix("arn:")?.split(':').nth(1)?;
    Some(service.to_owned()).filter(|service| !service.contains('?'))
}

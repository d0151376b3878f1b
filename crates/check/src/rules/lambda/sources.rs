//! What an event source mapping reads from.
//!
//! In: a mapping's properties. Out: the kind of its source, where the template shows it: by a reference to the queue or
//! stream, or by the service in a literal ARN.

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
    // arn:partition:service:…: the service may stand in the piece before or after the partition.
    let pieces = ctx.pieces(arn)?;
    let known = pieces.iter().filter_map(|piece| match piece {
        Piece::Known(text) => Some(&**text),
        Piece::Hole(_) => None,
    });
    let services = known.take(2).flat_map(|text| text.split(':').take(3)).find_map(|part| match part {
        "sqs" => Some(Source::Queue),
        "kinesis" => Some(Source::Kinesis),
        "dynamodb" => Some(Source::DynamoDb),
        "kafka" => Some(Source::Kafka),
        "mq" => Some(Source::Mq),
        _ => None,
    });
    services.filter(|_| matches!(pieces.first(), Some(Piece::Known(start)) if start.starts_with("arn:")))
}

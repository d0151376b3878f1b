//! What references to resources look like, as far as it matters for ARNs.

use crate::context::Context;
use crate::resolve::Hole;

use super::glob::{Atom, form};

/// What `Fn::GetAtt` or, with an empty attribute, `Ref` gives of a resource type. `${Name}` divides nothing; `${Path}` may.
///
/// From the "Return values" of the type's page in the CloudFormation guide.
const SHAPES: &[(&str, &str, &str)] = &[
    ("AWS::CodeBuild::Project", "", "${Name}"),
    ("AWS::CodeBuild::Project", "Arn", "arn:${Partition}:codebuild:${Region}:${Account}:project/${Name}"),
    ("AWS::CodeCommit::Repository", "Arn", "arn:${Partition}:codecommit:${Region}:${Account}:${Name}"),
    ("AWS::CodePipeline::Pipeline", "", "${Name}"),
    ("AWS::DynamoDB::Table", "", "${Name}"),
    ("AWS::DynamoDB::Table", "Arn", "arn:${Partition}:dynamodb:${Region}:${Account}:table/${Name}"),
    (
        "AWS::DynamoDB::Table",
        "StreamArn",
        "arn:${Partition}:dynamodb:${Region}:${Account}:table/${Name}/stream/${Path}",
    ),
    ("AWS::ECR::Repository", "", "${Path}"),
    ("AWS::ECR::Repository", "Arn", "arn:${Partition}:ecr:${Region}:${Account}:repository/${Path}"),
    ("AWS::Events::EventBus", "Arn", "arn:${Partition}:events:${Region}:${Account}:event-bus/${Path}"),
    ("AWS::Events::Rule", "Arn", "arn:${Partition}:events:${Region}:${Account}:rule/${Path}"),
    ("AWS::IAM::ManagedPolicy", "", "arn:${Partition}:iam::${Account}:policy/${Path}"),
    ("AWS::IAM::Role", "", "${Name}"),
    ("AWS::IAM::Role", "Arn", "arn:${Partition}:iam::${Account}:role/${Path}"),
    ("AWS::IAM::User", "Arn", "arn:${Partition}:iam::${Account}:user/${Path}"),
    ("AWS::KMS::Key", "Arn", "arn:${Partition}:kms:${Region}:${Account}:key/${Name}"),
    ("AWS::KMS::Key", "", "${Name}"),
    ("AWS::Kinesis::Stream", "", "${Name}"),
    ("AWS::Kinesis::Stream", "Arn", "arn:${Partition}:kinesis:${Region}:${Account}:stream/${Name}"),
    ("AWS::Lambda::Alias", "", "arn:${Partition}:lambda:${Region}:${Account}:function:${Name}:${Name}"),
    ("AWS::Lambda::Function", "", "${Name}"),
    ("AWS::Lambda::Function", "Arn", "arn:${Partition}:lambda:${Region}:${Account}:function:${Name}"),
    ("AWS::Lambda::Version", "", "arn:${Partition}:lambda:${Region}:${Account}:function:${Name}:${Name}"),
    ("AWS::Logs::LogGroup", "", "${Path}"),
    ("AWS::Logs::LogGroup", "Arn", "arn:${Partition}:logs:${Region}:${Account}:log-group:${Path}:*"),
    ("AWS::S3::Bucket", "", "${Name}"),
    ("AWS::S3::Bucket", "Arn", "arn:${Partition}:s3:::${Name}"),
    ("AWS::SNS::Topic", "", "arn:${Partition}:sns:${Region}:${Account}:${Name}"),
    ("AWS::SNS::Topic", "TopicArn", "arn:${Partition}:sns:${Region}:${Account}:${Name}"),
    ("AWS::SQS::Queue", "", "https://${Path}"),
    ("AWS::SQS::Queue", "Arn", "arn:${Partition}:sqs:${Region}:${Account}:${Name}"),
    (
        "AWS::SecretsManager::Secret",
        "",
        "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${Path}",
    ),
    (
        "AWS::StepFunctions::StateMachine",
        "",
        "arn:${Partition}:states:${Region}:${Account}:stateMachine:${Name}",
    ),
    (
        "AWS::StepFunctions::StateMachine",
        "Arn",
        "arn:${Partition}:states:${Region}:${Account}:stateMachine:${Name}",
    ),
];

/// The ARN, or name, that a hole gives, where it is a reference to a resource whose type is known here.
pub(crate) fn arn_of(ctx: &Context<'_>, hole: Hole<'_>) -> Option<&'static str> {
    let (id, attribute) = match hole {
        Hole::Ref(id) => (id, ""),
        Hole::Att(id, attribute) => (id, attribute),
        Hole::Other => return None,
    };
    let kind = ctx.resource(id)?.kind;
    SHAPES.iter().find(|(of, name, _)| *of == kind && *name == attribute).map(|(_, _, shape)| *shape)
}

/// Appends what a hole can be.
pub(super) fn shape<'t>(ctx: &Context<'t>, hole: Hole<'t>, into: &mut Vec<Atom>) {
    match (hole, arn_of(ctx, hole)) {
        (
            Hole::Ref(
                "AWS::Partition" | "AWS::Region" | "AWS::AccountId" | "AWS::StackName" | "AWS::URLSuffix",
            ),
            _,
        ) => {
            into.extend([Atom::OneOfName, Atom::AnyOfName]);
        }
        (_, Some(shape)) => form(shape, |name| name == "Name", into),
        (_, None) => into.push(Atom::Any),
    }
}

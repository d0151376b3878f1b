//! References to something of another kind than a place wants.

use cfn::read::{Call, Function};
use facts::{Member, Shape};

use super::gives::attribute_of;
use crate::context::Context;

/// Types whose values are for their owner to choose.
const FREE: [&str; 4] = [
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Stack",
    "AWS::Serverless::Application",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
];

/// What does where something else is wanted, by the forms and the types.
///
/// - <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancing-loadbalancer.html>
/// - <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-route53-recordset-aliastarget.html>
/// - <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html>
const ALSO: [(&str, &[&str]); 4] = [
    ("AWS::EC2::SecurityGroup.Id", &["AWS::MediaLive::InputSecurityGroup"]),
    ("AWS::EC2::SecurityGroup.Name", &["AWS::ElasticLoadBalancing::LoadBalancer"]),
    ("AWS::Route53::AliasTarget.HostedZoneId", &["AWS::Route53::HostedZone"]),
    (
        "AWS::S3::Bucket.Name",
        &[
            "AWS::S3::AccessPoint",
            "AWS::S3::MultiRegionAccessPoint",
            "AWS::S3Express::DirectoryBucket",
            "AWS::S3ObjectLambda::AccessPoint",
        ],
    ),
];

/// Whether a reference gives something else than a text of this form.
pub(super) fn misfits(ctx: &Context<'_>, wanted: &str, call: &Call) -> bool {
    // Forms such as `json` and `date-time` say nothing of references.
    if !wanted.starts_with("AWS::") {
        return false;
    }
    let (id, attribute) = match call.function {
        Function::Ref => match call.argument.text() {
            Some(id) => (id, None),
            None => return false,
        },
        Function::GetAtt => match attribute_of(call) {
            Some((id, name)) => (id, Some(name)),
            None => return false,
        },
        _ => return false,
    };
    let Some(resource) = ctx.resource(id) else { return false };
    let does = ALSO.iter().any(|(form, kinds)| *form == wanted && kinds.contains(&resource.kind));
    if does || FREE.contains(&resource.kind) || resource.kind.starts_with("Custom::") {
        return false;
    }
    let Some(kind) = facts::resource_type(resource.kind) else { return false };
    let given = match attribute {
        // A parameter of Systems Manager holds anything.
        Some("Value") if resource.kind == "AWS::SSM::Parameter" => return false,
        Some(name) => match kind.attribute(name) {
            Member::Known(shape) => Some(shape),
            _ => return false,
        },
        // A group in a VPC is known by its ID, one outside by its name.
        None if resource.kind == "AWS::EC2::SecurityGroup" => {
            let is_id = wanted == "AWS::EC2::SecurityGroup.Id";
            let is_name = wanted == "AWS::EC2::SecurityGroup.Name";
            return !is_id && !is_name;
        }
        None => kind.reference(),
    };
    given.is_some_and(|given| !gives(given, wanted))
}

/// The services whose ARNs are told apart here, by the first words of their types.
const SERVICES: [(&str, &str); 20] = [
    ("AWS::ACM::", "acm"),
    ("AWS::CloudFormation::", "cloudformation"),
    ("AWS::CloudWatch::", "cloudwatch"),
    ("AWS::CodeBuild::", "codebuild"),
    ("AWS::CodeCommit::", "codecommit"),
    ("AWS::CodePipeline::", "codepipeline"),
    ("AWS::DynamoDB::", "dynamodb"),
    ("AWS::ECR::", "ecr"),
    ("AWS::ECS::", "ecs"),
    ("AWS::Events::", "events"),
    ("AWS::IAM::", "iam"),
    ("AWS::KMS::", "kms"),
    ("AWS::Kinesis::", "kinesis"),
    ("AWS::KinesisFirehose::", "firehose"),
    ("AWS::Lambda::", "lambda"),
    ("AWS::Logs::", "logs"),
    ("AWS::S3::", "s3"),
    ("AWS::SNS::", "sns"),
    ("AWS::SQS::", "sqs"),
    ("AWS::StepFunctions::", "states"),
];

/// Whether a pattern that only ARNs of other services match is given this.
///
/// A pattern that names no service, or this one among others, says nothing.
pub(super) fn misfits_arn(ctx: &Context<'_>, pattern: &str, call: &Call) -> Option<&'static str> {
    if !pattern.starts_with("^arn:") || pattern.contains('|') {
        return None;
    }
    let named = |service: &str| pattern.contains(&format!(":{service}:"));
    let wanted = SERVICES.iter().map(|(_, service)| *service).find(|service| named(service))?;
    match call.function {
        Function::Ref => {
            let kind = facts::resource_type(ctx.resource(call.argument.text()?)?.kind)?;
            let mut identifier = kind.primary_identifier();
            let is_name = identifier.next().is_some_and(|path| path.ends_with("Name") && !path.contains('/'))
                && identifier.next().is_none();
            is_name.then_some(wanted)
        }
        Function::GetAtt => {
            let (id, name) = attribute_of(call)?;
            let kind = ctx.resource(id)?.kind;
            let (_, given) = SERVICES.iter().find(|(prefix, _)| kind.starts_with(prefix))?;
            (name == "Arn" && !named(given)).then_some(wanted)
        }
        _ => None,
    }
}

/// Whether a shape is, or can be, of this form.
fn gives(shape: Shape, wanted: &str) -> bool {
    shape.format() == Some(wanted) || shape.any_of().any(|form| form.format() == Some(wanted))
}

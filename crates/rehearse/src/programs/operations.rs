//! Operations of AWS's SDKs as actions of IAM's.
//!
//! The names of operation and action are the same almost always; where they are not, AWS's pages say what is needed.
//! What is neither is left open.

/// What an operation needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needs {
    /// These actions.
    Actions(Vec<String>),
    /// No permission.
    Nothing,
    /// Nobody knows here.
    Unknown,
}

/// Services that IAM calls by another name than the SDKs and the command line.
const PREFIXES: &[(&str, &str)] = &[
    ("accessanalyzer", "access-analyzer"),
    ("amp", "aps"),
    ("appconfigdata", "appconfig"),
    ("bedrock-agent", "bedrock"),
    ("bedrock-agent-runtime", "bedrock"),
    ("bedrock-runtime", "bedrock"),
    ("configservice", "config"),
    ("deploy", "codedeploy"),
    ("docdb", "rds"),
    ("dynamodbstreams", "dynamodb"),
    ("efs", "elasticfilesystem"),
    ("elb", "elasticloadbalancing"),
    ("elbv2", "elasticloadbalancing"),
    ("emr", "elasticmapreduce"),
    ("neptune", "rds"),
    ("opensearch", "es"),
    ("resourcegroupstaggingapi", "tag"),
    ("s3api", "s3"),
    ("service-quotas", "servicequotas"),
    ("sesv2", "ses"),
    ("sso-admin", "sso"),
    ("stepfunctions", "states"),
];

/// Operations whose action has another name, both in lower case up to the action.
///
/// S3's: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>; the others' are on the
/// operation's own page.
const OTHERS: &[(&str, &str, &[&str])] = &[
    ("kms", "reencrypt", &["ReEncryptFrom", "ReEncryptTo"]),
    ("lambda", "getlayerversionbyarn", &["GetLayerVersion"]),
    ("lambda", "invoke", &["InvokeFunction"]),
    ("lambda", "invokewithresponsestream", &["InvokeFunction"]),
    ("s3", "completemultipartupload", &["PutObject"]),
    ("s3", "copyobject", &["GetObject", "PutObject"]),
    ("s3", "createmultipartupload", &["PutObject"]),
    ("s3", "deletebucketcors", &["PutBucketCORS"]),
    ("s3", "deletebucketencryption", &["PutEncryptionConfiguration"]),
    ("s3", "deletebucketlifecycle", &["PutLifecycleConfiguration"]),
    ("s3", "deletebucketownershipcontrols", &["PutBucketOwnershipControls"]),
    ("s3", "deletebucketreplication", &["PutReplicationConfiguration"]),
    ("s3", "deletebuckettagging", &["PutBucketTagging"]),
    ("s3", "deleteobjects", &["DeleteObject"]),
    ("s3", "deletepublicaccessblock", &["PutBucketPublicAccessBlock"]),
    ("s3", "getbucketaccelerateconfiguration", &["GetAccelerateConfiguration"]),
    ("s3", "getbucketencryption", &["GetEncryptionConfiguration"]),
    ("s3", "getbucketlifecycleconfiguration", &["GetLifecycleConfiguration"]),
    ("s3", "getbucketnotificationconfiguration", &["GetBucketNotification"]),
    ("s3", "getbucketreplication", &["GetReplicationConfiguration"]),
    ("s3", "getpublicaccessblock", &["GetBucketPublicAccessBlock"]),
    ("s3", "headbucket", &["ListBucket"]),
    ("s3", "headobject", &["GetObject"]),
    ("s3", "listbuckets", &["ListAllMyBuckets"]),
    ("s3", "listmultipartuploads", &["ListBucketMultipartUploads"]),
    ("s3", "listobjects", &["ListBucket"]),
    ("s3", "listobjectsv2", &["ListBucket"]),
    ("s3", "listobjectversions", &["ListBucketVersions"]),
    ("s3", "listparts", &["ListMultipartUploadParts"]),
    ("s3", "putbucketaccelerateconfiguration", &["PutAccelerateConfiguration"]),
    ("s3", "putbucketencryption", &["PutEncryptionConfiguration"]),
    ("s3", "putbucketlifecycleconfiguration", &["PutLifecycleConfiguration"]),
    ("s3", "putbucketnotificationconfiguration", &["PutBucketNotification"]),
    ("s3", "putbucketreplication", &["PutReplicationConfiguration"]),
    ("s3", "putpublicaccessblock", &["PutBucketPublicAccessBlock"]),
    ("s3", "uploadpart", &["PutObject"]),
    ("s3", "uploadpartcopy", &["GetObject", "PutObject"]),
    ("sns", "publishbatch", &["Publish"]),
    ("sqs", "changemessagevisibilitybatch", &["ChangeMessageVisibility"]),
    ("sqs", "deletemessagebatch", &["DeleteMessage"]),
    ("sqs", "sendmessagebatch", &["SendMessage"]),
];

/// What the SDKs wait with, by service and waiter, both in lower case: botocore's waiters-2.json.
const WAITERS: &[(&str, &str, &str)] = &[
    ("acm", "certificatevalidated", "DescribeCertificate"),
    ("cloudformation", "changesetcreatecomplete", "DescribeChangeSet"),
    ("cloudformation", "stackcreatecomplete", "DescribeStacks"),
    ("cloudformation", "stackdeletecomplete", "DescribeStacks"),
    ("cloudformation", "stackexists", "DescribeStacks"),
    ("cloudformation", "stackimportcomplete", "DescribeStacks"),
    ("cloudformation", "stackrollbackcomplete", "DescribeStacks"),
    ("cloudformation", "stackupdatecomplete", "DescribeStacks"),
    ("cloudfront", "distributiondeployed", "GetDistribution"),
    ("cloudfront", "invalidationcompleted", "GetInvalidation"),
    ("codedeploy", "deploymentsuccessful", "GetDeployment"),
    ("dynamodb", "tableexists", "DescribeTable"),
    ("dynamodb", "tablenotexists", "DescribeTable"),
    ("ecr", "imagescancomplete", "DescribeImageScanFindings"),
    ("ecs", "servicesinactive", "DescribeServices"),
    ("ecs", "servicesstable", "DescribeServices"),
    ("ecs", "tasksrunning", "DescribeTasks"),
    ("ecs", "tasksstopped", "DescribeTasks"),
    ("eks", "clusteractive", "DescribeCluster"),
    ("lambda", "functionactive", "GetFunctionConfiguration"),
    ("lambda", "functionactivev2", "GetFunction"),
    ("lambda", "functionexists", "GetFunction"),
    ("lambda", "functionupdated", "GetFunctionConfiguration"),
    ("lambda", "functionupdatedv2", "GetFunction"),
    ("lambda", "publishedversionactive", "GetFunctionConfiguration"),
    ("rds", "dbinstanceavailable", "DescribeDBInstances"),
    ("s3", "bucketexists", "HeadBucket"),
    ("s3", "bucketnotexists", "HeadBucket"),
    ("s3", "objectexists", "HeadObject"),
    ("s3", "objectnotexists", "HeadObject"),
    ("ssm", "commandexecuted", "GetCommandInvocation"),
];

/// What an operation needs, written in any of the SDKs' ways: `get-function`, `get_function`, `GetFunction`.
pub(super) fn operation(service: &str, operation: &str) -> Needs {
    let (service, name) = (prefix(service), plain(operation));
    if let Some((.., actions)) = OTHERS.iter().find(|(known, other, _)| *known == service && *other == name) {
        return Needs::Actions(actions.iter().map(|action| format!("{service}:{action}")).collect());
    }
    match (service.as_str(), name.as_str()) {
        // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
        ("sts", "getcalleridentity") => Needs::Nothing,
        // Its actions are HTTP's verbs.
        ("apigateway" | "apigatewayv2", _) => Needs::Unknown,
        _ => facts::iam::service(&service)
            .and_then(|service| service.action(&name))
            .map_or(Needs::Unknown, |action| Needs::Actions(vec![action.to_string()])),
    }
}

/// What waiting needs.
pub(super) fn waiter(service: &str, waiter: &str) -> Needs {
    let (service, name) = (prefix(service), plain(waiter));
    WAITERS
        .iter()
        .find(|(known, other, _)| *known == service && *other == name)
        .map_or(Needs::Unknown, |(.., asked)| operation(&service, asked))
}

fn prefix(service: &str) -> String {
    let service = service.to_ascii_lowercase();
    PREFIXES.iter().find(|(name, _)| *name == service).map_or(service, |(_, prefix)| (*prefix).to_owned())
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| !matches!(letter, '-' | '_'))
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Needs, OTHERS, PREFIXES, WAITERS, operation, waiter};

    fn actions(needs: Needs) -> Vec<String> {
        match needs {
            Needs::Actions(actions) => actions,
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn every_action_exists() {
        for (service, name, others) in OTHERS {
            let known = facts::iam::service(service).expect(service);
            assert!(known.action(name).is_none(), "{service}:{name} needs no line");
            for other in *others {
                assert_eq!(known.action(other).map(|action| action.name()), Some(*other));
            }
        }
        for (_, prefix) in PREFIXES {
            assert!(facts::iam::service(prefix).is_some(), "{prefix}");
        }
        for (service, name, _) in WAITERS {
            assert!(matches!(waiter(service, name), Needs::Actions(_)), "{service} {name}");
        }
    }

    #[test]
    fn operations_become_actions() {
        assert_eq!(actions(operation("rds", "describe-db-instances")), ["rds:DescribeDBInstances"]);
        assert_eq!(actions(operation("deploy", "create-deployment")), ["codedeploy:CreateDeployment"]);
        assert_eq!(actions(operation("lambda", "invoke")), ["lambda:InvokeFunction"]);
        assert_eq!(actions(operation("s3", "list_objects_v2")), ["s3:ListBucket"]);
        assert_eq!(operation("sts", "get_caller_identity"), Needs::Nothing);
        assert_eq!(operation("dynamodb", "transact_write_items"), Needs::Unknown);
        assert_eq!(operation("apigateway", "get-rest-apis"), Needs::Unknown);
        assert_eq!(operation("nothing", "at-all"), Needs::Unknown);
    }
}

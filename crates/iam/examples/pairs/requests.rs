//! Requests: actions that exist, on resources of the kind that they take.

use fastrand::Rng;
use iam::Principal;
use serde_json::{Value, json};

use crate::conditions;

/// The caller's account, mostly.
pub(crate) const OWN: &str = "111111111111";
/// The other one.
pub(crate) const OTHER: &str = "222222222222";

/// An action, and its resource with `ACCOUNT` for the account.
const CALLS: &[(&str, &str)] = &[
    ("s3:GetObject", "arn:aws:s3:::bucket/red/file.txt"),
    ("s3:PutObject", "arn:aws:s3:::bucket/blue"),
    ("s3:ListBucket", "arn:aws:s3:::bucket"),
    ("s3:ListAllMyBuckets", "*"),
    ("sqs:SendMessage", "arn:aws:sqs:us-east-1:ACCOUNT:queue"),
    ("sns:Publish", "arn:aws:sns:us-east-1:ACCOUNT:topic-red"),
    ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:ACCOUNT:function:red"),
    ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:ACCOUNT:table/red"),
    ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:ACCOUNT:secret:red-abcdef"),
    ("codepipeline:StartPipelineExecution", "arn:aws:codepipeline:us-east-1:ACCOUNT:red"),
    ("logs:PutLogEvents", "arn:aws:logs:us-east-1:ACCOUNT:log-group:red:log-stream:blue"),
    ("codebuild:StartBuild", "arn:aws:codebuild:us-east-1:ACCOUNT:project/red"),
    ("ecr:BatchGetImage", "arn:aws:ecr:us-east-1:ACCOUNT:repository/red"),
    ("cloudwatch:PutMetricData", "*"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:ACCOUNT:key/12345678-1234-1234-1234-123456789012"),
    ("kms:Encrypt", "arn:aws:kms:us-east-1:ACCOUNT:key/12345678-1234-1234-1234-123456789012"),
    ("sts:AssumeRole", "arn:aws:iam::ACCOUNT:role/target"),
    ("iam:PassRole", "arn:aws:iam::ACCOUNT:role/target"),
];

/// A request.
pub(crate) struct Asked {
    pub(crate) principal: Principal,
    pub(crate) action: &'static str,
    pub(crate) resource: String,
    pub(crate) account: &'static str,
    pub(crate) context: Vec<(&'static str, Vec<String>)>,
}

impl Asked {
    pub(crate) fn random(rng: &mut Rng) -> Self {
        let (action, resource) = CALLS[rng.usize(..CALLS.len())];
        // An action without a resource is the caller's account's own affair.
        let crosses = resource != "*" && rng.u8(..4) == 0;
        let account = if crosses { OTHER } else { OWN };
        Self {
            principal: principal(rng, action, resource),
            action,
            resource: resource.replace("ACCOUNT", account),
            account,
            context: conditions::context(rng),
        }
    }

    /// Whether the resource's policy must allow.
    pub(crate) fn is_strict(&self) -> bool {
        self.action.starts_with("kms:") || self.action.starts_with("sts:")
    }

    pub(crate) fn is_root(&self) -> bool {
        matches!(self.principal, Principal::Root { .. })
    }

    pub(crate) fn has_identity(&self) -> bool {
        self.principal.account().is_some()
    }

    pub(crate) fn to_json(&self) -> Value {
        let principal = match &self.principal {
            Principal::Role { session, .. } => session,
            Principal::User { arn } => arn,
            Principal::Root { account } => &format!("arn:aws:iam::{account}:root"),
            Principal::Service { name } => name,
            Principal::Federated { provider } => provider,
            Principal::Anonymous => "anonymous",
        };
        let context: serde_json::Map<_, _> =
            self.context.iter().map(|(key, values)| ((*key).to_owned(), json!(values))).collect();
        json!({
            "principal": principal,
            "action": self.action,
            "resource": self.resource,
            "account": self.account,
            "context": context,
        })
    }
}

fn principal(rng: &mut Rng, action: &str, resource: &str) -> Principal {
    match rng.u8(..20) {
        0 => Principal::Root { account: OWN.to_owned() },
        1 if resource != "*" => Principal::Service { name: "events.amazonaws.com".to_owned() },
        // Anonymous requests are these services' own.
        2 if resource != "*" && (action.starts_with("s3:") || action.starts_with("sqs:")) => {
            Principal::Anonymous
        }
        3..=9 => Principal::User { arn: format!("arn:aws:iam::{OWN}:user/ann") },
        _ => Principal::Role {
            arn: format!("arn:aws:iam::{OWN}:role/worker"),
            session: format!("arn:aws:sts::{OWN}:assumed-role/worker/session"),
        },
    }
}

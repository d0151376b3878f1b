//! A customer key for artifacts, logs and messages, where the stack asks for one.
//!
//! In: at first, nothing but the stack; at last, a finished template. Out: the key, or the one that exists, on the artifact bucket,
//! the artifact store, every log group and every topic; a right to use it for each role that reads or writes artifacts or
//! publishes to the stack's topics; and, of the stack's own key, a policy for those services that use it in their own
//! name. What needs the key is told from the rights that the template has by then: whoever may read an
//! artifact may decrypt it, whichever concern gave the right.

use cfn::iam::{Operator, PolicyDocument, Principal, Role, Statement};
use cfn::kms::Key;
use cfn::logs::LogGroup;
use cfn::sns::Topic;
use cfn::{Arn, Resource, Value, text};
use diag::Diagnostic;
use serde_json::{Value as Json, json};
use spec::{KmsKey, Setting};

use crate::context::Context;
use crate::permissions::actions;

/// The key's logical ID.
const ID: &str = "EncryptionKey";
/// The only bucket that the key is for: S3 delivers access logs to none that has a key
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html>).
const BUCKET: &str = "ArtifactBucket";
/// That of an environment elsewhere.
const BUCKET_ABROAD: &str = "Bucket";
/// What checkov is told where AWS's own keys encrypt.
const SKIPS: [&str; 3] = ["CKV_AWS_26", "CKV_AWS_158", "CKV_AWS_219"];

/// The key that everything is to be encrypted under; before anything else is added.
pub(crate) fn set_up(cx: &mut Context<'_>) -> Result<Option<Value<Arn>>, Diagnostic> {
    let Some(encryption) = &cx.stack.encryption else { return Ok(None) };
    let arn = match &encryption.kms_key {
        KmsKey::Created => created(cx)?,
        KmsKey::Existing(Setting::Literal(arn)) => Value::Literal(Arn::from(arn.to_string())),
        KmsKey::Existing(parameter) => text![cx.text(parameter)],
    };
    cx.template.everywhere::<LogGroup, _>("KmsKeyId", &arn);
    cx.template.everywhere::<Topic, _>("KmsMasterKeyId", &arn);
    Ok(Some(arn))
}

fn created(cx: &mut Context<'_>) -> Result<Value<Arn>, Diagnostic> {
    cx.template.section("The key of artifacts, logs and messages");
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    let account =
        Statement::allow_all_of_kms("IdentityPoliciesDecide").to(Principal::Account).on_everything();
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    let logs = Statement::allow(
        "EncryptLogs",
        actions![
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ],
    )
    .to(Principal::InRegion("logs"))
    .on_everything()
    .when(
        Operator::ArnLike,
        "kms:EncryptionContext:aws:logs:arn",
        Value::<Arn>::named("logs", "log-group:*"),
    );
    let key = Key {
        description: format!("Artifacts, logs and messages of {}", cx.name()),
        enable_key_rotation: true,
        key_policy: PolicyDocument::new([account, logs]),
    };
    Ok(cx.add(ID, key.entry().retain())?.arn())
}

/// Puts the key where it is to be used, and lets in whoever uses it; after everything else is added.
pub(crate) fn apply(cx: &mut Context<'_>, key: Option<&Value<Arn>>) {
    let Some(key) = key else { return };
    let bucket = if cx.is_abroad() { BUCKET_ABROAD } else { BUCKET };
    let ids: Vec<String> = cx.template.resource_ids().map(str::to_owned).collect();
    let mut topics = Vec::new();
    let mut services = Vec::new();
    for id in &ids {
        let Some(resource) = cx.template.resource_mut(id) else { continue };
        drop_skips(resource);
        match resource["Type"].as_str().unwrap_or_default() {
            "AWS::S3::Bucket" if id == bucket => encrypt_bucket(resource, key),
            "AWS::CodePipeline::Pipeline" => {
                resource["Properties"]["ArtifactStore"]["EncryptionKey"] =
                    json!({ "Id": key, "Type": "KMS" });
            }
            // It knows nothing of the pipeline's key: https://github.com/aws/aws-cdk/issues/4182
            "AWS::CodeBuild::Project" => resource["Properties"]["EncryptionKey"] = json!(key),
            "AWS::SNS::Topic" => topics.push(id.clone()),
            "AWS::SNS::TopicPolicy" => services.extend(publishers(resource)),
            _ => {}
        }
    }
    for id in &ids {
        let Some(resource) = cx.template.resource_mut(id) else { continue };
        if resource["Type"] == Role::TYPE {
            for right in rights(resource, bucket, &topics, key) {
                cx.template.grant(id, &right);
            }
        }
    }
    let is_own = ids.iter().any(|id| id == ID);
    services.sort();
    services.dedup();
    for service in services.into_iter().filter(|_| is_own) {
        cx.template.grant(ID, &publish(&service));
    }
}

/// With its own key for each bucket, so that a use of an object is no request to KMS.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html>
fn encrypt_bucket(bucket: &mut Json, key: &Value<Arn>) {
    bucket["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"] = json!([{
        "BucketKeyEnabled": true,
        "ServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key },
    }]);
}

/// What a role needs of the key, by what it may do.
fn rights(role: &Json, bucket: &str, topics: &[String], key: &Value<Arn>) -> Vec<Statement> {
    let (mut reads, mut writes, mut publishes) = (false, false, false);
    for statement in statements(role).filter(|statement| statement["Effect"] == "Allow") {
        let resource = statement["Resource"].to_string();
        let is_about =
            |id: &str| resource.contains(&format!("\"{id}\"")) || resource.contains(&format!("{{{id}.Arn}}"));
        for action in one_or_many(&statement["Action"]).filter_map(Json::as_str) {
            reads |= action.starts_with("s3:GetObject") && is_about(bucket);
            writes |= action == "s3:PutObject" && is_about(bucket);
            publishes |= action == "sns:Publish" && topics.iter().any(|topic| is_about(topic));
        }
    }
    // What is sent in parts is put together again:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    let objects = match (reads, writes) {
        (_, true) => {
            Some(Statement::allow("UseKeyOfArtifacts", actions!["kms:Decrypt", "kms:GenerateDataKey"]))
        }
        (true, false) => Some(Statement::allow("UseKeyOfArtifacts", actions!["kms:Decrypt"])),
        (false, false) => None,
    };
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    let messages = (publishes && !writes)
        .then(|| Statement::allow("UseKeyOfMessages", actions!["kms:Decrypt", "kms:GenerateDataKey"]));
    objects.into_iter().chain(messages).map(|statement| statement.on([key.clone()])).collect()
}

/// A service that publishes in its own name to an encrypted topic.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>
fn publish(service: &str) -> Statement {
    let words: String = service
        .split('.')
        .next()
        .unwrap_or_default()
        .split('-')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect();
    Statement::allow(&format!("EncryptMessagesOf{words}"), actions!["kms:Decrypt", "kms:GenerateDataKey"])
        .to(Principal::Named(service.to_owned()))
        .on_everything()
}

/// The services that a topic's policy lets publish.
fn publishers(policy: &Json) -> Vec<String> {
    let statements = policy["Properties"]["PolicyDocument"]["Statement"].as_array().into_iter().flatten();
    let services = statements.flat_map(|statement| one_or_many(&statement["Principal"]["Service"]));
    services.filter_map(Json::as_str).map(str::to_owned).collect()
}

fn statements(role: &Json) -> impl Iterator<Item = &Json> {
    let policies = role["Properties"]["Policies"].as_array().into_iter().flatten();
    policies.flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array().into_iter().flatten())
}

fn one_or_many(value: &Json) -> impl Iterator<Item = &Json> {
    let (list, one) = match value {
        Json::Array(items) => (items.as_slice(), None),
        Json::Null => (&[][..], None),
        one => (&[][..], Some(one)),
    };
    list.iter().chain(one)
}

/// What is said of AWS's own keys is true no more.
fn drop_skips(resource: &mut Json) {
    let Some(metadata) = resource.get_mut("Metadata").and_then(Json::as_object_mut) else { return };
    let Some(skips) = metadata.get_mut("checkov").and_then(|checkov| checkov["skip"].as_array_mut()) else {
        return;
    };
    skips.retain(|skip| !SKIPS.iter().any(|rule| skip["id"] == *rule));
    if skips.is_empty() {
        metadata.shift_remove("checkov");
    }
    if metadata.is_empty()
        && let Some(resource) = resource.as_object_mut()
    {
        resource.shift_remove("Metadata");
    }
}

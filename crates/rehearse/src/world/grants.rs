//! The policies that resources of the template have: who may do what with them.

use std::collections::BTreeMap;

use cfn::read::Node;
use serde_json::{Value as Json, json};

use super::Given;
use super::names::function;
use super::policies::{Document, Part, Unknown, document};
use super::resource::Resource;
use super::value::Value;

/// The types whose resources are the policy of another: the property that says whose, its type, and the property with
/// the text.
const POLICIES: [(&str, &str, &str, &str); 6] = [
    ("AWS::S3::BucketPolicy", "Bucket", "AWS::S3::Bucket", "PolicyDocument"),
    ("AWS::SNS::TopicInlinePolicy", "TopicArn", "AWS::SNS::Topic", "PolicyDocument"),
    ("AWS::SNS::TopicPolicy", "Topics", "AWS::SNS::Topic", "PolicyDocument"),
    ("AWS::SQS::QueueInlinePolicy", "Queue", "AWS::SQS::Queue", "PolicyDocument"),
    ("AWS::SQS::QueuePolicy", "Queues", "AWS::SQS::Queue", "PolicyDocument"),
    ("AWS::SecretsManager::ResourcePolicy", "SecretId", "AWS::SecretsManager::Secret", "ResourcePolicy"),
];

/// The types whose resources hold their policy themselves, in this property.
const OWN: [(&str, &[&str]); 5] = [
    ("AWS::DynamoDB::Table", &["ResourcePolicy", "PolicyDocument"]),
    ("AWS::ECR::Repository", &["RepositoryPolicyText"]),
    ("AWS::Events::EventBus", &["Policy"]),
    ("AWS::KMS::Key", &["KeyPolicy"]),
    ("AWS::KMS::ReplicaKey", &["KeyPolicy"]),
];

/// What the policies for log groups are kept under.
const LOGS: &str = "logs";

/// What SNS's default policy is about.
const TOPIC_ACTIONS: [&str; 9] = [
    "SNS:Subscribe",
    "SNS:ListSubscriptionsByTopic",
    "SNS:DeleteTopic",
    "SNS:GetTopicAttributes",
    "SNS:Publish",
    "SNS:RemovePermission",
    "SNS:AddPermission",
    "SNS:Receive",
    "SNS:SetTopicAttributes",
];

/// The policies of resources.
#[derive(Debug, Default)]
pub(super) struct Grants<'t> {
    by_arn: BTreeMap<String, Document<'t>>,
    /// The ARNs of keys, by those of their aliases.
    aliases: BTreeMap<String, String>,
    pub(super) unknown: Vec<Unknown<'t>>,
}

/// Statements that resources of their own add to a policy.
#[derive(Default)]
struct Added<'t> {
    statements: Vec<Json>,
    nodes: Vec<&'t Node>,
    owner: Option<&'t str>,
}

impl<'t> Grants<'t> {
    pub(super) fn new(resources: &[Resource<'t>], given: &Given) -> Self {
        let mut found = Self::default();
        for resource in resources {
            if let Some((_, path)) = OWN.iter().find(|(kind, _)| *kind == resource.kind) {
                found.own(resource, resource.properties().at(path), given);
            }
        }
        for (kind, whose, target, text) in POLICIES {
            let arns = arns(resources, target);
            for policy in resources.iter().filter(|resource| resource.kind == kind) {
                for whose in policy.property(whose).items().iter().filter_map(Value::text) {
                    let outside = match target {
                        "AWS::S3::Bucket" => format!("arn:{}:s3:::{whose}", given.partition()),
                        _ => whose.to_owned(),
                    };
                    found.put(arns.get(whose).cloned().unwrap_or(outside), policy, policy.property(text));
                }
            }
        }
        found.topics(resources, given);
        found.permissions(resources, given);
        found.buses(resources, given);
        found.logs(resources);
        found.aliases(resources);
        found
    }

    /// All of them, by the ARNs of their resources.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Document<'t>)> {
        self.by_arn.iter().map(|(arn, document)| (arn.as_str(), document))
    }

    /// The policy of the resource with that ARN.
    pub(super) fn find(&self, arn: &str) -> Option<&Document<'t>> {
        if let Some(found) = self.by_arn.get(arn) {
            return Some(found);
        }
        if let Some(key) = self.aliases.get(arn) {
            return self.by_arn.get(key);
        }
        // An object's is its bucket's, an index's or stream's its table's.
        let (rest, service) = (arn.splitn(6, ':').nth(5)?, arn.split(':').nth(2)?);
        let parent = match service {
            "logs" => return self.by_arn.get(LOGS),
            "s3" => rest.find('/')?,
            "dynamodb" => rest.match_indices('/').nth(1)?.0,
            _ => return None,
        };
        self.by_arn.get(&arn[..arn.len() - rest.len() + parent])
    }

    fn own(&mut self, resource: &Resource<'t>, text: &Value<'t>, given: &Given) {
        let Some(arn) = resource.arn() else { return };
        if !text.is_missing() {
            self.put(arn, resource, text);
        } else if resource.kind == "AWS::KMS::Key" {
            // <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
            let account = format!("arn:{}:iam::{}:root", given.partition(), given.account);
            let statement =
                json!({"Effect": "Allow", "Principal": {"AWS": account}, "Action": "kms:*", "Resource": "*"});
            let nodes = vec![resource.node];
            let title = format!("default policy of {}", resource.id);
            self.add(arn, title, Added { statements: vec![statement], nodes, owner: Some(resource.id) });
        }
    }

    /// The policy that SNS gives a topic that has none of its own: services that act for the owner may publish.
    ///
    /// <https://docs.aws.amazon.com/cli/latest/reference/sns/get-topic-attributes.html>
    fn topics(&mut self, resources: &[Resource<'t>], given: &Given) {
        for topic in resources.iter().filter(|resource| resource.kind == "AWS::SNS::Topic") {
            let Some(arn) = topic.arn().filter(|arn| !self.by_arn.contains_key(arn)) else { continue };
            let statement = json!({
                "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": {"AWS": "*"},
                "Action": TOPIC_ACTIONS, "Resource": arn,
                "Condition": {"StringEquals": {"AWS:SourceOwner": given.account}},
            });
            let nodes = vec![topic.node];
            let title = format!("default policy of {}", topic.id);
            self.add(arn, title, Added { statements: vec![statement], nodes, owner: Some(topic.id) });
        }
    }

    fn put(&mut self, arn: String, resource: &Resource<'t>, text: &Value<'t>) {
        match document(resource.id.to_owned(), text, Some(resource.id)) {
            Ok(document) => {
                self.by_arn.insert(arn, document);
            }
            Err(why) => self.unknown.push(Unknown {
                policy: resource.id.to_owned(),
                part: Part::Resource,
                why,
                node: text.node,
            }),
        }
    }

    fn add(&mut self, arn: String, title: String, added: Added<'t>) {
        let node = added.nodes.first().copied();
        let text = json!({"Version": "2012-10-17", "Statement": added.statements});
        match (iam::Policy::read(&text), node) {
            (Ok(policy), _) => {
                let document = Document { title, policy, statements: added.nodes, owner: added.owner };
                self.by_arn.insert(arn, document);
            }
            (Err(malformed), Some(node)) => {
                let why = malformed.to_string();
                self.unknown.push(Unknown { policy: title, part: Part::Resource, why, node });
            }
            (Err(_), None) => {}
        }
    }

    /// Functions' policies, to which each permission adds a statement: for the function, a version or an alias.
    fn permissions(&mut self, resources: &[Resource<'t>], given: &Given) {
        let mut functions = BTreeMap::<String, Added<'t>>::new();
        for permission in resources.iter().filter(|resource| resource.kind == "AWS::Lambda::Permission") {
            let Some(function) = permission.property("FunctionName").text() else { continue };
            let arn = function_arn(function, given);
            let statement = permission_statement(permission, &arn);
            let added = functions.entry(arn).or_default();
            added.statements.push(statement);
            added.nodes.push(permission.node);
            added.owner.get_or_insert(permission.id);
        }
        for (arn, added) in functions {
            let title = format!("policy of the function {}", function(&arn));
            self.add(arn, title, added);
        }
    }

    /// Buses' policies, to which resources of their own add statements.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html>
    fn buses(&mut self, resources: &[Resource<'t>], given: &Given) {
        let mut buses = BTreeMap::<String, Added<'t>>::new();
        for policy in resources.iter().filter(|resource| resource.kind == "AWS::Events::EventBusPolicy") {
            let bus = policy.property("EventBusName").text().unwrap_or("default");
            let (partition, region, account) = (given.partition(), &given.region, &given.account);
            let arn = format!("arn:{partition}:events:{region}:{account}:event-bus/{bus}");
            let statement = match policy.property("Statement") {
                written if !written.is_missing() => written.to_json(),
                _ => bus_statement(policy, &arn),
            };
            let added = buses.entry(arn).or_default();
            added.statements.push(statement);
            added.nodes.push(policy.node);
            added.owner.get_or_insert(policy.id);
        }
        for (arn, added) in buses {
            self.add(arn, "policy of the event bus".to_owned(), added);
        }
    }

    /// Policies of log groups, which hold for all of the account.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html>
    fn logs(&mut self, resources: &[Resource<'t>]) {
        for policy in resources.iter().filter(|resource| resource.kind == "AWS::Logs::ResourcePolicy") {
            let before = self.by_arn.remove(LOGS);
            self.put(LOGS.to_owned(), policy, policy.property("PolicyDocument"));
            let Some(mut all) = before else { continue };
            if let Some(added) = self.by_arn.remove(LOGS) {
                let from = all.policy.statements.len();
                let statements = added.policy.statements.into_iter();
                all.policy.statements.extend(statements.map(|mut statement| {
                    statement.index += from;
                    statement
                }));
                all.statements.extend(added.statements);
            }
            self.by_arn.insert(LOGS.to_owned(), all);
        }
    }

    fn aliases(&mut self, resources: &[Resource<'t>]) {
        let keys = arns(resources, "AWS::KMS::Key");
        for alias in resources.iter().filter(|resource| resource.kind == "AWS::KMS::Alias") {
            let key = alias.property("TargetKeyId").text().and_then(|key| keys.get(key));
            if let (Some(arn), Some(key)) = (alias.arn(), key) {
                self.aliases.insert(arn, key.clone());
            }
        }
    }
}

/// The ARNs of a type's resources, by all that may name them: names, what `Ref` gives, ARNs.
fn arns(resources: &[Resource<'_>], kind: &str) -> BTreeMap<String, String> {
    let mut arns = BTreeMap::new();
    for resource in resources.iter().filter(|resource| resource.kind == kind) {
        if let Some(arn) = resource.arn() {
            for name in [resource.name(), resource.reference(), arn.clone()] {
                arns.entry(name).or_insert_with(|| arn.clone());
            }
        }
    }
    arns
}

/// The ARN for whatever may name a function, with the version or alias if there is one.
fn function_arn(text: &str, given: &Given) -> String {
    if text.starts_with("arn:") {
        return text.to_owned();
    }
    let (account, rest) = match text.split_once(":function:") {
        Some((account, rest)) => (account, rest),
        None => (given.account.as_str(), text),
    };
    format!("arn:{}:lambda:{}:{account}:function:{rest}", given.partition(), given.region)
}

/// <https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html>
fn permission_statement(permission: &Resource<'_>, arn: &str) -> Json {
    let text = |name: &str| permission.property(name).text();
    let principal = match text("Principal").unwrap_or_default() {
        "*" => json!("*"),
        service if service.contains(".amazonaws.") || service.ends_with(".amazon.com") => {
            json!({"Service": service})
        }
        account => json!({"AWS": account}),
    };
    let mut conditions = serde_json::Map::new();
    let mut demand = |operator: &str, key: &str, value: Option<&str>| {
        if let (Some(value), Some(keys)) =
            (value, conditions.entry(operator).or_insert_with(|| json!({})).as_object_mut())
        {
            keys.insert(key.to_owned(), json!(value));
        }
    };
    demand("ArnLike", "AWS:SourceArn", text("SourceArn"));
    demand("StringEquals", "AWS:SourceAccount", text("SourceAccount"));
    demand("StringEquals", "aws:PrincipalOrgID", text("PrincipalOrgID"));
    demand("StringEquals", "lambda:EventSourceToken", text("EventSourceToken"));
    demand("StringEquals", "lambda:FunctionUrlAuthType", text("FunctionUrlAuthType"));
    demand("Bool", "lambda:InvokedViaFunctionUrl", text("InvokedViaFunctionUrl"));
    conditions.retain(|_, keys| keys.as_object().is_some_and(|keys| !keys.is_empty()));
    let action = text("Action").unwrap_or_default();
    let mut statement = json!({"Sid": permission.id, "Effect": "Allow", "Principal": principal, "Action": action, "Resource": arn});
    if !conditions.is_empty() {
        statement["Condition"] = Json::Object(conditions);
    }
    statement
}

fn bus_statement(policy: &Resource<'_>, arn: &str) -> Json {
    let text = |name: &str| policy.property(name).text();
    let principal = match text("Principal").unwrap_or_default() {
        "*" => json!("*"),
        account => json!({"AWS": account}),
    };
    let action = text("Action").unwrap_or("events:PutEvents");
    let mut statement = json!({
        "Sid": text("StatementId").unwrap_or_default(), "Effect": "Allow",
        "Principal": principal, "Action": action, "Resource": arn,
    });
    let part = |name: &str| policy.property("Condition").get(name).text();
    if let (Some(operator), Some(key), Some(value)) = (part("Type"), part("Key"), part("Value")) {
        statement["Condition"] = json!({operator: {key: value}});
    }
    statement
}

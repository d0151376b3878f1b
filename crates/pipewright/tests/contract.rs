//! What design and users rely on, held over the template of every stack: rights, frozen aliases, kept data, names.

#![allow(clippy::unwrap_used)] // a test panics

mod support;

use std::collections::BTreeSet;

use serde_json::Value as Json;
use support::{list, resources, root, stacks, template};

/// A statement, and where it stands.
struct Grant {
    place: String,
    statement: Json,
}

impl Grant {
    fn allows(&self) -> bool {
        self.statement["Effect"] == "Allow"
    }

    fn sid(&self) -> &str {
        self.statement["Sid"].as_str().unwrap_or_default()
    }
}

/// The statements of every identity policy: roles' and managed ones.
fn identity_statements(template: &Json) -> Vec<Grant> {
    let mut grants = Vec::new();
    let mut collect = |id: &str, document: &Json| {
        for statement in list(&document["Statement"]) {
            grants.push(Grant { place: id.to_owned(), statement: statement.clone() });
        }
    };
    for (id, role) in resources(template, "AWS::IAM::Role") {
        for policy in list(&role["Properties"]["Policies"]) {
            collect(id, &policy["PolicyDocument"]);
        }
    }
    for (id, policy) in resources(template, "AWS::IAM::ManagedPolicy") {
        collect(id, &policy["Properties"]["PolicyDocument"]);
    }
    grants
}

fn templates() -> impl Iterator<Item = (String, Json)> {
    stacks().into_iter().map(|stack| (stack.name, template(&stack.text).to_value()))
}

/// Every `Resource: "*"` of every stack, with the reason that its Sid gives. A new one shows up here in review.
#[test]
fn every_right_on_everything_gives_its_reason() {
    let mut reasons = BTreeSet::new();
    for (_, template) in templates() {
        for grant in identity_statements(&template).iter().filter(|grant| grant.allows()) {
            if list(&grant.statement["Resource"]).contains(&&Json::from("*")) {
                let actions: Vec<_> =
                    list(&grant.statement["Action"]).iter().filter_map(|action| action.as_str()).collect();
                assert!(!grant.sid().is_empty(), "{}: `*` without a reason: {actions:?}", grant.place);
                reasons.insert(format!("{}: {}", grant.sid(), actions.join(", ")));
            }
        }
    }
    let expected = [
        "AnswerThePipelineHasNoNarrowerResource: codepipeline:PutJobFailureResult, codepipeline:PutJobSuccessResult",
        "AskForAlarmsAsCodeDeployIsDocumentedTo: cloudwatch:DescribeAlarms",
        "ListFunctionsHasNoNarrowerResource: lambda:ListFunctions",
        "LogInToEcrHasNoNarrowerResource: ecr:GetAuthorizationToken",
    ];
    assert_eq!(reasons.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn no_right_is_a_wildcard_action_and_no_policy_is_aws_s_own() {
    for (stack, template) in templates() {
        for grant in identity_statements(&template).iter().filter(|grant| grant.allows()) {
            assert!(
                grant.statement.get("NotAction").is_none() && grant.statement.get("NotResource").is_none()
            );
            for action in list(&grant.statement["Action"]) {
                assert!(!action.as_str().unwrap().contains('*'), "{stack}: {}: {action}", grant.place);
            }
        }
        for (id, role) in resources(&template, "AWS::IAM::Role") {
            assert!(role["Properties"].get("ManagedPolicyArns").is_none(), "{stack}: {id}");
            assert!(role["Properties"].get("RoleName").is_none(), "{stack}: {id}");
        }
    }
}

#[test]
fn no_customer_key_costs_money_when_idle() {
    for (stack, template) in templates() {
        assert_eq!(resources(&template, "AWS::KMS::Key").count(), 0, "{stack}");
    }
}

/// Third-party code runs under the build's role: everything that it may touch is listed here by kind.
#[test]
fn the_build_reaches_its_own_things_alone() {
    for (stack, template) in templates() {
        let name = template["Resources"]["Pipeline"]["Properties"]["Name"].as_str().unwrap().to_owned();
        let grants = identity_statements(&template);
        let build: Vec<_> = grants.iter().filter(|grant| grant.place == "BuildRole").collect();
        assert!(!build.is_empty(), "{stack}");
        for grant in build.iter().filter(|grant| grant.allows()) {
            for action in list(&grant.statement["Action"]) {
                for resource in list(&grant.statement["Resource"]) {
                    let (action, resource) = (action.as_str().unwrap(), resource.to_string());
                    assert!(
                        build_may(action, &resource, &name),
                        "{stack}: the build may {action} on {resource}, and the design knows no reason"
                    );
                }
            }
        }
        let denied = build.iter().any(|grant| {
            let resources: Vec<_> =
                list(&grant.statement["Resource"]).iter().map(ToString::to_string).collect();
            !grant.allows()
                && grant.statement["Action"] == "s3:*"
                && grant.statement.get("Condition").is_none()
                && resources.iter().any(|resource| resource.contains("${ArtifactBucket.Arn}/CodeDeploy/*"))
        });
        assert!(denied, "{stack}: nothing keeps the build off the AppSpecs");
    }
}

fn build_may(action: &str, resource: &str, pipeline: &str) -> bool {
    let artifact = |artifact: &str| format!("${{ArtifactBucket.Arn}}/{pipeline}/{artifact}/*");
    match action {
        "logs:CreateLogStream" | "logs:PutLogEvents" => resource.contains("\"BuildLogGroup\",\"Arn\""),
        "s3:GetBucketAcl" | "s3:GetBucketLocation" => resource.contains("\"ArtifactBucket\",\"Arn\""),
        "s3:GetObject" => resource.contains(&artifact("SourceCode")) || resource.contains("Arn}/cache/*"),
        "s3:GetObjectVersion" => resource.contains(&artifact("SourceCode")),
        "s3:PutObject" => resource.contains(&artifact("Packages")) || resource.contains("Arn}/cache/*"),
        "codebuild:CreateReport"
        | "codebuild:UpdateReport"
        | "codebuild:BatchPutTestCases"
        | "codebuild:BatchPutCodeCoverages" => {
            resource.contains("\"Build") && resource.contains("Reports\",\"Arn\"")
        }
        "ecr:BatchCheckLayerAvailability" | "ecr:BatchGetImage" | "ecr:GetDownloadUrlForLayer" => {
            resource.contains("\"BuildImageRepository\",\"Arn\"") || resource.contains(":repository/")
        }
        "ecr:GetAuthorizationToken" => resource == "\"*\"",
        "ssm:GetParameters" => resource.contains(":parameter/") && !resource.contains("parameter/*"),
        "secretsmanager:GetSecretValue" => resource.contains(":secret:") && !resource.contains("secret:*"),
        _ => false,
    }
}

/// The alias and its first version are CodeDeploy's after the first deployment: a change here would move live traffic.
#[test]
fn versions_and_aliases_are_frozen() {
    for (stack, template) in templates() {
        let keys = |resource: &Json| -> Vec<String> {
            resource["Properties"].as_object().unwrap().keys().cloned().collect()
        };
        for (id, alias) in resources(&template, "AWS::Lambda::Alias") {
            assert_eq!(keys(alias), ["Name", "FunctionName", "FunctionVersion"], "{stack}: {id}");
        }
        for (id, version) in resources(&template, "AWS::Lambda::Version") {
            assert_eq!(keys(version), ["FunctionName"], "{stack}: {id}");
        }
    }
}

#[test]
fn what_holds_data_stays() {
    let holders =
        ["AWS::S3::Bucket", "AWS::CodeCommit::Repository", "AWS::ECR::Repository", "AWS::Logs::LogGroup"];
    for (stack, template) in templates() {
        for kind in holders {
            for (id, resource) in resources(&template, kind) {
                assert_eq!(resource["DeletionPolicy"], "RetainExceptOnCreate", "{stack}: {id}");
                assert_eq!(resource["UpdateReplacePolicy"], "Retain", "{stack}: {id}");
            }
        }
        for (id, group) in resources(&template, "AWS::Logs::LogGroup") {
            assert!(group["Properties"]["RetentionInDays"].as_u64().is_some(), "{stack}: {id} never expires");
        }
    }
}

/// CodePipeline cuts artifact names to ten characters in object keys, and a namespace must not be an artifact's name.
#[test]
fn artifacts_and_namespaces_do_not_meet() {
    for (stack, template) in templates() {
        let (mut artifacts, mut namespaces) = (Vec::new(), Vec::new());
        for stage in list(&template["Resources"]["Pipeline"]["Properties"]["Stages"]) {
            for action in list(&stage["Actions"]) {
                artifacts.extend(
                    list(&action["OutputArtifacts"]).iter().map(|artifact| artifact["Name"].to_string()),
                );
                namespaces.extend(list(&action["Namespace"]).iter().map(ToString::to_string));
            }
        }
        let short: BTreeSet<String> = artifacts.iter().map(|name| name.chars().take(11).collect()).collect();
        assert_eq!(short.len(), artifacts.len(), "{stack}: {artifacts:?}");
        assert!(namespaces.iter().all(|namespace| !artifacts.contains(namespace)), "{stack}");
        assert_eq!(namespaces.iter().collect::<BTreeSet<_>>().len(), namespaces.len(), "{stack}");
    }
}

/// A role that a service assumes names on whose behalf, wherever AWS documents that the service says so.
#[test]
fn trust_is_as_narrow_as_aws_documents() {
    let documented = ["codebuild.amazonaws.com", "codedeploy.amazonaws.com", "events.amazonaws.com"];
    let undocumented = ["codepipeline.amazonaws.com", "lambda.amazonaws.com"];
    for (stack, template) in templates() {
        for (id, role) in resources(&template, "AWS::IAM::Role") {
            let statement = &role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0];
            let service = statement["Principal"]["Service"].as_str().unwrap();
            let condition = &statement["Condition"]["StringEquals"];
            if documented.contains(&service) {
                assert_eq!(condition["aws:SourceAccount"]["Ref"], "AWS::AccountId", "{stack}: {id}");
                assert!(condition["aws:SourceArn"].is_object(), "{stack}: {id}");
            } else {
                assert!(undocumented.contains(&service), "{stack}: {id} trusts {service}");
            }
        }
    }
}

#[test]
fn tags_reach_everything_that_can_carry_them() {
    let untaggable = [
        "AWS::CodeDeploy::DeploymentConfig",
        "AWS::IAM::ManagedPolicy",
        "AWS::Lambda::Alias",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Lambda::Version",
        "AWS::S3::BucketPolicy",
        "AWS::SNS::Subscription",
        "AWS::SNS::TopicPolicy",
    ];
    let (_, template) = templates().find(|(name, _)| name == "two-functions").unwrap();
    for (id, resource) in template["Resources"].as_object().unwrap() {
        let untagged = resource["Properties"].get("Tags").is_none();
        assert_eq!(untagged, untaggable.contains(&resource["Type"].as_str().unwrap()), "{id}");
    }
}

/// The stack that is built in Rust, without YAML.
#[test]
fn rust_and_yaml_give_the_same_template() {
    let text = std::fs::read_to_string(root().join("stacks/default.yaml")).unwrap();
    let from_rust = compile::compile(&default::stack()).unwrap();
    assert_eq!(cfn::to_yaml(&from_rust).unwrap(), support::synthesize(&text));
}

#[path = "../../compile/examples/default.rs"]
#[allow(dead_code, unreachable_pub)]
mod default;

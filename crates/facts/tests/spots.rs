//! Facts that can be read up in AWS's documentation.

#![allow(clippy::unwrap_used)] // a test panics

use facts::{Kind, Member, iam};

#[test]
fn topic() {
    let topic = facts::resource_type("AWS::SNS::Topic").unwrap();
    let properties = topic.properties();
    assert!(properties.is_closed());
    assert_eq!(properties.required().count(), 0);
    assert!(properties.property("FifoTopic").unwrap().kinds().is_only(Kind::Boolean));
    assert_eq!(properties.member("Fifo"), Member::Refused);
    assert!(topic.is_create_only("TopicName") && !topic.is_create_only("DisplayName"));
    assert!(matches!(topic.attribute("TopicArn"), Member::Known(_)));
    assert_eq!(topic.attribute("Arn"), Member::Refused);
    assert_eq!(topic.is_taggable(), Some(true));
}

#[test]
fn pipeline() {
    let pipeline = facts::resource_type("AWS::CodePipeline::Pipeline").unwrap();
    let properties = pipeline.properties();
    assert!(properties.requires("Stages") && properties.requires("RoleArn"));
    let stage = properties.property("Stages").unwrap().items().unwrap();
    let action = stage.property("Actions").unwrap().items().unwrap();
    let category = action.property("ActionTypeId").unwrap().property("Category").unwrap();
    assert!(category.values().unwrap().contains("Approval"));
    assert!(!category.values().unwrap().contains("Aproval"));
    assert!(matches!(pipeline.attribute("Version"), Member::Known(_)));
    assert_eq!(pipeline.attribute("Name"), Member::Refused);
}

#[test]
fn function() {
    let function = facts::resource_type("AWS::Lambda::Function").unwrap();
    let properties = function.properties();
    let runtimes = properties.property("Runtime").unwrap().values().unwrap();
    assert!(runtimes.contains("python3.13") && !runtimes.contains("python3.5.1"));
    assert_eq!(properties.property("MemorySize").unwrap().minimum(), Some(128.0));
    let old = facts::lambda_runtime("python3.8").unwrap();
    assert_eq!(old.deprecated, Some("2024-10-14"));
    assert!(facts::lambda_runtimes().count() > 30);
}

#[test]
fn role() {
    let role = facts::resource_type("AWS::IAM::Role").unwrap();
    let properties = role.properties();
    assert_eq!(properties.required().collect::<Vec<_>>(), ["AssumeRolePolicyDocument"]);
    let document = properties.property("AssumeRolePolicyDocument").unwrap();
    assert!(document.kinds().has(Kind::Object) && document.kinds().has(Kind::String));
    assert_eq!(document.member("Statement"), Member::Open);
    assert!(matches!(role.attribute("Arn"), Member::Known(_)));
    assert!(matches!(role.attribute("RoleId"), Member::Known(_)));
    assert_eq!(role.attribute("Name"), Member::Refused);
}

#[test]
fn attributes_of_other_making() {
    let stack = facts::resource_type("AWS::CloudFormation::Stack").unwrap();
    assert_eq!(stack.attribute("Outputs.Anything"), Member::Open);
    assert_eq!(stack.attribute("Outputs"), Member::Refused);
    let custom = facts::resource_type("Custom::Anything").unwrap();
    assert!(custom.has_open_attributes());
    assert_eq!(custom.attribute("Anything"), Member::Open);
    assert_ne!(custom.properties().member("Anything"), Member::Refused);
}

#[test]
fn actions() {
    let s3 = iam::service("s3").unwrap();
    let get = s3.action("getobject").unwrap();
    assert_eq!((get.name(), get.access_level()), ("GetObject", iam::AccessLevel::Read));
    let object = get.resources().find(|taken| taken.resource.name() == "object").unwrap();
    assert_eq!(object.resource.arn(), "arn:${Partition}:s3:::${BucketName}/${ObjectName}");
    assert!(s3.action("GetObjekt").is_none());
    assert!(get.takes_condition_key("s3:ExistingObjectTag/Team"));
    assert!(!get.takes_condition_key("s3:prefix"));
    assert!(iam::matching("s3:*Object").any(|action| action == get));
    assert!(iam::global_condition_key("aws:sourceaccount").is_some());
    assert!(iam::global_condition_key("aws:PrincipalTag/Team").is_some());
    assert!(iam::wildcard("s3:Get*Tag?ing", "s3:GetObjectTagging"));
    assert!(!iam::wildcard("s3:Get?", "s3:Get"));
}

#[test]
fn regions() {
    assert!(
        facts::is_region("eu-central-1") && facts::is_region("cn-north-1") && facts::is_region("me-south-1")
    );
    assert!(!facts::is_region("eu-central-9") && !facts::is_region("sam"));
    assert!(facts::regions().count() > 35);
}

#[test]
fn what_rules_of_cfn_lint_add() {
    let instance = facts::resource_type("AWS::EC2::Instance").unwrap().properties();
    assert!(instance.property("InstanceType").unwrap().values().unwrap().contains("t3.micro"));
    let function = facts::resource_type("AWS::Lambda::Function").unwrap().properties();
    let image = function.all_of().filter_map(|shape| shape.conditional()).find(|conditional| {
        let kind = conditional.when.property("PackageType");
        kind.and_then(|kind| kind.values()).is_some_and(|values| values.contains("Image"))
    });
    let excluded: Vec<_> = image.unwrap().then.unwrap().dependent_excluded().collect();
    assert_eq!(excluded, [("PackageType", vec!["Handler", "Layers", "Runtime"])]);
}

#[test]
fn patterns() {
    let tag =
        facts::resource_type("AWS::Logs::LogGroup").unwrap().properties().property("LogGroupName").unwrap();
    let pattern = tag.pattern().unwrap();
    assert_eq!(pattern.is_match("/aws/codebuild/build"), Some(true));
    assert_eq!(pattern.is_match("a b"), Some(false));
    // What a block scalar ends with.
    assert_eq!(pattern.is_match("/aws/codebuild/build\n"), Some(true));
}

#[test]
fn a_shape_that_holds_itself() {
    let rule = facts::resource_type("AWS::WAFv2::WebACL").unwrap().properties();
    let statement = rule.property("Rules").unwrap().items().unwrap().property("Statement").unwrap();
    let inner = statement.property("NotStatement").unwrap().property("Statement").unwrap();
    assert_eq!(inner.id(), statement.id());
}

#[test]
fn managed_policies() {
    let basic =
        iam::managed_policy("arn:aws-us-gov:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
            .unwrap();
    assert_eq!((basic.path(), basic.name()), ("service-role/", "AWSLambdaBasicExecutionRole"));
    assert!(basic.document().unwrap().contains(r#""logs:PutLogEvents""#));
    assert_eq!(iam::managed_policy("AWSLambdaBasicExecutionRole"), Some(basic));
    assert_eq!(iam::managed_policy(&basic.to_string()), Some(basic));
    assert_eq!(iam::managed_policy("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole"), None);
    assert_eq!(iam::managed_policy("job-function/AWSLambdaBasicExecutionRole"), None);
    assert_eq!(iam::managed_policy("arn:aws:iam::111122223333:policy/AdministratorAccess"), None);
    assert_eq!(iam::managed_policy(""), None);
    let attached = [
        "AdministratorAccess",
        "AmazonEC2ContainerRegistryPowerUser",
        "AmazonS3FullAccess",
        "AmazonS3ReadOnlyAccess",
        "AmazonSNSFullAccess",
        "AmazonSSMReadOnlyAccess",
        "AWSCloudFormationFullAccess",
        "AWSCodeBuildDeveloperAccess",
        "AWSCodeCommitFullAccess",
        "AWSCodePipeline_FullAccess",
        "AWSLambda_FullAccess",
        "AWSXRayDaemonWriteAccess",
        "CloudWatchLogsFullAccess",
        "PowerUserAccess",
        "ReadOnlyAccess",
        "SecretsManagerReadWrite",
        "service-role/AmazonECSTaskExecutionRolePolicy",
        "service-role/AWSCodeDeployRole",
        "service-role/AWSCodeDeployRoleForLambda",
        "service-role/AWSCodeDeployRoleForLambdaLimited",
        "service-role/AWSLambdaDynamoDBExecutionRole",
        "service-role/AWSLambdaKinesisExecutionRole",
        "service-role/AWSLambdaSQSQueueExecutionRole",
        "service-role/AWSLambdaVPCAccessExecutionRole",
    ];
    for path in attached {
        let document =
            iam::managed_policy(&format!("arn:aws:iam::aws:policy/{path}")).and_then(|it| it.document());
        assert!(document.is_some(), "{path}");
    }
}

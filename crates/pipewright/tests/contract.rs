//! What design and users rely on, held over the template of every stack: rights, frozen aliases, kept data, names.

#![allow(clippy::unwrap_used)] // a test panics

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use support::{list, resources, root, stacks};

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
    stacks()
        .into_iter()
        .flat_map(|stack| support::templates(&stack))
        .map(|(name, template)| (name, template.to_value()))
}

/// Those that have a pipeline: not those of environments elsewhere.
fn pipelines() -> impl Iterator<Item = (String, Json)> {
    templates().filter(|(_, template)| !template["Resources"]["Pipeline"].is_null())
}

/// Every `Resource: "*"` of every stack, with the reason that its Sid gives, and how often: a new one shows up in review.
#[test]
fn every_right_on_everything_gives_its_reason() {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for (stack, template) in templates() {
        for grant in identity_statements(&template).iter().filter(|grant| grant.allows()) {
            if list(&grant.statement["Resource"]).contains(&&Json::from("*")) {
                let actions: Vec<_> =
                    list(&grant.statement["Action"]).iter().filter_map(|action| action.as_str()).collect();
                assert!(
                    !grant.sid().is_empty(),
                    "{stack}: {}: `*` without a reason: {actions:?}",
                    grant.place
                );
                *reasons.entry(format!("{}: {}", grant.sid(), actions.join(", "))).or_default() += 1;
            }
        }
    }
    let listed: String =
        reasons.iter().fold(String::new(), |all, (reason, times)| format!("{all}{times} × {reason}\n"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/contract"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("rights-on-everything", listed));
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
            // Only the pipeline's way into an environment elsewhere has to be known before it exists.
            let is_way_in = stack.contains('.') && matches!(id, "ReleaseRole" | "DeployerRole");
            assert_eq!(role["Properties"].get("RoleName").is_some(), is_way_in, "{stack}: {id}");
        }
    }
}

#[test]
fn no_customer_key_costs_money_when_idle() {
    for (stack, template) in templates() {
        let is_asked_for = stack == "guard-rails";
        assert_eq!(resources(&template, "AWS::KMS::Key").count(), usize::from(is_asked_for), "{stack}");
    }
}

/// Third-party code runs under the build's role: everything that it may touch is listed here by kind.
#[test]
fn a_build_reaches_its_own_things_alone() {
    for (stack, template) in pipelines() {
        let builds: Vec<_> = resources(&template, "AWS::CodeBuild::Project")
            .filter_map(|(id, _)| build(&template, id))
            .collect();
        assert!(!builds.is_empty(), "{stack} builds nothing");
        for build in &builds {
            reaches_its_own_things(&stack, &template, build);
        }
    }
}

/// The build that a project is for: neither a test nor the release.
fn build<'t>(template: &'t Json, id: &'t str) -> Option<Build<'t>> {
    let project = template["Resources"][id]["Properties"]["Name"].as_str().unwrap();
    let pipeline = template["Resources"]["Pipeline"]["Properties"]["Name"].as_str().unwrap();
    let own = project.strip_prefix(pipeline)?.strip_prefix("-build")?;
    let action = action_of(template, id);
    Some(Build {
        stage: id.strip_suffix("Project").unwrap(),
        project,
        pipeline,
        inputs: artifacts(action, "InputArtifacts"),
        outputs: artifacts(action, "OutputArtifacts"),
        cache: own.strip_prefix('-').map_or("cache".to_owned(), |own| format!("cache/builds/{own}")),
    })
}

/// The action that runs a project.
fn action_of<'t>(template: &'t Json, id: &str) -> &'t Json {
    let stages = template["Resources"]["Pipeline"]["Properties"]["Stages"].as_array().unwrap();
    let mut actions = stages.iter().flat_map(|stage| stage["Actions"].as_array().unwrap());
    actions.find(|action| action["Configuration"]["ProjectName"]["Ref"] == id).unwrap()
}

/// What goes into an action, or comes out: never another build's packages.
fn artifacts<'t>(action: &'t Json, list: &str) -> Vec<&'t str> {
    let artifacts: Vec<_> = action[list]
        .as_array()
        .map(|list| list.iter().map(|artifact| artifact["Name"].as_str().unwrap()).collect())
        .unwrap_or_default();
    assert!(list != "InputArtifacts" || artifacts.iter().all(|name| !name.starts_with("Packages")));
    artifacts
}

fn reaches_its_own_things(stack: &str, template: &Json, build: &Build<'_>) {
    let role = format!("{}Role", build.stage);
    let project = &template["Resources"][format!("{}Project", build.stage)];
    assert_eq!(project["Properties"]["ServiceRole"]["Fn::GetAtt"][0], role.as_str(), "{stack}");
    let grants: Vec<_> =
        identity_statements(template).into_iter().filter(|grant| grant.place == role).collect();
    assert!(!grants.is_empty(), "{stack}");
    for grant in grants.iter().filter(|grant| grant.allows()) {
        for action in list(&grant.statement["Action"]) {
            for resource in list(&grant.statement["Resource"]) {
                let (action, resource) = (action.as_str().unwrap(), resource.to_string());
                assert!(
                    build.may(action, &resource),
                    "{stack}: the build may {action} on {resource}, and the design knows no reason"
                );
            }
        }
    }
    for prefix in ["CodeDeploy", "Release"] {
        let object = format!("${{ArtifactBucket.Arn}}/{prefix}/*");
        let denied = grants.iter().any(|grant| {
            !grant.allows()
                && grant.statement["Action"] == "s3:*"
                && grant.statement.get("Condition").is_none()
                && list(&grant.statement["Resource"])
                    .iter()
                    .any(|resource| resource["Fn::Sub"] == object.as_str())
        });
        assert!(denied, "{stack}: nothing keeps the build off {prefix}/");
    }
}

/// A Dockerfile is third-party code too, and runs as root: nothing but the source, and one repository.
#[test]
fn an_image_reaches_one_repository_alone() {
    let mut images = 0;
    for (stack, template) in templates() {
        for (id, project) in resources(&template, "AWS::CodeBuild::Project") {
            let name = project["Properties"]["Name"].as_str().unwrap();
            let Some((pipeline, _)) = name.split_once("-image-") else { continue };
            images += 1;
            assert_eq!(project["Properties"]["Environment"]["PrivilegedMode"], true, "{stack}: {id}");
            let stage = id.strip_suffix("Project").unwrap();
            for grant in
                identity_statements(&template).iter().filter(|one| one.place == format!("{stage}Role"))
            {
                let resources: String =
                    list(&grant.statement["Resource"]).iter().map(ToString::to_string).collect();
                let may = match grant.sid() {
                    "WriteLog" => resources == format!(r#"{{"Fn::GetAtt":["{stage}LogGroup","Arn"]}}"#),
                    "IdentifyBucket" => resources == r#"{"Fn::GetAtt":["ArtifactBucket","Arn"]}"#,
                    "ReadInput" => resources.ends_with(&format!("/{pipeline}/SourceCode/*\"}}")),
                    "LogInToEcrHasNoNarrowerResource" => {
                        grant.statement["Action"] == "ecr:GetAuthorizationToken"
                    }
                    "PushImage" | "ReadScan" => {
                        resources == format!(r#"{{"Fn::GetAtt":["{stage}Repository","Arn"]}}"#)
                    }
                    _ => false,
                };
                assert!(may, "{stack}: {id} may {} on {resources}", grant.sid());
            }
        }
    }
    assert!(images > 0, "no stack builds an image");
}

/// Third-party code runs in tests too: they get the source, and never write what an action takes.
#[test]
fn tests_reach_the_source_and_what_they_invoke_alone() {
    for (stack, template) in templates() {
        for (id, project) in resources(&template, "AWS::CodeBuild::Project") {
            let name = project["Properties"]["Name"].as_str().unwrap();
            let Some((pipeline, test)) = name.split_once("-test-") else { continue };
            let stage = id.strip_suffix("Project").unwrap();
            let role = format!("{stage}Role");
            assert_eq!(project["Properties"]["ServiceRole"]["Fn::GetAtt"][0], role.as_str(), "{stack}");
            for grant in identity_statements(&template).iter().filter(|grant| grant.place == role) {
                let resources: String =
                    list(&grant.statement["Resource"]).iter().map(ToString::to_string).collect();
                let may = match grant.sid() {
                    "WriteLog" => resources.contains(&format!("{stage}LogGroup")),
                    "IdentifyBucket" => resources == r#"{"Fn::GetAtt":["ArtifactBucket","Arn"]}"#,
                    "ReadInput" => {
                        let inputs = artifacts(action_of(&template, id), "InputArtifacts");
                        let objects = inputs.iter().map(|input| {
                            format!(r#"{{"Fn::Sub":"${{ArtifactBucket.Arn}}/{pipeline}/{input}/*"}}"#)
                        });
                        resources == objects.collect::<String>()
                    }
                    "UseCache" => resources.ends_with(&format!("/cache/tests/{test}/*\"}}")),
                    "WriteReports" => resources.contains(&format!("[\"{stage}")),
                    "InvokeVersions" => resources.ends_with(":*\"}"),
                    // In an image that the pipeline builds.
                    "PullImage" => resources == r#"{"Fn::GetAtt":["ImageRepository","Arn"]}"#,
                    "LogInToEcrHasNoNarrowerResource" => {
                        grant.statement["Action"] == "ecr:GetAuthorizationToken"
                    }
                    _ => false,
                };
                assert!(may, "{stack}: {id} may {} on {resources}", grant.sid());
            }
        }
    }
}

/// A check that can't fail proves nothing: what the build must never do is refused here.
#[test]
fn the_list_of_what_a_build_may_do_is_no_formality() {
    let build = Build {
        stage: "Build",
        project: "shop-build",
        pipeline: "shop",
        inputs: vec!["SourceCode"],
        outputs: vec!["Packages"],
        cache: "cache".to_owned(),
    };
    for (action, resource) in [
        ("lambda:UpdateFunctionCode", r#"{"Fn::GetAtt":["DemoFunction","Arn"]}"#),
        ("s3:PutObject", r#"{"Fn::Sub":"${ArtifactBucket.Arn}/CodeDeploy/*"}"#),
        ("s3:PutObject", r#"{"Fn::Sub":"${ArtifactBucket.Arn}/*"}"#),
        ("s3:GetObject", r#"{"Fn::Sub":"${ArtifactBucket.Arn}/shop/Packages/*"}"#),
        ("logs:PutLogEvents", r#"{"Fn::GetAtt":["ReleaseLogGroup","Arn"]}"#),
        ("secretsmanager:GetSecretValue", r#""*""#),
        ("iam:PassRole", r#""*""#),
        ("ec2:CreateNetworkInterface", r#""*""#),
        ("ec2:RunInstances", r#""*""#),
    ] {
        assert!(!build.may(action, resource), "{action} on {resource}");
    }
}

struct Build<'t> {
    /// How the logical IDs of its own things begin.
    stage: &'t str,
    project: &'t str,
    pipeline: &'t str,
    /// The artifacts that it is given, and those that it hands on.
    inputs: Vec<&'t str>,
    outputs: Vec<&'t str>,
    /// Where its cache is in the artifact bucket.
    cache: String,
}

impl Build<'_> {
    fn may(&self, action: &str, resource: &str) -> bool {
        // CodePipeline keeps twenty characters of a pipeline's name in its keys.
        let pipeline = match self.pipeline.get(..20) {
            Some(start) if self.pipeline.len() > 20 => format!("{start}*"),
            _ => self.pipeline.to_owned(),
        };
        let object = |key: &str| resource == format!(r#"{{"Fn::Sub":"${{ArtifactBucket.Arn}}/{key}/*"}}"#);
        let attribute = |id: &str| resource == format!(r#"{{"Fn::GetAtt":["{id}","Arn"]}}"#);
        let named = |kind: &str| {
            let wildcard = format!(":{kind}*");
            resource.contains(&format!(":{kind}")) && !resource.contains(&wildcard)
        };
        let among = |artifacts: &[&str]| artifacts.iter().any(|name| object(&format!("{pipeline}/{name}")));
        match action {
            "logs:CreateLogStream" | "logs:PutLogEvents" => attribute(&format!("{}LogGroup", self.stage)),
            "s3:GetBucketAcl" | "s3:GetBucketLocation" => attribute("ArtifactBucket"),
            "s3:GetObject" => among(&self.inputs) || object(&self.cache),
            "s3:GetObjectVersion" => among(&self.inputs),
            "s3:PutObject" => among(&self.outputs) || object(&self.cache),
            "kms:GenerateDataKey" => attribute("EncryptionKey"),
            // AWS has nothing narrower for these; the rest is about interfaces in the subnets that the stack names.
            "ec2:DescribeDhcpOptions"
            | "ec2:DescribeNetworkInterfaces"
            | "ec2:DescribeSecurityGroups"
            | "ec2:DescribeSubnets"
            | "ec2:DescribeVpcs"
            | "ecr:GetAuthorizationToken" => resource == r#""*""#,
            "ec2:CreateNetworkInterface" => {
                resource.contains(":network-interface/*") || named("subnet/") || named("security-group/")
            }
            "ec2:DeleteNetworkInterface" | "ec2:CreateNetworkInterfacePermission" => {
                resource.contains(":network-interface/*")
            }
            "codebuild:CreateReportGroup" => self.own_reports(resource),
            "codebuild:CreateReport"
            | "codebuild:UpdateReport"
            | "codebuild:BatchPutTestCases"
            | "codebuild:BatchPutCodeCoverages" => {
                self.own_reports(resource)
                    || resource.starts_with(&format!(r#"{{"Fn::GetAtt":["{}"#, self.stage))
                        && resource.ends_with(r#"Reports","Arn"]}"#)
            }
            "ecr:BatchCheckLayerAvailability" | "ecr:BatchGetImage" | "ecr:GetDownloadUrlForLayer" => {
                // Its own, or that of an image which the pipeline builds: to pull from.
                attribute("ImageRepository")
                    || attribute(&format!("{}ImageRepository", self.stage))
                    || named("repository/")
            }
            "ssm:GetParameters" => named("parameter/"),
            "secretsmanager:GetSecretValue" => named("secret:"),
            "kms:Decrypt" => {
                named("key/") || resource.starts_with(r#"{"Ref":"#) || attribute("EncryptionKey")
            }
            _ => false,
        }
    }

    /// A buildspec of the repository's own makes its report groups itself.
    fn own_reports(&self, resource: &str) -> bool {
        resource.ends_with(&format!(r#":report-group/{}-*"}}"#, self.project))
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
    for stack in stacks() {
        let is_asked_to_go = stack.text.contains("\ndeletion-policy: delete\n");
        let (deletion, replacement) =
            if is_asked_to_go { ("Delete", "Delete") } else { ("RetainExceptOnCreate", "Retain") };
        let (stack, template) = (stack.name, support::template(&stack.text).to_value());
        for kind in holders {
            // A name that AWS chose would stand in a later stack's way.
            let chosen = |resource: &Json| resource["Properties"].get("LogGroupName").is_some();
            for (id, resource) in resources(&template, kind).filter(|(_, resource)| !chosen(resource)) {
                assert_eq!(resource["DeletionPolicy"], deletion, "{stack}: {id}");
                assert_eq!(resource["UpdateReplacePolicy"], replacement, "{stack}: {id}");
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
    for (stack, template) in pipelines() {
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
    let undocumented = [
        "chatbot.amazonaws.com",
        "codepipeline.amazonaws.com",
        "lambda.amazonaws.com",
        "cloudformation.amazonaws.com",
    ];
    for (stack, template) in templates() {
        for (id, role) in resources(&template, "AWS::IAM::Role") {
            let statement = &role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0];
            let condition = &statement["Condition"]["StringEquals"];
            if role["Properties"].get("RoleName").is_some() {
                let principal = statement["Principal"]["AWS"]["Ref"].as_str().unwrap();
                assert!(principal.ends_with("RoleArn"), "{stack}: {id}");
                assert!(condition["sts:ExternalId"].is_string(), "{stack}: {id}");
                continue;
            }
            let Some(service) = statement["Principal"]["Service"].as_str() else {
                // The role of an action.
                assert_eq!(statement["Principal"]["AWS"]["Fn::GetAtt"][0], "PipelineRole", "{stack}: {id}");
                continue;
            };
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
fn guard_rails_reach_every_role_and_name() {
    let (_, template) = templates().find(|(name, _)| name == "guard-rails").unwrap();
    let mut roles = 0;
    for (id, role) in resources(&template, "AWS::IAM::Role") {
        let boundary = role["Properties"]["PermissionsBoundary"]["Fn::Sub"].as_str().unwrap();
        assert!(boundary.ends_with(":iam::${AWS::AccountId}:policy/delivery-boundary"), "{id}");
        assert_eq!(role["Properties"]["Path"], "/delivery/", "{id}");
        roles += 1;
    }
    assert!(roles >= 6, "{roles}");
    for kind in ["AWS::CodePipeline::Pipeline", "AWS::CodeBuild::Project"] {
        for (id, resource) in resources(&template, kind) {
            assert!(resource["Properties"]["Name"].as_str().unwrap().starts_with("acme-reports"), "{id}");
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

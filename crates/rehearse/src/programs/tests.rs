//! The programs of real templates: their calls are what their roles are granted for them.

#![allow(clippy::unwrap_used)] // a test panics

use std::collections::BTreeSet;

use cfn::read::{self, Document};

use super::{Program, of_function, of_project};
use crate::calls::Call;
use crate::world::{Given, Resource, Role, Value, World};

const DEFAULT: &str = include_str!("../../../../snapshots/default.yaml");
const TEMPLATES: [&str; 6] = [
    DEFAULT,
    include_str!("../../../../snapshots/custom-image-mirrors.yaml"),
    include_str!("../../../../snapshots/existing-resources.yaml"),
    include_str!("../../../../snapshots/own-buildspec.yaml"),
    include_str!("../../../../snapshots/smallest.yaml"),
    include_str!("../../../../snapshots/two-functions.yaml"),
];

/// Statements for what CodeBuild's agent and Lambda do by themselves.
const NOT_OF_THE_PROGRAM: [&str; 3] = ["WriteLog", "IdentifyBucket", "ReadPackages"];

fn template(text: &str) -> Document {
    read::read(text).unwrap()
}

fn actions<'w>(world: &'w World<'_>, provider: &str) -> Vec<&'w Value<'w>> {
    let pipeline = world.of_type("AWS::CodePipeline::Pipeline").next().unwrap();
    let stages = pipeline.property("Stages").items().iter();
    let all = stages.flat_map(|stage| stage.get("Actions").items());
    all.filter(|action| action.at(&["ActionTypeId", "Provider"]).text() == Some(provider)).collect()
}

/// Every grant serves a call, and every call has a grant.
fn assert_sufficient_and_needed(role: &Role<'_>, calls: &[Call]) {
    let nothing = iam::Context::new();
    let statements: Vec<_> =
        role.policies.iter().flat_map(|document| document.policy.statements.iter()).collect();
    for call in calls {
        assert!(
            statements.iter().any(|statement| {
                statement.matches_action(&call.action) && statement.matches_resource(&call.resource, &nothing)
            }),
            "{}: {call:?}",
            role.name
        );
    }
    for statement in statements {
        if NOT_OF_THE_PROGRAM.contains(&statement.sid.as_deref().unwrap_or_default()) {
            continue;
        }
        for action in statement.actions.written() {
            for resource in statement.resources.as_ref().unwrap().written() {
                let mut served = calls.iter().filter(|call| call.action == *action);
                assert!(
                    served.any(|call| iam::wildcard(resource, &call.resource)),
                    "{}: {action} on {resource}: {calls:#?}",
                    role.name
                );
            }
        }
    }
}

#[test]
fn the_release_and_the_deployer_call_what_they_are_granted() {
    for text in TEMPLATES {
        let document = template(text);
        let world = World::new(&document, &Given::default());
        let release = world.resource("ReleaseProject").unwrap();
        let action = actions(&world, "CodeBuild")
            .into_iter()
            .find(|action| action.at(&["Configuration", "ProjectName"]).text() == Some(&release.name()))
            .unwrap();
        let program = of_project(&world, release, action);
        assert_eq!(program.known, Some("pipewright's release"));
        assert!(program.unmodelled.is_empty() && program.seen.is_empty(), "{program:?}");
        assert_sufficient_and_needed(world.role(&role(release, "ServiceRole")).unwrap(), &program.calls);

        let deployer = world.resource("Deployer").unwrap();
        let mut calls = Vec::new();
        for action in actions(&world, "Lambda") {
            let program = of_function(&world, deployer, action);
            assert_eq!(program.known, Some("pipewright's deployer"));
            assert!(program.unmodelled.is_empty() && program.seen.is_empty(), "{program:?}");
            calls.extend(program.calls);
        }
        assert_sufficient_and_needed(world.role(&role(deployer, "Role")).unwrap(), &calls);
    }
}

fn role(resource: &Resource<'_>, property: &str) -> String {
    resource.property(property).text().unwrap().to_owned()
}

#[test]
fn the_calls_are_for_what_the_template_names() {
    let document = template(DEFAULT);
    let world = World::new(&document, &Given::default());
    let action = actions(&world, "Lambda")[0];
    let program = of_function(&world, world.resource("Deployer").unwrap(), action);
    let resource = |name: &str| {
        let call = program.calls.iter().find(|call| call.action == name).unwrap();
        call.resource.clone()
    };
    let bucket = world.resource("ArtifactBucket").unwrap().arn().unwrap();
    let execution = "\u{E000}~codepipeline.PipelineExecutionId\u{E001}";
    let folder = format!("{bucket}/CodeDeploy/{execution}/demo");
    assert_eq!(resource("s3:GetObject"), format!("{folder}/appspec.yaml"));
    assert_eq!(resource("s3:PutObject"), format!("{folder}/\u{E000}~the job\u{E001}.yaml"));
    assert_eq!(resource("codepipeline:PutJobSuccessResult"), "*");
    let config = "deploymentconfig:CodeDeployDefault.LambdaCanary10Percent5Minutes";
    assert_eq!(resource("codedeploy:GetDeploymentConfig"), world.arn("codedeploy", config));
    assert_eq!(
        resource("lambda:GetAlias"),
        world.resource("DemoFunction").and_then(Resource::arn).unwrap_or_default()
    );
}

fn program(text: &str, check: impl Fn(Program<'_>)) {
    let document = template(text);
    let world = World::new(&document, &Given::default());
    let resource = world.resource("It").unwrap();
    let missing = Value::missing();
    if resource.kind == "AWS::CodeBuild::Project" {
        check(of_project(&world, resource, missing));
    } else {
        check(of_function(&world, resource, missing));
    }
}

#[test]
fn a_changed_release_is_no_known_one() {
    let changed = DEFAULT.replace("must target '[0-9]+'", "aws s3 rm \"s3://$BUCKET/x\"");
    assert_ne!(DEFAULT, changed);
    program(
        &changed.replace("ReleaseProject:", "It:").replace("!Ref ReleaseProject", "!Ref It"),
        |program| {
            assert_eq!(program.known, None);
            let seen: BTreeSet<_> = program.seen.iter().map(|seen| seen.action.as_str()).collect();
            assert_eq!(
                seen.into_iter().collect::<Vec<_>>(),
                ["lambda:GetFunction", "lambda:GetFunctionConfiguration", "s3:DeleteObject"]
            );
            assert!(!program.unmodelled.is_empty());
        },
    );
}

const PROJECT: &str = r#"
Resources:
  It:
    Type: AWS::CodeBuild::Project
    Properties:
      Source:
        Type: CODEPIPELINE
        BuildSpec: |
          version: 0.2
          phases:
            build:
              commands:
                - npm test
                - aws s3 sync dist "s3://$SITE"
"#;

#[test]
fn commands_are_read_and_what_they_leave_open_is_said() {
    program(PROJECT, |program| {
        let seen: Vec<_> =
            program.seen.iter().map(|seen| (seen.action.as_str(), seen.text.as_str())).collect();
        let text = "aws s3 sync dist s3://$SITE";
        assert_eq!(seen, [("s3:ListBucket", text), ("s3:PutObject", text)]);
        assert_eq!(program.unmodelled, ["what `npm test` may call is not known"]);
    });
    let elsewhere = "Resources:\n  It:\n    Type: AWS::CodeBuild::Project\n    Properties: {Source: {BuildSpec: ci/build.yml}}";
    program(elsewhere, |program| {
        assert_eq!(program.unmodelled, ["its commands are in the source's ci/build.yml"]);
    });
}

#[test]
fn a_template_declares_what_is_called() {
    let declare = |calls: &str| {
        PROJECT.replace(
            "    Properties:",
            &format!("    Metadata: {{pipewright: {{calls: {calls}}}}}\n    Properties:"),
        )
    };
    let good = "[{action: s3:putobject, resource: !Sub 'arn:${AWS::Partition}:s3:::site/*'}, \
        {action: cloudfront:CreateInvalidation, resource: ['*']}]";
    program(&declare(good), |program| {
        assert!(program.declared && program.seen.is_empty() && program.unmodelled.is_empty());
        let calls: Vec<_> =
            program.calls.iter().map(|call| (&*call.action, call.resource.as_str())).collect();
        assert_eq!(calls, [("s3:PutObject", "arn:aws:s3:::site/*"), ("cloudfront:CreateInvalidation", "*")]);
    });
    program(&declare("[]"), |program| assert!(program.declared && program.unmodelled.is_empty()));
    program(&declare("[{action: s3:PutObjekt, resource: '*'}]"), |program| {
        assert!(program.declared && program.calls[0].action == "s3:PutObjekt");
        let doubt = "IAM is not known to have an action `s3:PutObjekt`; did you mean `s3:PutObject`?";
        assert_eq!(program.unmodelled, [doubt]);
    });
    for (bad, why) in [
        ("[{action: PutObject, resource: '*'}]", "`PutObject` is no action"),
        ("[{action: s3:PutObject}]", "needs a `resource`"),
        ("[{action: s3:PutObject, resource: site}]", "`site` is no ARN"),
        ("[{resource: '*'}]", "needs an `action`"),
        ("[{action: s3:PutObject, resource: '*', when: now}]", "no `when`"),
        ("[s3:PutObject]", "needs an `action`"),
        ("all", "is a list"),
    ] {
        program(&declare(bad), |program| {
            let whys: Vec<_> = program.malformed.iter().map(|malformed| malformed.why.as_str()).collect();
            assert!(whys.iter().any(|text| text.contains(why)), "{bad}: {whys:?}");
            assert!(program.malformed.iter().all(|malformed| malformed.node.span.start > 0));
        });
    }
}

#[test]
fn commands_of_the_pipeline_are_read() {
    let program = super::of_commands(&["aws s3 ls", "go() { make; }", "go"]);
    assert_eq!(program.seen[0].action, "s3:ListAllMyBuckets");
    assert_eq!(program.unmodelled, ["what `make` may call is not known"]);
}

#[test]
fn inline_code_is_read() {
    let function = |runtime: &str, code: &str| {
        format!(
            "Resources:\n  It:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: {runtime}\n      Code:\n        ZipFile: |\n          {code}\n"
        )
    };
    program(&function("python3.13", "boto3.client('sns').publish()"), |program| {
        assert_eq!(program.seen[0].action, "sns:Publish");
    });
    program(
        &function(
            "nodejs22.x",
            "import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'; new GetObjectCommand()",
        ),
        |program| {
            assert_eq!(program.seen[0].action, "s3:GetObject");
        },
    );
    let elsewhere = "Resources: {It: {Type: AWS::Lambda::Function, Properties: {Code: {ImageUri: x}}}}";
    program(elsewhere, |program| assert_eq!(program.unmodelled, ["its code is not in the template"]));
}

/// A template may hold a megabyte of anything.
#[test]
fn hostile_text_ends() {
    let pieces = [
        "client('s3').",
        "x=client(a).client('b'",
        ").client('a')",
        "new A('@aws-sdk/client-s3')",
        "}",
        "{",
        "$(aws s3 ls `",
        "<<E\n",
        "f(){ ",
        "aws s3 cp a$x s3://b;",
        "bash -c 'bash -c \"aws s3 ls\"';",
        "export A=$(b);",
        "((",
        "sudo ",
        "'\"",
        "x=1 ",
        "\\\n",
        "${",
        "case a in b) ",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let _ = super::of_commands(&[&text]);
        let _ = super::code::python(&text);
        let _ = super::code::javascript(&text);
    }
}

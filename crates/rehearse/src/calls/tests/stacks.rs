//! The tables against the templates of our own stacks: every call is allowed, every grant is used.

use std::collections::BTreeSet;

use iam::{Context, Decision, Effect, Policies, Principal, Request, ResourceRule};

use super::{read, world};
use crate::calls::{self, Alias, By, Call, Calls, Of, Revision, Shift, When};
use crate::world::World;

/// Who makes calls.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    Role(String),
    Service(String),
    /// Somebody with the template's managed policy.
    Reviewer,
}

const STACKS: [(&str, &str); 6] = [
    ("default", include_str!("../../../../../snapshots/default.yaml")),
    ("smallest", include_str!("../../../../../snapshots/smallest.yaml")),
    ("two-functions", include_str!("../../../../../snapshots/two-functions.yaml")),
    ("own-buildspec", include_str!("../../../../../snapshots/own-buildspec.yaml")),
    ("existing-resources", include_str!("../../../../../snapshots/existing-resources.yaml")),
    ("custom-image-mirrors", include_str!("../../../../../snapshots/custom-image-mirrors.yaml")),
];
/// Roles of scripts and of code, whose calls are not told here.
const PROGRAMS: [&str; 3] = ["ApiFunctionRole", "DeployerRole", "ReleaseRole"];

/// Every call that the tables know of.
fn made(world: &World<'_>) -> Vec<(Who, Calls)> {
    let mut found = Vec::new();
    for pipeline in world.of_type("AWS::CodePipeline::Pipeline") {
        let role = pipeline.property("RoleArn").text().unwrap().to_owned();
        found.push((Who::Role(role.clone()), calls::pipeline(world, pipeline)));
        for stage in pipeline.property("Stages").items() {
            for action in stage.get("Actions").items() {
                let name = |value: &crate::world::Value<'_>| value.text().unwrap_or_default().to_owned();
                let step = format!("{}/{}", name(stage.get("Name")), name(action.get("Name")));
                if action.at(&["ActionTypeId", "Category"]).text() == Some("Approval") {
                    found.push((Who::Reviewer, calls::reviewer(world, pipeline, &step)));
                }
            }
        }
        for action in
            pipeline.property("Stages").items().iter().flat_map(|stage| stage.get("Actions").items())
        {
            found.push((Who::Role(role.clone()), calls::action(world, pipeline, action)));
            let configuration = action.get("Configuration");
            let project = configuration.get("ProjectName").text();
            if let Some(project) = project.and_then(|name| world.by_name("AWS::CodeBuild::Project", name)) {
                let role = project.property("ServiceRole").text().unwrap().to_owned();
                found.push((Who::Role(role), calls::service_role(world, pipeline, action, project)));
            }
            if let Some(parameters) = configuration.get("UserParameters").text() {
                found.push(shift(world, parameters));
            }
        }
    }
    for function in world.of_type("AWS::Lambda::Function") {
        let role = function.property("Role").text().unwrap().to_owned();
        found.push((Who::Role(role), calls::execution_role(world, function)));
    }
    let rules = world.of_type("AWS::Events::Rule").flat_map(|rule| calls::targets(world, rule));
    let alarms = world.of_type("AWS::CloudWatch::Alarm").flat_map(|alarm| calls::alarm(world, alarm));
    for delivery in rules.chain(alarms) {
        let who = match delivery.by {
            By::Role(role) => Who::Role(role),
            By::Service(service) => Who::Service(service.into_owned()),
        };
        found.push((who, delivery.calls));
    }
    found
}

/// The shift that our deployer starts with such parameters.
fn shift(world: &World<'_>, parameters: &str) -> (Who, Calls) {
    let parameters: serde_json::Value = serde_json::from_str(parameters).unwrap();
    let text = |key: &str| parameters[key].as_str().unwrap().to_owned();
    let group = world
        .of_type("AWS::CodeDeploy::DeploymentGroup")
        .find(|group| group.property("DeploymentGroupName").text() == Some(&text("group")))
        .unwrap();
    let bucket = world.of_type("AWS::S3::Bucket").next().unwrap().name();
    let key = format!("CodeDeploy/execution/{}/appspec.yaml", text("group"));
    let shift = Shift {
        aliases: vec![Alias { function: text("function"), name: text("alias") }],
        revision: Revision::Object { bucket, key },
        hooks: Vec::new(),
    };
    let role = group.property("ServiceRoleArn").text().unwrap().to_owned();
    (Who::Role(role), calls::shift(world, group, &shift))
}

fn context(call: &Call) -> Context {
    let mut context = Context::new();
    for (key, value) in &call.context {
        context.set(*key, value.clone());
    }
    context
}

/// Whether the call is allowed, as far as the template's own documents say.
fn allowed(world: &World<'_>, who: &Who, call: &Call) -> bool {
    let (principal, identity) = match who {
        Who::Role(arn) => {
            let role = world.role(arn).unwrap();
            let session = format!("arn:aws:sts::{}:assumed-role/{}/session", role.account, role.name);
            let policies = role.policies.iter().map(|document| &document.policy).collect::<Vec<_>>();
            (Principal::Role { arn: arn.clone(), session }, policies)
        }
        Who::Service(name) => (Principal::Service { name: name.clone() }, Vec::new()),
        Who::Reviewer => {
            let arn = format!("arn:aws:iam::{}:user/reviewer", world.account());
            (
                Principal::User { arn },
                world.managed_policies().map(|(_, document)| &document.policy).collect(),
            )
        }
    };
    let context = context(call);
    let request = Request {
        principal: &principal,
        action: &call.action,
        resource: &call.resource,
        resource_account: world.account(),
        context: &context,
    };
    let policies = Policies {
        identity: &identity,
        boundary: None,
        session: None,
        service_control: &[],
        resource_control: &[],
        resource: world.resource_policy(&call.resource).map(|document| &document.policy),
        resource_rule: ResourceRule::Either,
    };
    iam::decide(&request, &policies).decision == Decision::Allowed
}

#[test]
fn every_call_of_our_stacks_is_allowed() {
    for (name, text) in STACKS {
        let document = read(text);
        let world = world(&document);
        for (who, calls) in made(&world) {
            for call in calls.calls.into_iter().filter(|call| !matches!(call.when, When::Listed(_))) {
                assert!(allowed(&world, &who, &call), "{name}: {who:?}: {call:#?}");
            }
        }
    }
}

#[test]
fn every_grant_of_our_stacks_is_used() {
    let mut idle = BTreeSet::new();
    for (name, text) in STACKS {
        let document = read(text);
        let world = world(&document);
        let calls = made(&world);
        let mut grants = Vec::new();
        for role in world.roles().filter(|role| role.id.is_none_or(|id| !PROGRAMS.contains(&id))) {
            grants.extend(role.policies.iter().map(|document| (Who::Role(role.arn.clone()), &**document)));
        }
        grants.extend(world.managed_policies().map(|(_, document)| (Who::Reviewer, &**document)));
        for (who, document) in grants {
            for statement in
                document.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow)
            {
                let own = || {
                    let by_it = calls.iter().filter(|(by, _)| *by == who);
                    by_it.flat_map(|(_, calls)| &calls.calls)
                };
                for action in statement.actions.written() {
                    if !own().any(|call| {
                        call.action == *action && statement.matches_resource(&call.resource, &context(call))
                    }) {
                        idle.insert(format!("{name}: {} {:?}: {action}", document.title, statement.sid));
                    }
                }
                for resource in statement.resources.as_ref().unwrap().written() {
                    let used = own().any(|call| {
                        statement.matches_action(&call.action) && iam::wildcard(resource, &call.resource)
                    });
                    if !used {
                        idle.insert(format!("{name}: {} {:?}: {resource}", document.title, statement.sid));
                    }
                }
            }
        }
    }
    assert_eq!(idle, BTreeSet::new());
}

#[test]
fn every_role_of_our_stacks_trusts_who_takes_it() {
    for (name, text) in STACKS {
        let document = read(text);
        let world = world(&document);
        let mut taken = Vec::new();
        let mut of = |kind: &str, role: &str, of: fn(&str) -> Of<'_>| {
            for resource in world.of_type(kind) {
                let arn = resource.arn().unwrap();
                let role = resource.property(role).text().unwrap().to_owned();
                taken.push((role, calls::assumption(&world, of(&arn))));
            }
        };
        of("AWS::CodePipeline::Pipeline", "RoleArn", |arn| Of::Pipeline(arn));
        of("AWS::CodeBuild::Project", "ServiceRole", |arn| Of::Project(arn));
        of("AWS::CodeDeploy::DeploymentGroup", "ServiceRoleArn", |arn| Of::DeploymentGroup(arn));
        of("AWS::Lambda::Function", "Role", |arn| Of::Function(arn));
        for rule in world.of_type("AWS::Events::Rule") {
            for target in rule.property("Targets").items() {
                if let Some(role) = target.get("RoleArn").text() {
                    let arn = rule.arn().unwrap();
                    taken.push((role.to_owned(), calls::assumption(&world, Of::Rule(&arn))));
                }
            }
        }
        assert_eq!(taken.len(), world.roles().count(), "{name}");
        for (role, assumption) in taken {
            let mut context = Context::new();
            for (key, value) in &assumption.context {
                context.set(*key, value.clone());
            }
            let principal = Principal::Service { name: assumption.service.to_owned() };
            let request = Request {
                principal: &principal,
                action: "sts:AssumeRole",
                resource: &role,
                resource_account: world.account(),
                context: &context,
            };
            let trust = world.role(&role).unwrap().trust.clone().unwrap();
            let policies = Policies {
                resource: Some(&trust.policy),
                resource_rule: ResourceRule::MustAllow,
                ..Policies::default()
            };
            let verdict = iam::decide(&request, &policies);
            assert_eq!(verdict.decision, Decision::Allowed, "{name}: {role}: {verdict:?}");
        }
    }
}

#[test]
fn every_publisher_that_our_topics_let_in_publishes() {
    for (name, text) in STACKS {
        let document = read(text);
        let world = world(&document);
        let services: BTreeSet<_> = made(&world)
            .into_iter()
            .filter(|(_, calls)| calls.calls.iter().any(|call| call.action == "sns:Publish"))
            .filter_map(|(who, _)| match who {
                Who::Service(service) => Some(service),
                _ => None,
            })
            .collect();
        let topics =
            world.of_type("AWS::SNS::Topic").filter_map(|topic| world.resource_policy(&topic.arn()?));
        for statement in topics.flat_map(|document| &document.policy.statements) {
            let used = services
                .iter()
                .any(|service| statement.matches_principal(&Principal::Service { name: service.clone() }));
            assert!(used, "{name}: {:?}", statement.sid);
        }
    }
}

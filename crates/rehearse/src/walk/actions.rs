//! The pipeline's own actions, stage by stage, and what each sets off.

use std::rc::Rc;

use super::caller::Caller;
use super::court::Court;
use super::{Act, Step};
use crate::calls::{self, Assumption, Call, Of};
use crate::programs::{self, Away, Deployed};
use crate::shift;
use crate::world::{Document, Resource, Value};

/// The actions in the order of the execution.
pub(super) fn steps<'t>(court: &Court<'_, 't>, pipeline: &Resource<'t>) -> Vec<Step<'t>> {
    let mut steps = Vec::new();
    let mut order = 0;
    for stage in pipeline.property("Stages").items() {
        let mut actions: Vec<_> = stage.get("Actions").items().iter().collect();
        let run_order = |action: &Value<'_>| action.get("RunOrder").number().unwrap_or(1);
        actions.sort_by_key(|action| run_order(action));
        let mut last = None;
        for action in actions {
            if last != Some(run_order(action)) {
                last = Some(run_order(action));
                order += 1;
            }
            steps.push(step(court, pipeline, stage, action, order));
        }
    }
    steps
}

fn step<'t>(
    court: &Court<'_, 't>,
    pipeline: &Resource<'t>,
    stage: &Value<'t>,
    action: &Value<'t>,
    order: usize,
) -> Step<'t> {
    let text = |value: &Value<'_>| value.text().unwrap_or_default().to_owned();
    let artifacts =
        |list| action.get(list).items().iter().map(|artifact| text(artifact.get("Name"))).collect();
    let provider = text(action.at(&["ActionTypeId", "Provider"]));
    let subject = subject(court, action, &provider);
    let name = format!("{}/{}", text(stage.get("Name")), text(action.get("Name")));
    let mut acts = of_pipeline(court, pipeline, action);
    acts.extend(behind(court, pipeline, action, &provider, &name));
    Step {
        name,
        what: if subject.is_empty() { provider } else { format!("{provider}: {subject}") },
        order,
        node: action.node,
        inputs: artifacts("InputArtifacts"),
        outputs: artifacts("OutputArtifacts"),
        minutes: calls::timeout(court.world, action).minutes,
        acts,
    }
}

/// What the action is about: a project, a function, a topic.
fn subject(court: &Court<'_, '_>, action: &Value<'_>, provider: &str) -> String {
    let key = match provider {
        "CodeBuild" => "ProjectName",
        "Lambda" => "FunctionName",
        "CodeCommit" | "ECR" => "RepositoryName",
        "CodeStarSourceConnection" => "FullRepositoryId",
        "S3" => "S3Bucket",
        "CloudFormation" => "StackName",
        "Manual" => "NotificationArn",
        _ => return String::new(),
    };
    action.at(&["Configuration", key]).text().map(|text| court.world.shown(text)).unwrap_or_default()
}

/// Who has a role of that ARN or name.
pub(super) fn caller<'t>(court: &Court<'_, 't>, role: &str) -> Caller<'t> {
    match court.world.role(role) {
        Some(role) => Caller::Role(Box::new(role.clone())),
        None => Caller::Stranger { arn: role.to_owned() },
    }
}

/// The program, or what a role of the template's that it runs under declares of it.
fn declared_by<'t>(
    court: &Court<'_, 't>,
    role: &str,
    program: programs::Program<'t>,
) -> programs::Program<'t> {
    match court.world.by_arn(role) {
        Some(role) => program.with_declared(court.world, role),
        None => program,
    }
}

/// What CodePipeline itself calls: under its own role, or under the action's.
fn of_pipeline<'t>(court: &Court<'_, 't>, pipeline: &Resource<'t>, action: &Value<'t>) -> Vec<Act<'t>> {
    let own = caller(court, pipeline.property("RoleArn").text().unwrap_or_default());
    let called = calls::action(court.world, pipeline, action);
    // The V2 action with commands of its own runs them under the same role.
    let commands: Vec<_> = action.get("Commands").items().iter().filter_map(Value::text).collect();
    let role = action.get("RoleArn").text().unwrap_or_default();
    let program = (!commands.is_empty()).then(|| declared_by(court, role, programs::of_commands(&commands)));
    let run = |act: Act<'t>| match program {
        Some(program) => act.running(court, program),
        None => act,
    };
    let trust = calls::assumption(court.world, Of::Pipeline(&pipeline.arn().unwrap_or_default()));
    match calls::assume(action) {
        None => vec![run(Act::new(court, own, "CodePipeline", called).assumed(court, &trust))],
        Some(call) => {
            let its = caller(court, &call.resource);
            let first = calls::Calls { calls: vec![call], ..calls::Calls::default() };
            vec![
                Act::new(court, own, "CodePipeline", first).assumed(court, &trust),
                run(Act::new(court, its, "CodePipeline", called)),
            ]
        }
    }
}

/// What happens behind an action, under other roles.
fn behind<'t>(
    court: &Court<'_, 't>,
    pipeline: &Resource<'t>,
    action: &Value<'t>,
    provider: &str,
    step: &str,
) -> Vec<Act<'t>> {
    let configured = |key| action.at(&["Configuration", key]).text();
    match provider {
        "CodeBuild" => {
            configured("ProjectName").map_or_else(Vec::new, |name| build(court, pipeline, action, name))
        }
        "Lambda" => match configured("FunctionName") {
            Some(name) if action.at(&["ActionTypeId", "Category"]).text() == Some("Invoke") => {
                invocation(court, action, name)
            }
            _ => Vec::new(),
        },
        "Manual" => review(court, pipeline, step),
        "CloudFormation" => stack(court, action),
        _ => Vec::new(),
    }
}

/// What CloudFormation does to a stack: under the role that it is handed, and through CodeDeploy where an alias moves.
fn stack<'t>(court: &Court<'_, 't>, action: &Value<'t>) -> Vec<Act<'t>> {
    let world = court.world;
    let configured = |key| action.at(&["Configuration", key]).text();
    let mut acts = Vec::new();
    if let Some(role) = configured("RoleArn") {
        let trust = calls::assumption(world, Of::Stack);
        let program = declared_by(court, role, programs::of_stack());
        let act = Act::new(court, caller(court, role), "CloudFormation", calls::Calls::default());
        acts.push(act.assumed(court, &trust).running(court, program));
    }
    let stack = configured("StackName").unwrap_or_default();
    let shifts = calls::stack_updates(world, stack);
    for (group, shift) in &shifts {
        acts.extend(shifting(court, group, shift));
        acts.extend(hooks(court, shift));
    }
    acts
}

fn build<'t>(court: &Court<'_, 't>, pipeline: &Resource<'t>, action: &Value<'t>, name: &str) -> Vec<Act<'t>> {
    let world = court.world;
    let Some(project) = world.by_name("AWS::CodeBuild::Project", name) else { return Vec::new() };
    let trust = calls::assumption(world, Of::Project(&project.arn().unwrap_or_default()));
    let mut acts = Vec::new();
    if let Some((role, called)) = calls::batch(project) {
        acts.push(Act::new(court, caller(court, &role), project.id, called).assumed(court, &trust));
    }
    let role = project.property("ServiceRole").text().unwrap_or_default();
    let called = calls::service_role(world, pipeline, action, project);
    let program = programs::of_project(world, project, action);
    let its = caller(court, role);
    let act = Act::new(court, its.clone(), project.id, called).assumed(court, &trust);
    acts.push(act.running(court, program));
    let find = |role: &str| court.elsewhere(role).map(|(_, world)| world);
    if let Some((away, calls)) = programs::of_project_away(world, project, action, find) {
        acts.extend(there(court, &its, project.id, &away, calls));
    }
    if let Some(pull) = calls::pull_image(world, project) {
        let service = Caller::Service { name: "codebuild.amazonaws.com".into() };
        acts.push(Act::new(court, service, project.id, pull));
    }
    for (function, repository) in programs::pulls(world, project, action) {
        let service = Caller::Service { name: "lambda.amazonaws.com".into() };
        acts.push(Act::new(court, service, project.id, calls::function_image(&function, &repository)));
    }
    acts
}

/// What a program does in another template, under the role that it takes there.
fn there<'t>(
    court: &Court<'_, 't>,
    taker: &Caller<'t>,
    what: &str,
    away: &Away,
    calls: Vec<Call>,
) -> Option<Act<'t>> {
    let (index, world) = court.elsewhere(&away.role)?;
    let role = world.roles().find(|role| role.arn == away.role)?;
    let abroad = Court::new(world);
    let take = away.taken();
    let calls = calls::Calls { calls, ..calls::Calls::default() };
    let act = Act::new(&abroad, Caller::Role(Box::new(role.clone())), what, calls);
    Some(Act { away: Some(index), assumed: abroad.taken(taker, role, take), ..act })
}

fn invocation<'t>(court: &Court<'_, 't>, action: &Value<'t>, name: &str) -> Vec<Act<'t>> {
    let bare = name.rsplit_once(":function:").map_or(name, |(_, bare)| bare);
    let bare = bare.split(':').next().unwrap_or(bare);
    let Some(function) = court.world.by_name("AWS::Lambda::Function", bare) else { return Vec::new() };
    let program = programs::of_function(court.world, function, action);
    let shifts = programs::shifts(court.world, function, action);
    let act = of_function(court, function, program);
    let its = act.caller.clone();
    let mut acts = vec![act];
    let find = |role: &str| court.elsewhere(role).map(|(_, world)| world);
    if let Some(Deployed { away, calls, shift }) =
        programs::of_function_away(court.world, function, action, find)
    {
        acts.extend(there(court, &its, function.id, &away, calls));
        if let (Some((group, shift)), Some((index, world))) = (shift, court.elsewhere(&away.role)) {
            let act = shifting(&Court::new(world), &group, &shift);
            acts.extend(act.map(|act| Act { away: Some(index), ..act }));
        }
    }
    for (group, shift) in shifts {
        acts.extend(shifting(court, &group, &shift));
        acts.extend(hooks(court, &shift));
    }
    acts
}

/// The functions that judge a shift.
fn hooks<'t>(court: &Court<'_, 't>, shift: &calls::Shift) -> Vec<Act<'t>> {
    let names = shift.hooks.iter().map(|hook| hook.function.as_str());
    let hooks = names.filter_map(|name| court.world.by_name("AWS::Lambda::Function", name));
    hooks
        .map(|function| {
            let program = programs::of_function(court.world, function, Value::missing());
            of_function(court, function, program)
        })
        .collect()
}

/// A function's role at work: what Lambda needs of it, and what the code calls.
pub(super) fn of_function<'t>(
    court: &Court<'_, 't>,
    function: &Resource<'t>,
    program: programs::Program<'t>,
) -> Act<'t> {
    let role = function.property("Role").text().unwrap_or_default();
    let trust = calls::assumption(court.world, Of::Function(&function.arn().unwrap_or_default()));
    let called = calls::execution_role(court.world, function);
    Act::new(court, caller(court, role), function.id, called).assumed(court, &trust).running(court, program)
}

/// CodeDeploy moving an alias.
pub(super) fn shifting<'t>(court: &Court<'_, 't>, group: &str, asked: &calls::Shift) -> Option<Act<'t>> {
    let group = court.world.by_arn(group)?;
    let role = group.property("ServiceRoleArn").text().unwrap_or_default();
    let trust: Assumption =
        calls::assumption(court.world, Of::DeploymentGroup(&group.arn().unwrap_or_default()));
    let called = calls::shift(court.world, group, asked);
    let act = Act::new(court, caller(court, role), group.id, called).assumed(court, &trust);
    let minutes = shift::pace(court.world, group).map(|pace| pace.minutes).filter(|minutes| *minutes > 0);
    Some(Act { shift: minutes, ..act })
}

/// Those who may answer an approval: whoever has a policy of the template that lets them; if none does, whoever has one
/// that shows them the pipeline and lets them answer nothing.
fn review<'t>(court: &Court<'_, 't>, pipeline: &Resource<'t>, step: &str) -> Vec<Act<'t>> {
    let mut called = calls::reviewer(court.world, pipeline, step);
    let is_answer = |call: &Call| call.action == "codepipeline:PutApprovalResult";
    let answers: Vec<_> = called.calls.iter().filter(|call| is_answer(call)).cloned().collect();
    called.calls.retain(|call| !is_answer(call) || call.resource.ends_with(&format!("/{step}")));
    let people = || {
        court.world.managed_policies().filter(|(arn, _)| !is_attached(court, arn)).map(|(_, policy)| policy)
    };
    let own = |call: &&Call| call.resource.ends_with(&format!("/{step}"));
    let mut policies: Vec<_> =
        people().filter(|policy| answers.iter().filter(own).any(|answer| lets(policy, answer))).collect();
    if policies.is_empty() {
        let sees = |policy: &Document<'t>| called.calls.iter().any(|call| lets(policy, call));
        let answers_another = |policy: &Document<'t>| answers.iter().any(|answer| lets(policy, answer));
        policies = people().filter(|policy| sees(policy) && !answers_another(policy)).collect();
    }
    let person = |policy: &Rc<Document<'t>>| Caller::Person { policy: Rc::clone(policy) };
    policies
        .into_iter()
        .map(|policy| Act::new(court, person(policy), "the console", called.clone()))
        .collect()
}

/// Whether one of the template's roles has the managed policy.
fn is_attached(court: &Court<'_, '_>, arn: &str) -> bool {
    let managed = court.world.managed_policies().find(|(known, _)| *known == arn);
    managed.is_some_and(|(_, policy)| {
        court.world.roles().any(|role| role.policies.iter().any(|known| Rc::ptr_eq(known, policy)))
    })
}

/// Whether a statement of the policy fits a call, whatever its conditions.
fn lets(policy: &Document<'_>, call: &Call) -> bool {
    let context = iam::Context::new();
    policy.policy.statements.iter().any(|statement| {
        statement.effect == iam::Effect::Allow
            && statement.matches_action(&call.action)
            && statement.matches_resource(&call.resource, &context)
    })
}

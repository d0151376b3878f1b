//! The tests: commands over the source, each in a project and under a role of its own, which package nothing.

use cfn::codebuild::{Artifacts, Environment, Project, Source};
use cfn::ecr;
use cfn::iam::{Role, Statement};
use cfn::logs::LogGroup;
use cfn::{Handle, Resource, text};
use diag::Diagnostic;
use spec::{Cache, Task, Test, Work};

use crate::build::{
    cache, inputs, logs, machine, needs_privileges, report_statement, reports, timeout, trust, why_privileged,
};
use crate::buildspec;
use crate::context::Context;
use crate::environment::Variables;
use crate::functions::Target;
use crate::image::Imaged;
use crate::names::words;
use crate::network;
use crate::permissions::{actions, identify_bucket, log_group, write_log};
use crate::storage::Storage;

/// A test and what it runs in.
pub(crate) struct Tested<'a> {
    pub(crate) task: Task<'a>,
    pub(crate) spec: &'a Test,
    pub(crate) project: Handle<Project>,
    pub(crate) log_group: Handle<LogGroup>,
    /// The repository for its own image, where the stack made one.
    pub(crate) image_repository: Option<Handle<ecr::Repository>>,
}

pub(crate) fn add<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    targets: &[Target<'_>],
    images: &[Imaged<'a>],
) -> Result<Vec<Tested<'a>>, Diagnostic> {
    let stack = cx.stack;
    let mut tests = Vec::new();
    for task in stack.tasks() {
        if let Work::Test(spec) = task.work() {
            cx.because_of(task.name().span());
            tests.push(one(cx, storage, targets, images, (task, spec))?);
        }
    }
    Ok(tests)
}

fn one<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    targets: &[Target<'_>],
    images: &[Imaged<'a>],
    (task, test): (Task<'a>, &'a Test),
) -> Result<Tested<'a>, Diagnostic> {
    let (place, run) = (task.name().span(), &test.run);
    let whole_name = task.whole_name();
    let id = words(&whole_name);
    let key = whole_name.replace(['.', '@'], "-");
    let project_name = cx.named(&format!("test-{key}"));
    cx.template.section(&format!("{whole_name}: tests, under a role that reaches nothing but them"));
    let machine = machine(cx, &id, (task, run), images)?;
    let log_group = log_group(cx, place, &format!("{id}LogGroup"), *cx.stack.log_retention)?;
    let reports = reports(cx, &id, &project_name, run)?;
    let mut variables = Variables::of(cx, run);
    let list = std::mem::take(&mut variables.list);

    let mut statements = vec![
        write_log(&log_group),
        identify_bucket(&storage.bucket),
        Statement::allow("ReadInput", actions!["s3:GetObject", "s3:GetObjectVersion"])
            .on(inputs(cx.stack, storage, run)),
    ];
    if matches!(run.cache, Some(Cache::S3(_))) {
        let actions = actions!["s3:GetObject", "s3:PutObject"];
        statements.push(Statement::allow("UseCache", actions).on([storage.cache_of(&key)]));
    }
    statements.extend(report_statement(run, &project_name, &reports));
    statements.extend(machine.statements);
    statements.extend(run.vpc.iter().flat_map(|vpc| network::statements(cx, vpc)));
    statements.extend(variables.statements());
    let invoke = invoke(cx, task, test, targets);
    statements.extend(invoke.iter().cloned());
    let role = Role::new(trust(&project_name), "Test", statements);
    let role = cx.add_at(place, &format!("{id}Role"), role)?;

    let project = Project {
        name: project_name,
        description: "Tests".to_owned(),
        service_role: role.arn(),
        timeout_in_minutes: timeout(run),
        artifacts: Artifacts { kind: "CODEPIPELINE" },
        environment: Environment {
            kind: machine.kind,
            compute_type: run.compute.identifier(),
            image: machine.image,
            image_pull_credentials_type: machine.credentials,
            privileged_mode: needs_privileges(run).then_some(true),
            environment_variables: list,
        },
        source: Source { kind: "CODEPIPELINE", build_spec: buildspec::of(run, &[], None, &reports) },
        vpc_config: run.vpc.as_ref().map(|vpc| network::config(cx, vpc)),
        cache: cache(run, || text![&storage.bucket, format!("/cache/tests/{key}")]),
        logs_config: logs(&log_group),
    };
    // What its commands call is what the stack says they may.
    let mut entry = invoke.iter().fold(project.entry(), cfn::Entry::calls);
    if needs_privileges(run) {
        entry = entry.skip("CKV_AWS_316", why_privileged(run));
    }
    let project = cx.add_at(place, &format!("{id}Project"), entry)?;
    Ok(Tested { task, spec: test, project, log_group, image_repository: machine.repository })
}

/// The functions that it may invoke, by version or alias alone.
fn invoke(cx: &Context<'_>, task: Task<'_>, test: &Test, targets: &[Target<'_>]) -> Option<Statement> {
    let invoked = |target: &&Target<'_>| {
        let mut wanted = test.invoke.iter().filter(|function| function.name() == target.package);
        wanted.any(|function| cx.stack.reaches(task, function, target.environment))
    };
    let functions = targets.iter().filter(invoked).map(Target::qualified);
    let invoke = Statement::allow("InvokeVersions", actions!["lambda:InvokeFunction"]);
    (!test.invoke.is_empty()).then(|| invoke.on(functions))
}

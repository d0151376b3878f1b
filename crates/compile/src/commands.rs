//! Commands without a project: CodePipeline runs them under a role of their own, on a machine of its own.
//!
//! Without that role they would run under the pipeline's, which reaches every artifact and starts every action.

use cfn::codepipeline::CommandVariable;
use cfn::iam::{Role, Statement, Trust};
use cfn::logs::LogGroup;
use cfn::{Arn, Handle, Resource, Value, text};
use diag::Diagnostic;
use spec::{Commands, Task, Work};

use crate::context::Context;
use crate::environment::Variables;
use crate::functions::own_statement;
use crate::names::words;
use crate::permissions::actions;
use crate::storage::{SOURCE_CODE, Storage};

/// What the commands of an action run with.
pub(crate) struct Commanded<'a> {
    pub(crate) task: Task<'a>,
    pub(crate) spec: &'a Commands,
    pub(crate) role: Handle<Role>,
    pub(crate) environment: Vec<CommandVariable>,
    /// The artifact of the files that are handed on.
    pub(crate) artifact: Option<String>,
}

/// The roles and the log group, once the pipeline's role is there.
pub(crate) fn add<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    pipeline: &Handle<Role>,
) -> Result<Vec<Commanded<'a>>, Diagnostic> {
    let stack = cx.stack;
    let mut added = Vec::new();
    for task in stack.tasks() {
        let Work::Commands(spec) = task.work() else { continue };
        let place = task.name().span();
        cx.because_of(place);
        if added.is_empty() {
            log_group(cx)?;
        }
        let mut variables = Variables::default();
        for (name, value) in &spec.environment {
            variables.push(cx, name, value);
        }
        let environment =
            std::mem::take(&mut variables.list).into_iter().map(CommandVariable::from).collect();
        let mut statements = vec![
            write_log(cx.name()),
            Statement::allow("ReadInput", actions!["s3:GetObject", "s3:GetObjectVersion"])
                .on([storage.artifact(SOURCE_CODE)]),
        ];
        // CodePipeline cuts names after ten characters: a number tells the artifacts apart.
        let artifact = (!spec.files.is_empty()).then(|| format!("Files{}", added.len() + 1));
        if let Some(artifact) = &artifact {
            let write = Statement::allow("WriteOutput", actions!["s3:PutObject"]);
            statements.push(write.on([storage.artifact(artifact)]));
        }
        statements.extend(variables.statements());
        let own: Vec<_> = spec.policy.iter().map(|statement| own_statement(cx, statement)).collect();
        statements.extend(own.iter().cloned());
        // What the commands call is what the stack file says they may.
        let role = Role::new(Trust::role(pipeline.arn()), "Commands", statements).entry();
        let role = own.iter().fold(role, cfn::Entry::calls);
        let role = cx.add_at(place, &format!("{}Role", words(&task.whole_name())), role)?;
        added.push(Commanded { task, spec, role, environment, artifact });
    }
    cx.because_of(None);
    Ok(added)
}

/// The group that CodePipeline would make without a retention.
fn log_group(cx: &mut Context<'_>) -> Result<(), Diagnostic> {
    let group = LogGroup {
        log_group_name: Some(format!("/aws/codepipeline/{}", cx.name())),
        retention_in_days: cx.stack.log_retention.as_days().unwrap_or(30),
    };
    let group = group
        .entry()
        .goes_with_the_stack()
        .note("CodePipeline chose its name: a retained one would stand in a later stack's way.")
        .skip("CKV_AWS_158", "CloudWatch's own keys encrypt it.");
    cx.add("CommandsLogGroup", group)?;
    Ok(())
}

/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html#edit-role-Commands>
fn write_log(pipeline: &str) -> Statement {
    let group: Value<Arn> = Value::named("logs", format!("log-group:/aws/codepipeline/{pipeline}"));
    let actions = actions!["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    Statement::allow("WriteLog", actions).on([text![&group], text![&group, ":*"]])
}

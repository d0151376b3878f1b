//! CloudFormation stacks that the pipeline deploys: the role under which CloudFormation makes their resources.

use cfn::iam::{Operator, Role, Statement, Trust};
use cfn::{Arn, Resource, Value, text};
use diag::Diagnostic;
use spec::{CloudFormation, StackChange, Task, Work};

use crate::context::Context;
use crate::functions::own_statement;
use crate::names::words;
use crate::permissions::{actions, distinct};

/// A stack that is changed.
pub(crate) struct Changed<'a> {
    pub(crate) task: Task<'a>,
    pub(crate) spec: &'a StackChange,
    /// What CloudFormation works under.
    pub(crate) role: Value<Arn>,
}

impl Changed<'_> {
    /// The stack, whatever ID CloudFormation gives it.
    fn arn(&self) -> Value<Arn> {
        Value::named("cloudformation", format!("stack/{}/*", self.spec.stack.as_str()))
    }

    /// The name of the change set: one for each action, replaced by every execution.
    pub(crate) fn change_set(&self, pipeline: &str) -> String {
        format!("{pipeline}-{}", self.task.whole_name()).replace(['.', '@', '_'], "-")
    }
}

pub(crate) fn add<'a>(cx: &mut Context<'a>) -> Result<Vec<Changed<'a>>, Diagnostic> {
    let stack = cx.stack;
    let mut changes = Vec::new();
    for task in stack.tasks() {
        let Work::CloudFormation(CloudFormation::Change(spec)) = task.work() else { continue };
        let place = task.name().span();
        cx.because_of(place);
        let role = if let Some(existing) = &spec.role {
            text![cx.text(existing)]
        } else {
            cx.template.section(&format!("{}: what CloudFormation may do", task.whole_name()));
            let statements: Vec<_> = spec.policy.iter().map(|one| own_statement(cx, one)).collect();
            // No page says which condition keys CloudFormation sends when it takes a stack's role.
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
            // What the stack's template needs is what the stack file says it may.
            let declared = statements.clone();
            let role = Role::new(Trust::service("cloudformation.amazonaws.com"), "Stack", statements).entry();
            let role = declared.iter().fold(role, cfn::Entry::calls);
            cx.add_at(place, &format!("{}Role", words(&task.whole_name())), role)?.arn()
        };
        changes.push(Changed { task, spec, role });
    }
    Ok(changes)
}

/// Changes of a stack through change sets.
pub(crate) fn change(sid: &str) -> Statement {
    let change = actions![
        "cloudformation:CreateChangeSet",
        "cloudformation:DeleteChangeSet",
        "cloudformation:DescribeChangeSet",
        "cloudformation:DescribeStacks",
        "cloudformation:ExecuteChangeSet",
    ];
    Statement::allow(sid, change)
}

/// Handing a role to CloudFormation, and to no other service.
pub(crate) fn hand_over(sid: &str) -> Statement {
    Statement::allow(sid, actions!["iam:PassRole"]).when(
        Operator::StringEquals,
        "iam:PassedToService",
        "cloudformation.amazonaws.com",
    )
}

/// What the pipeline's role needs for the stacks.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html>
pub(crate) fn statements(changes: &[Changed<'_>]) -> Vec<Statement> {
    if changes.is_empty() {
        return Vec::new();
    }
    vec![
        change("ChangeStacks").on(distinct(changes.iter().map(Changed::arn))),
        hand_over("HandRolesToCloudFormation").on(distinct(changes.iter().map(|change| change.role.clone()))),
    ]
}

//! CloudFormation actions. What CloudFormation does to a stack's resources, it does under the role it is passed.

use super::names::token;
use super::{Calls, Table, When};
use crate::world::{Value, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Stack,
}

const PAGE: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html";
const STACK_SETS: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html";
/// Of AWS's list for all modes, which mode needs these is not said.
const LISTED: When = When::Listed("AWS's page lists it for CloudFormation actions of every mode");

const CREATE_UPDATE: Table<On> = Table {
    page: PAGE,
    rows: &[
        ("cloudformation:DescribeStacks", On::Stack, When::Always),
        ("cloudformation:CreateStack", On::Stack, When::Only("when the stack does not exist yet")),
        ("cloudformation:UpdateStack", On::Stack, When::Only("when the stack exists")),
        ("cloudformation:SetStackPolicy", On::Stack, LISTED),
        ("cloudformation:ValidateTemplate", On::Stack, LISTED),
    ],
};
const REPLACE_ON_FAILURE: Table<On> = Table {
    page: PAGE,
    rows: &[("cloudformation:DeleteStack", On::Stack, When::Only("when the stack is in a failed state"))],
};
const CHANGE_SET_REPLACE: Table<On> = Table {
    page: PAGE,
    rows: &[
        ("cloudformation:DescribeStacks", On::Stack, When::Always),
        ("cloudformation:DescribeChangeSet", On::Stack, When::Always),
        ("cloudformation:DeleteChangeSet", On::Stack, When::Only("when the change set exists")),
        ("cloudformation:CreateChangeSet", On::Stack, When::Always),
    ],
};
const CHANGE_SET_EXECUTE: Table<On> = Table {
    page: PAGE,
    rows: &[
        ("cloudformation:DescribeStacks", On::Stack, When::Always),
        ("cloudformation:DescribeChangeSet", On::Stack, When::Always),
        ("cloudformation:ExecuteChangeSet", On::Stack, When::Always),
    ],
};
const DELETE_ONLY: Table<On> = Table {
    page: PAGE,
    rows: &[
        ("cloudformation:DescribeStacks", On::Stack, When::Always),
        ("cloudformation:DeleteStack", On::Stack, When::Always),
    ],
};
const STACK_SET: Table<On> = Table {
    page: STACK_SETS,
    rows: &[
        ("cloudformation:DescribeStackSet", On::Stack, When::Always),
        ("cloudformation:CreateStackSet", On::Stack, When::Only("when the stack set does not exist yet")),
        ("cloudformation:UpdateStackSet", On::Stack, When::Only("when the stack set exists")),
        ("cloudformation:CreateStackInstances", On::Stack, When::Always),
        ("cloudformation:ListStackInstances", On::Stack, When::Always),
        ("cloudformation:DescribeStackSetOperation", On::Stack, When::Always),
    ],
};
const STACK_INSTANCES: Table<On> = Table {
    page: STACK_SETS,
    rows: &[
        ("cloudformation:CreateStackInstances", On::Stack, When::Always),
        ("cloudformation:DescribeStackSetOperation", On::Stack, When::Always),
    ],
};

pub(super) fn stack(world: &World<'_>, action: &Value<'_>) -> Calls {
    let configuration = action.get("Configuration");
    let mode = configuration.get("ActionMode").text().unwrap_or_default();
    let Some(name) = configuration.get("StackName").text() else {
        return Calls::unknown("the action names no stack");
    };
    let arn = stack_arn(world, action, "stack", name, "/");
    let mut calls = Calls::none();
    let tables: &[&Table<On>] = match mode {
        "CREATE_UPDATE" => &[&CREATE_UPDATE],
        "REPLACE_ON_FAILURE" => &[&CREATE_UPDATE, &REPLACE_ON_FAILURE],
        "CHANGE_SET_REPLACE" => &[&CHANGE_SET_REPLACE],
        "CHANGE_SET_EXECUTE" => &[&CHANGE_SET_EXECUTE],
        "DELETE_ONLY" => &[&DELETE_ONLY],
        _ => return Calls::unknown(format!("what CloudFormation does in the mode '{mode}' is not modelled")),
    };
    for table in tables {
        calls.table(table, |On::Stack| vec![arn.clone()]);
    }
    if let Some(set) = configuration.get("ChangeSetName").text() {
        calls = calls.with("cloudformation:ChangeSetName", set);
    }
    // "RoleArn is not applied when executing a change set."
    if mode != "CHANGE_SET_EXECUTE"
        && let Some(role) = configuration.get("RoleArn").text()
    {
        calls.extend(pass(role, "cloudformation.amazonaws.com", PAGE));
    }
    calls
}

/// The name of the change set that an action makes, and the ARN of its stack.
pub(super) fn change_set<'a>(world: &World<'_>, action: &'a Value<'_>) -> Option<(&'a str, String)> {
    let configuration = action.get("Configuration");
    let is_made = configuration.get("ActionMode").text() == Some("CHANGE_SET_REPLACE");
    let set = configuration.get("ChangeSetName").text().filter(|_| is_made)?;
    Some((set, stack_arn(world, action, "stack", configuration.get("StackName").text()?, "/")))
}

pub(super) fn stack_set(world: &World<'_>, action: &Value<'_>) -> Calls {
    let mut calls = named_stack_set(world, action, &STACK_SET);
    if let Some(role) = action.at(&["Configuration", "AdministrationRoleArn"]).text() {
        calls.extend(pass(role, "cloudformation.amazonaws.com", STACK_SETS));
    }
    calls
}

pub(super) fn stack_instances(world: &World<'_>, action: &Value<'_>) -> Calls {
    named_stack_set(world, action, &STACK_INSTANCES)
}

fn named_stack_set(world: &World<'_>, action: &Value<'_>, table: &Table<On>) -> Calls {
    let Some(name) = action.at(&["Configuration", "StackSetName"]).text() else {
        return Calls::unknown("the action names no stack set");
    };
    let arn = stack_arn(world, action, "stackset", name, ":");
    let mut calls = Calls::none();
    calls.table(table, |On::Stack| vec![arn.clone()]);
    calls
}

/// Handing a role to a service.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
pub(super) fn pass(role: &str, service: &str, page: &'static str) -> Calls {
    let mut calls = Calls::none();
    calls.push("iam:PassRole", role, When::Always, page);
    calls.with("iam:PassedToService", service)
}

/// The ARN ends with an ID that CloudFormation makes up.
fn stack_arn(world: &World<'_>, action: &Value<'_>, kind: &str, name: &str, separator: &str) -> String {
    if name.starts_with("arn:") {
        return name.to_owned();
    }
    let account = action
        .get("RoleArn")
        .text()
        .and_then(|role| role.split(':').nth(4))
        .filter(|account| !account.is_empty())
        .unwrap_or(world.account());
    let region = action.get("Region").text().unwrap_or(world.region());
    let id = token("id");
    format!("arn:{}:cloudformation:{region}:{account}:{kind}/{name}{separator}{id}", world.partition())
}

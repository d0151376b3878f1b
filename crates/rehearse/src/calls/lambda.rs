//! A function: what Lambda calls under its execution role, besides what its own code does.

use super::names::{has_log_group, log_stream, token};
use super::{Calls, Table, When, messages};
use crate::world::{Resource, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Group,
    Everything,
}

const ROLE: &str = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html";

const LOGS: Table<On> = Table {
    page: ROLE,
    rows: &[
        ("logs:CreateLogStream", On::Group, When::Always),
        ("logs:PutLogEvents", On::Group, When::Always),
    ],
};
const TRACES: Table<On> = Table {
    page: "https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
    rows: &[
        ("xray:PutTraceSegments", On::Everything, When::Always),
        ("xray:PutTelemetryRecords", On::Everything, When::Always),
    ],
};
const VPC: Table<On> = Table {
    page: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    rows: &[
        ("ec2:CreateNetworkInterface", On::Everything, When::Always),
        ("ec2:DescribeNetworkInterfaces", On::Everything, When::Always),
        ("ec2:DescribeSubnets", On::Everything, When::Always),
        ("ec2:DeleteNetworkInterface", On::Everything, When::Always),
        ("ec2:AssignPrivateIpAddresses", On::Everything, When::Listed(LISTED)),
        ("ec2:UnassignPrivateIpAddresses", On::Everything, When::Listed(LISTED)),
    ],
};
const LISTED: &str = "AWS's page grants it for functions in a VPC";
const FAILURES: &str = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html";

/// What Lambda calls under the execution role of a function.
pub(crate) fn execution_role(world: &World<'_>, function: &Resource<'_>) -> Calls {
    let mut calls = Calls::none();
    let group = function
        .property("LoggingConfig")
        .get("LogGroup")
        .text()
        .map_or_else(|| format!("/aws/lambda/{}", function.name()), ToOwned::to_owned);
    if !has_log_group(world, &group) {
        let when = When::Only("when the log group does not exist yet");
        calls.push("logs:CreateLogGroup", log_stream(world, &group), when, ROLE);
    }
    calls.table(&LOGS, |_| vec![log_stream(world, &group)]);
    let everything = |_| vec!["*".to_owned()];
    if function.property("TracingConfig").get("Mode").text() == Some("Active") {
        calls.table(&TRACES, everything);
    }
    // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    if let Some(arn) = function.arn() {
        calls = calls.with("lambda:SourceFunctionArn", &arn);
    }
    if !function.property("VpcConfig").get("SubnetIds").items().is_empty() {
        calls.table(&VPC, everything);
    }
    calls.extend(failures(world, function));
    if !function.property("FileSystemConfigs").items().is_empty() {
        let page = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html";
        let file_system = world.arn("elasticfilesystem", &format!("file-system/{}", token("file system")));
        calls.push("elasticfilesystem:ClientMount", file_system.clone(), When::Always, page);
        calls.push(
            "elasticfilesystem:ClientWrite",
            file_system,
            When::Only("when the function writes files"),
            page,
        );
    }
    for mapping in world.of_type("AWS::Lambda::EventSourceMapping") {
        let name = mapping.property("FunctionName").text().unwrap_or_default();
        if world.by_name("AWS::Lambda::Function", name).is_some_and(|found| found.id == function.id) {
            calls.unmodelled("reading the function's event sources is not modelled");
        }
    }
    calls
}

/// Where events go that the function failed at, and what it answered.
fn failures(world: &World<'_>, function: &Resource<'_>) -> Calls {
    let mut calls = Calls::none();
    let mut send = |target: &str, when: When| {
        let action = match target.split(':').nth(2) {
            Some("sqs") => "sqs:SendMessage",
            Some("sns") => {
                return calls.extend(messages::publish_as_role(world, target, FAILURES).only(when));
            }
            Some("lambda") => "lambda:InvokeFunction",
            Some("events") => "events:PutEvents",
            _ => return calls.unmodelled("where the function's failed events go is not known"),
        };
        calls.push(action, target, when, FAILURES);
    };
    if let Some(target) = function.property("DeadLetterConfig").get("TargetArn").text() {
        send(target, When::Only("when the function fails at an event"));
    }
    for config in world.of_type("AWS::Lambda::EventInvokeConfig") {
        let name = config.property("FunctionName").text().unwrap_or_default();
        if world.by_name("AWS::Lambda::Function", name).is_none_or(|found| found.id != function.id) {
            continue;
        }
        let destinations = config.property("DestinationConfig");
        if let Some(target) = destinations.at(&["OnFailure", "Destination"]).text() {
            send(target, When::Only("when the function fails at an event"));
        }
        if let Some(target) = destinations.at(&["OnSuccess", "Destination"]).text() {
            send(target, When::Only("when the function was invoked asynchronously"));
        }
    }
    calls
}

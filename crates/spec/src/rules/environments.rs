//! Names and sizes of environment variables.

use diag::Span;

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Function, Located, Setting, Stack, Work};

/// What Lambda sets itself
/// ([page](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)).
const LAMBDA: [&str; 18] = [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
];

/// What the build's own commands set.
const OURS: [&str; 2] = ["packages", "overlay"];

/// How the variables of the mirrors' credentials begin.
const MIRRORS: [&str; 3] = ["NPM_MIRROR_", "PIP_MIRROR_", "MAVEN_MIRROR_"];

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (key, function) in stack.functions() {
        findings.within(format!("function `{}`", key.as_str()), |findings| {
            function.environment.keys().for_each(|name| lambda(name, findings));
            size(function, findings);
        });
    }
    for (part, _, function) in stack.differences() {
        findings.within(part, |findings| {
            function.environment.keys().for_each(|name| lambda(name, findings));
            size(&function, findings);
        });
    }
    for task in stack.tasks() {
        findings.within(task.part(), |findings| {
            task.work().environment().keys().for_each(|name| codebuild(name, findings));
            if let Work::Test(test) = task.work() {
                test.matrix.keys().for_each(|name| codebuild(name, findings));
            }
        });
    }
}

fn lambda(name: &Located<String>, findings: &mut Findings) {
    if LAMBDA.contains(&name.as_str()) {
        reserved(name, "Lambda sets it itself", findings);
    } else if name.as_str() == "Ref" {
        // CloudFormation would read `Variables: { Ref: … }` as a reference.
        reserved(name, "a mapping with this key is a reference to CloudFormation", findings);
    } else if name.len() < 2 || !is_variable(name, false) {
        let help = "a letter first, then letters, digits and `_`, two characters at least: `LOG_LEVEL`";
        invalid(name, help, findings);
    }
}

fn codebuild(name: &Located<String>, findings: &mut Findings) {
    if name.starts_with("CODEBUILD_") {
        reserved(name, "CodeBuild sets its own variables under this prefix", findings);
    } else if ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].contains(&name.as_str()) {
        reserved(name, "the build works with its own role", findings);
    } else if OURS.contains(&name.as_str()) || MIRRORS.iter().any(|mirror| name.starts_with(mirror)) {
        reserved(name, "the commands around yours use it: packaging, and the set-up of mirrors", findings);
    } else if !is_variable(name, true) {
        invalid(name, "a letter or `_` first, then letters, digits and `_`: `LOG_LEVEL`", findings);
    }
}

pub(super) fn is_variable(name: &str, underscore_first: bool) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || (underscore_first && first == '_'))
        && characters.all(|rest| rest.is_ascii_alphanumeric() || rest == '_')
}

fn reserved(name: &Located<String>, why: &str, findings: &mut Findings) {
    findings.error(
        Finding::ReservedName,
        name.span(),
        format!("the variable `{}` is taken", name.as_str()),
        why,
        "choose another name",
    );
}

fn invalid(name: &Located<String>, help: &str, findings: &mut Findings) {
    findings.error(
        Finding::InvalidName,
        name.span(),
        format!("`{}` is not a name for a variable", name.escape_debug()),
        "a character that is not allowed",
        help,
    );
}

/// Lambda takes 4 KB of names and values.
fn size(function: &Function, findings: &mut Findings) {
    let size: usize = function
        .environment
        .iter()
        .map(|(name, value)| name.len() + value.literal().map_or(0, |text| text.len()))
        .sum();
    if size > 4_096 {
        let largest: Option<Span> = function
            .environment
            .values()
            .filter_map(Setting::literal)
            .max_by_key(|text| text.len())
            .and_then(super::super::located::Located::span);
        findings.error(
            Finding::TooLong,
            largest,
            format!("the environment has {size} bytes, and 4096 are allowed"),
            "the largest value",
            "keep large values in Parameter Store or S3, and their names here",
        );
    }
}

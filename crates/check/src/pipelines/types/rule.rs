//! The rules of stage conditions.

use super::build::CODEBUILD_KEYS;
use super::{Exports, Form, Key, Keys, Type};

/// All of them.
pub(crate) const RULES: &[Type] = &[
    rule(
        "CloudWatchAlarm",
        Keys::All(&[
            Key::required("AlarmName", Form::Text),
            Key::optional("AlarmStates", Form::ListOf(&["ALARM", "OK", "INSUFFICIENT_DATA"])),
            Key::optional("WaitTime", Form::Number(0, u64::MAX)),
        ]),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html",
    ),
    rule(
        "CodeBuild",
        Keys::All(CODEBUILD_KEYS),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html",
    ),
    rule(
        "Commands",
        Keys::Some(&[]),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html",
    ),
    rule(
        "DeploymentWindow",
        Keys::All(&[Key::required("Cron", Form::Cron), Key::optional("TimeZone", Form::Text)]),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
    ),
    rule(
        "LambdaInvoke",
        Keys::All(&[Key::required("FunctionName", Form::Text), Key::optional("UserParameters", Form::Text)]),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-LambdaInvoke.html",
    ),
    rule(
        "VariableCheck",
        Keys::All(&[
            Key::required("Variable", Form::Text),
            Key::required("Value", Form::Text),
            Key::required("Operator", Form::OneOf(&["EQ", "CONTAINS", "MATCHES", "NE"])),
        ]),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html",
    ),
];

/// How many artifacts a rule takes no page says.
const fn rule(provider: &'static str, keys: Keys, page: &'static str) -> Type {
    Type {
        category: "Rule",
        owner: "AWS",
        provider,
        keys,
        inputs: (0, 10),
        outputs: (0, 0),
        exports: Exports::Nothing,
        needs_v2: true,
        page,
    }
}

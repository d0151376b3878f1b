//! Conditions of a stage: what has to hold before it is entered and after it has succeeded, and what follows its failure.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Duration, FunctionRef, Invoke, Located, Setting};
use yaml::{Node, Value};

/// Rules that all have to hold, and what follows when one does not.
#[derive(Debug, Clone)]
pub struct Condition {
    /// The rules: at least one, at most 5.
    pub rules: Vec<Rule>,
    /// What follows when one of them does not hold.
    pub otherwise: Located<Otherwise>,
}

/// What follows when a rule does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// The stage fails.
    Fail,
    /// The stage is left out; before entry alone.
    Skip,
    /// The stage is rolled back; on success alone.
    Rollback,
}

impl Otherwise {
    /// As CodePipeline spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Fail => "FAIL",
            Self::Skip => "SKIP",
            Self::Rollback => "ROLLBACK",
        }
    }
}

choice!(Otherwise, "a result of a condition", [
    "fail" => Otherwise::Fail,
    "skip" => Otherwise::Skip,
    "rollback" => Otherwise::Rollback,
]);

/// What follows a stage's failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFailure {
    /// The stage goes back to the last execution that succeeded there.
    Rollback,
    /// The actions that failed are tried once more.
    RetryFailedActions,
    /// The whole stage is tried once more.
    RetryAllActions,
}

choice!(OnFailure, "what follows a failure", [
    "rollback" => OnFailure::Rollback,
    "retry-failed-actions" => OnFailure::RetryFailedActions,
    "retry-all-actions" => OnFailure::RetryAllActions,
]);

/// One rule of a condition.
#[derive(Debug, Clone)]
pub enum Rule {
    /// It is the right time.
    DeploymentWindow {
        /// When: six fields and a year.
        cron: Located<String>,
        /// In which time zone.
        timezone: Option<Located<String>>,
    },
    /// An alarm is quiet.
    Alarm {
        /// The function whose deployment it watches; none for an alarm that exists already.
        function: Option<FunctionRef>,
        /// Its name there, or the name of one that exists already.
        name: Setting,
        /// How long it is watched.
        wait: Option<Located<Duration>>,
    },
    /// A function says yes.
    Invoke(Invoke),
    /// A variable of the execution has a value.
    Variable {
        /// `namespace.key`.
        name: Located<String>,
        /// How it is compared.
        operator: Operator,
        /// What with.
        value: Located<String>,
    },
}

/// How a variable is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Operator {
    Equals,
    NotEquals,
    Contains,
    Matches,
}

impl Operator {
    const KEYS: [&'static str; 4] = ["equals", "not-equals", "contains", "matches"];

    /// As CodePipeline spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Equals => "EQ",
            Self::NotEquals => "NE",
            Self::Contains => "CONTAINS",
            Self::Matches => "MATCHES",
        }
    }
}

impl Read for Condition {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        if let Value::List(_) = &node.value {
            let rules = Vec::read(node, findings)?;
            return Some(Self { rules, otherwise: Otherwise::Fail.into() });
        }
        Fields::read(node, "condition", findings, |fields| {
            let rules = fields.required("rules");
            Some(Self { otherwise: fields.or("otherwise", Otherwise::Fail), rules: rules? })
        })
    }
}

impl Read for Rule {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        const KINDS: [&str; 4] = ["deployment-window", "alarm", "invoke", "variable"];
        Fields::read(node, "rule", findings, |fields| {
            let (kind, node) = fields.one_of(&KINDS)?;
            match kind {
                "deployment-window" => window(node, fields.findings),
                "alarm" => alarm(node, fields.findings),
                "invoke" => Invoke::read(node, fields.findings).map(Self::Invoke),
                _ => variable(node, fields.findings),
            }
        })
    }
}

fn window(node: &Node, findings: &mut Findings) -> Option<Rule> {
    Fields::read(node, "deployment window", findings, |fields| {
        let (cron, timezone) = (fields.required("cron"), fields.optional("timezone"));
        Some(Rule::DeploymentWindow { cron: cron?, timezone })
    })
}

fn alarm(node: &Node, findings: &mut Findings) -> Option<Rule> {
    Fields::read(node, "alarm rule", findings, |fields| {
        let (name, function) = (fields.required("name"), fields.optional("function"));
        let wait = fields.optional("wait");
        Some(Rule::Alarm { function, name: name?, wait })
    })
}

fn variable(node: &Node, findings: &mut Findings) -> Option<Rule> {
    Fields::read(node, "variable rule", findings, |fields| {
        let name = fields.required("name");
        let (key, value) = fields.one_of(&Operator::KEYS)?;
        let operator = match key {
            "equals" => Operator::Equals,
            "not-equals" => Operator::NotEquals,
            "contains" => Operator::Contains,
            _ => Operator::Matches,
        };
        let value = Located::read(value, fields.findings);
        Some(Rule::Variable { name: name?, operator, value: value? })
    })
}

/// Rules that all have to hold, and what follows when one does not.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "condition")]
#[expect(dead_code, reason = "only its schema is used")]
struct ConditionForm {
    /// The rules, 1 to 5.
    #[schemars(length(min = 1, max = 5))]
    rules: Vec<Rule>,
    /// What follows when one does not hold: the stage fails, is skipped (before entry, by `invoke` and `variable` alone), or is
    /// rolled back (on success).
    #[schemars(extend("default" = "fail"))]
    otherwise: Option<Otherwise>,
}

/// A rule ([rules](https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html)).
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "rule")]
#[schemars(extend("oneOf" = [{ "required": ["deployment-window"] }, { "required": ["alarm"] }, { "required": ["invoke"] }, { "required": ["variable"] }]))]
#[expect(dead_code, reason = "only its schema is used")]
struct RuleForm {
    /// It is the right time.
    deployment_window: Option<WindowForm>,
    /// An alarm is quiet.
    alarm: Option<AlarmForm>,
    /// A function says yes.
    invoke: Option<Invoke>,
    /// A variable of the execution has a value.
    variable: Option<VariableForm>,
}

/// Times at which the stage may be entered.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "deployment window")]
#[expect(dead_code, reason = "only its schema is used")]
struct WindowForm {
    /// Seconds, minutes, hours, day of the month, month, day of the week, and a year if it matters: `* * 8-16 ? * MON-THU *`
    /// ([reference](https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html)).
    cron: String,
    /// The time zone: `Europe/Berlin`. UTC where there is none.
    timezone: Option<String>,
}

/// An alarm that has to be quiet.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "alarm rule")]
#[expect(dead_code, reason = "only its schema is used")]
struct AlarmForm {
    /// The name of an alarm that exists already; beside `function`, of one under its deployment's `alarms`.
    name: Setting,
    /// A function of the stack that a stage deploys with alarms.
    function: Option<FunctionRef>,
    /// How long the alarm is watched, in minutes: `15m`.
    wait: Option<Duration>,
}

/// A variable of the execution, and what it is compared with.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "variable rule")]
#[schemars(extend("oneOf" = [{ "required": ["equals"] }, { "required": ["not-equals"] }, { "required": ["contains"] }, { "required": ["matches"] }]))]
#[expect(dead_code, reason = "only its schema is used")]
struct VariableForm {
    /// The variable: `Source.BranchName`, `variables.Freeze`.
    name: String,
    /// It is this.
    equals: Option<String>,
    /// It is not this.
    not_equals: Option<String>,
    /// This is in it.
    contains: Option<String>,
    /// This regular expression matches it.
    matches: Option<String>,
}

impl JsonSchema for Condition {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [Vec::<Rule>::json_schema(generator), ConditionForm::json_schema(generator)] })
    }
}

impl JsonSchema for Rule {
    fn schema_name() -> Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        RuleForm::json_schema(generator)
    }
}

//! Conditions of stages: rules that CodePipeline checks under the pipeline's role, and what that takes.

use cfn::codepipeline::{
    ActionTypeId, Condition, Conditions, Configuration, FailureConditions, RetryConfiguration, Rule, Stage,
};
use cfn::iam::Statement;
use cfn::{Text, text};
use indexmap::IndexMap;
use spec::{EnvironmentRef, OnFailure};

use crate::actions::invoked;
use crate::context::Context;
use crate::functions::key_in;
use crate::permissions::actions;
use crate::pipeline::Parts;

/// A stage with its conditions.
pub(crate) fn guard(cx: &Context<'_>, parts: &Parts<'_>, spec: &spec::Stage, stage: Stage) -> Stage {
    let gate = |condition: &Option<spec::Condition>| {
        condition.as_ref().map(|condition| Conditions { conditions: vec![one(cx, parts, spec, condition)] })
    };
    Stage {
        before_entry: gate(&spec.before_entry),
        on_success: gate(&spec.on_success),
        on_failure: spec.on_failure.as_deref().copied().map(failure),
        ..stage
    }
}

fn one(cx: &Context<'_>, parts: &Parts<'_>, stage: &spec::Stage, condition: &spec::Condition) -> Condition {
    let mut rules: Vec<Rule> = Vec::new();
    for spec in &condition.rules {
        let (name, provider, configuration) = rule(cx, parts, stage, spec);
        let same = rules.iter().filter(|rule| rule.rule_type_id.provider == provider).count();
        let name = if same == 0 { name.to_owned() } else { format!("{name}{}", same + 1) };
        rules.push(Rule { name, rule_type_id: ActionTypeId::aws("Rule", provider), configuration });
    }
    Condition { result: condition.otherwise.identifier(), rules }
}

/// A rule's name, provider and configuration.
fn rule(
    cx: &Context<'_>,
    parts: &Parts<'_>,
    stage: &spec::Stage,
    rule: &spec::Rule,
) -> (&'static str, &'static str, IndexMap<&'static str, Configuration>) {
    let plain = |text: &str| Configuration::from(text);
    match rule {
        spec::Rule::DeploymentWindow { cron, timezone } => {
            let zone = timezone.as_ref().map(|zone| ("TimeZone", plain(zone)));
            let configuration = [("Cron", plain(cron))].into_iter().chain(zone);
            ("Window", "DeploymentWindow", configuration.collect())
        }
        spec::Rule::Alarm { function, name, wait } => {
            let of_function = function.as_ref().and_then(|function| {
                let name = name.literal()?;
                let deploy = cx.stack.watching(stage, function)?;
                let key = key_in(deploy.environment.as_ref().map(EnvironmentRef::name), function.name());
                let of_it = |of: &str, known: &str| of == key && known == name.as_str();
                parts.deployments.alarms().find(|(of, known, _)| of_it(of, known)).map(|(_, _, alarm)| alarm)
            });
            let name = of_function.unwrap_or_else(|| cx.text(name));
            let wait = wait.as_ref().and_then(|wait| wait.as_minutes());
            let wait = wait.map(|minutes| ("WaitTime", plain(&minutes.to_string())));
            let configuration =
                [("AlarmName", Configuration::from(text![name] as Text))].into_iter().chain(wait);
            ("Alarm", "CloudWatchAlarm", configuration.collect())
        }
        spec::Rule::Invoke(invoke) => ("Check", "LambdaInvoke", invoked(cx, parts, invoke)),
        spec::Rule::Variable { name, operator, value } => {
            let variable = format!("#{{{}}}", name.as_str());
            let configuration = IndexMap::from([
                ("Variable", plain(&variable)),
                ("Value", plain(value)),
                ("Operator", plain(operator.identifier())),
            ]);
            ("Variable", "VariableCheck", configuration)
        }
    }
}

fn failure(then: OnFailure) -> FailureConditions {
    let retry = |retry_mode| FailureConditions {
        result: "RETRY",
        retry_configuration: Some(RetryConfiguration { retry_mode }),
    };
    match then {
        OnFailure::Rollback => FailureConditions { result: "ROLLBACK", retry_configuration: None },
        OnFailure::RetryFailedActions => retry("FAILED_ACTIONS"),
        OnFailure::RetryAllActions => retry("ALL_ACTIONS"),
    }
}

/// What the rules of alarms need: no page says how CodePipeline asks.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html>
pub(crate) fn statements(cx: &Context<'_>) -> Option<Statement> {
    let rules = cx.stack.stages.iter().flat_map(spec::Stage::rules);
    let asks = rules.into_iter().any(|rule| matches!(rule, spec::Rule::Alarm { .. }));
    asks.then(|| {
        Statement::allow("AskForAlarmsOfWhichNoPageSaysHow", actions!["cloudwatch:DescribeAlarms"])
            .on_everything()
    })
}

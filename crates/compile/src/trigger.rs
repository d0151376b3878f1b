//! What starts the pipeline: a push to the branch, by way of EventBridge. Nothing polls. A connection needs nothing here:
//! CodePipeline itself listens to it.

use cfn::events::{Detail, EventPattern, Rule, Target};
use cfn::iam::{Role, Statement, Trust};
use cfn::{Arn, Handle, Value};
use diag::Diagnostic;

use crate::context::Context;
use crate::permissions::actions;
use crate::source::{Origin, Place};

pub(crate) fn add(cx: &mut Context<'_>, source: &Origin) -> Result<Option<Handle<Rule>>, Diagnostic> {
    let Place::CodeCommit { arn, .. } = &source.place else { return Ok(None) };
    cx.template.section("The trigger: a push to the branch starts the pipeline");
    let pipeline: Value<Arn> = Value::named("codepipeline", cx.name());
    let rule_name = cx.named("push");
    // EventBridge says on behalf of which rule it takes the role.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
    let trust = Trust::service("events.amazonaws.com")
        .for_this_account()
        .for_source(Value::named("events", format!("rule/{rule_name}")));
    let start = Statement::allow("StartPipeline", actions!["codepipeline:StartPipelineExecution"])
        .on([pipeline.clone()]);
    let role = cx.add("TriggerRole", Role::new(trust, "Trigger", [start]))?;
    let rule = Rule {
        name: Some(rule_name),
        description: format!("A push to the branch of {}", cx.name()),
        event_pattern: EventPattern {
            source: vec!["aws.codecommit"],
            detail_type: vec!["CodeCommit Repository State Change"],
            resources: vec![arn.clone()],
            detail: Detail::CodeCommit {
                event: vec!["referenceCreated", "referenceUpdated"],
                reference_type: vec!["branch"],
                reference_name: vec![source.branch.clone()],
            },
        },
        targets: vec![Target {
            id: "Pipeline",
            arn: pipeline,
            role_arn: Some(role.arn()),
            input_transformer: None,
        }],
    };
    cx.add("TriggerRule", rule).map(Some)
}

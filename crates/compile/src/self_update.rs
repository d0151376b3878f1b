//! Self-update: the pipeline's own stack becomes what the committed template says, after somebody has looked at the change set.
//!
//! The role under which CloudFormation does that comes from outside: what a stack makes itself, its own update could widen.

use cfn::codepipeline::{Action, ActionTypeId, Condition, Conditions, Configuration, Rule};
use cfn::iam::{ManagedPolicy, PolicyDocument, Statement};
use cfn::sns::Topic;
use cfn::{Arn, IntoParts, Pseudo, Text, Value, text};
use diag::Diagnostic;
use indexmap::IndexMap;
use spec::SelfUpdate;

use crate::actions::{action, artifact, commit};
use crate::approval::subscribe;
use crate::cloudformation::{change, hand_over};
use crate::context::Context;
use crate::permissions::actions;
use crate::reviewers::see_pipeline;
use crate::source::{Origin, Place};
use crate::storage::SOURCE_CODE;

/// The stage, and the beginning of its logical IDs.
pub(crate) const STAGE: &str = "SelfUpdate";
const APPROVE: &str = "Approve";

/// What the update goes through.
pub(crate) struct Updated<'a> {
    spec: &'a SelfUpdate,
    pub(crate) topic: Value<Arn>,
    role: Value<Arn>,
}

pub(crate) fn add<'a>(cx: &mut Context<'a>, source: &Origin) -> Result<Option<Updated<'a>>, Diagnostic> {
    let Some(spec) = &cx.stack.self_update else { return Ok(None) };
    cx.because_of(spec.template.span());
    cx.template.section("Self-update: who looks at the change set of this very stack");
    let topic = match &spec.approval.topic {
        Some(existing) => text![cx.text(existing)],
        None => {
            let topic = Topic {
                display_name: format!("{} self-update", cx.name()).chars().take(100).collect(),
                kms_master_key_id: Some("alias/aws/sns".to_owned()),
            };
            let topic = cx.add(&format!("{STAGE}Topic"), topic)?;
            subscribe(cx, STAGE, &topic, &spec.approval.emails)?;
            topic.arn()
        }
    };
    let policy = reviewers(cx, source);
    cx.add(&format!("{STAGE}ReviewersPolicy"), policy)?;
    let role = text![cx.text(&spec.role)];
    cx.because_of(None);
    Ok(Some(Updated { spec, topic, role }))
}

/// Those who decide about the pipeline are others than those who decide about a release.
fn reviewers(cx: &Context<'_>, source: &Origin) -> ManagedPolicy {
    let pipeline: Value<Arn> = Value::named("codepipeline", cx.name());
    let mut statements = vec![
        Statement::allow("Answer", actions!["codepipeline:PutApprovalResult"])
            .on([pipeline.below(format!("{STAGE}/{APPROVE}"))]),
        see_pipeline(pipeline),
        Statement::allow(
            "SeeTheChangeSet",
            actions!["cloudformation:DescribeChangeSet", "cloudformation:DescribeStacks"],
        )
        .on([own_stack()]),
    ];
    if let Place::CodeCommit { arn, .. } = &source.place {
        let see = actions![
            "codecommit:GetBlob",
            "codecommit:GetCommit",
            "codecommit:GetDifferences",
            "codecommit:GetRepository",
        ];
        statements.push(Statement::allow("SeeTheCommit", see).on([arn.clone()]));
    }
    ManagedPolicy {
        description: "What it takes to decide about an update of the pipeline itself".to_owned(),
        policy_document: PolicyDocument::new(statements),
    }
}

fn own_stack() -> Value<Arn> {
    Value::named("cloudformation", text!["stack/", Pseudo::StackName, "/*"] as Text)
}

/// Change set, approval, execution: one after the other.
pub(crate) fn actions_of(cx: &Context<'_>, source: &Origin, updated: &Updated<'_>) -> Vec<Action> {
    let stack = |mode: &str| {
        IndexMap::from([
            ("ActionMode", Configuration::from(mode)),
            ("StackName", Configuration::from(Pseudo::StackName)),
            ("ChangeSetName", Configuration::from(change_set(cx).as_str())),
        ])
    };
    let provider = ActionTypeId::aws("Deploy", "CloudFormation");
    let mut change = stack("CHANGE_SET_REPLACE");
    let template = format!("{SOURCE_CODE}::{}", updated.spec.template.as_str());
    change.insert("TemplatePath", Configuration::from(template.as_str()));
    change.insert("RoleArn", Configuration::from(text![&updated.role] as Text));
    change.insert("Capabilities", Configuration::from("CAPABILITY_IAM"));
    if let Some(parameters) = parameters(cx) {
        change.insert("ParameterOverrides", Configuration::from(parameters));
    }
    let mut asked = IndexMap::from([("NotificationArn", Configuration::from(text![&updated.topic] as Text))]);
    if let Some(commit) = commit(&source.place) {
        asked.insert("ExternalEntityLink", Configuration::from(commit));
    }
    asked.insert("CustomData", Configuration::from(request(cx, updated)));
    vec![
        Action { input_artifacts: vec![artifact(SOURCE_CODE)], ..action("ChangeSet", provider, change) },
        Action {
            run_order: Some(2),
            timeout_in_minutes: updated.spec.approval.timeout.as_minutes(),
            ..action(APPROVE, ActionTypeId::aws("Approval", "Manual"), asked)
        },
        Action { run_order: Some(3), ..action("Execute", provider, stack("CHANGE_SET_EXECUTE")) },
    ]
}

/// Where triggers start executions for other branches too, only the pipeline's own one is the pipeline's own template.
pub(crate) fn entry(source: &Origin) -> Option<Conditions> {
    let Place::Connection { filtered: true, branch, .. } = &source.place else { return None };
    let configuration = IndexMap::from([
        ("Variable", Configuration::from("#{Source.BranchName}")),
        ("Value", Configuration::from(branch.clone())),
        ("Operator", Configuration::from("EQ")),
    ]);
    let rule_type_id = ActionTypeId::aws("Rule", "VariableCheck");
    let rule = Rule { name: "OwnBranch".to_owned(), rule_type_id, configuration };
    Some(Conditions { conditions: vec![Condition { result: "SKIP", rules: vec![rule] }] })
}

fn change_set(cx: &Context<'_>) -> String {
    format!("{}-{STAGE}", cx.name()).replace('_', "-")
}

fn request(cx: &Context<'_>, updated: &Updated<'_>) -> Text {
    let own = updated.spec.approval.message.as_ref().map(|message| format!("{}\n", message.as_str()));
    text![
        own.unwrap_or_default(),
        "Commit #{Source.CommitId} would change the pipeline itself. Its change set is ",
        change_set(cx),
        " of the stack ",
        Pseudo::StackName,
        "."
    ]
}

/// Every parameter as it is now: the action would set one that it is not given back to the template's default.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html>
fn parameters(cx: &Context<'_>) -> Option<Text> {
    let mut parts = Vec::new();
    for (name, _) in cx.stack.parameters() {
        let before = if parts.is_empty() { "{" } else { "," };
        parts.extend(format!("{before}\"{}\":\"", name.as_str()).into_parts());
        parts.extend(cx.given(name).into_parts());
        parts.extend("\"".into_parts());
    }
    (!parts.is_empty()).then(|| Text::concat(parts.into_iter().chain("}".into_parts())))
}

/// What the pipeline's role needs for it.
pub(crate) fn statements(updated: Option<&Updated<'_>>) -> Vec<Statement> {
    let Some(updated) = updated else { return Vec::new() };
    vec![
        change("ChangeThisStack").on([own_stack()]),
        hand_over("HandTheRoleOfUpdatesToCloudFormation").on([updated.role.clone()]),
    ]
}

//! A deployment of Lambda functions: what CodeDeploy calls under the deployment group's role.

use super::names::{arn, bucket, function};
use super::{Calls, Table, When, messages};
use crate::world::{Resource, Value, World};

/// One shift of traffic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shift {
    /// The aliases that are moved.
    pub aliases: Vec<Alias>,
    /// Where the AppSpec is.
    pub revision: Revision,
    /// The functions that the AppSpec names as hooks.
    pub hooks: Vec<Hook>,
}

/// A function that judges a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hook {
    /// Its name or ARN.
    pub function: String,
    /// Whether it is asked before traffic shifts, or after.
    pub is_before: bool,
}

impl Hook {
    /// Those that a mapping names under CodeDeploy's names of the moments, each with that ending.
    fn all(said: &Value<'_>, ending: &str) -> Vec<Self> {
        let hook = |(moment, is_before): (&str, bool)| {
            let function = said.get(&format!("{moment}{ending}")).text()?.to_owned();
            Some(Self { function, is_before })
        };
        MOMENTS.into_iter().filter_map(hook).collect()
    }
}

/// The moments in which a function can judge a shift, and whether they are before it.
/// <https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html>
pub(crate) const MOMENTS: [(&str, bool); 2] = [("BeforeAllowTraffic", true), ("AfterAllowTraffic", false)];

/// An alias of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alias {
    /// The function's name or ARN.
    pub function: String,
    /// The alias's name.
    pub name: String,
}

/// Where an AppSpec is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Revision {
    /// In an object.
    Object {
        /// The bucket's name or ARN.
        bucket: String,
        /// The key.
        key: String,
    },
    /// In the request itself, as CloudFormation sends it.
    Inline,
}

#[derive(Debug, Clone, Copy)]
enum On {
    Function,
    Alias,
    Revision,
    Everything,
}

/// AWS has no page of the calls; this is what it grants to CodeDeploy for them.
const POLICY: &str =
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambda.html";

const SHIFT: Table<On> = Table {
    page: POLICY,
    rows: &[
        ("s3:GetObject", On::Revision, When::Always),
        ("s3:GetObjectVersion", On::Revision, When::Only("when the revision names the object's version")),
        ("lambda:GetAlias", On::Function, When::Always),
        ("lambda:GetProvisionedConcurrencyConfig", On::Alias, When::Always),
        ("lambda:UpdateAlias", On::Function, When::Always),
    ],
};
/// Whether CodeDeploy asks by name is not documented: its pages grant all alarms.
const ALARMS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms-grant-permissions.html",
    rows: &[("cloudwatch:DescribeAlarms", On::Everything, When::Always)],
};
const TRIGGERS: &str = "https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-permisssions.html";

/// What CodeDeploy calls under the role of the deployment group for one shift.
pub(crate) fn shift(world: &World<'_>, group: &Resource<'_>, shift: &Shift) -> Calls {
    let mut calls = Calls::none();
    let functions: Vec<_> = shift
        .aliases
        .iter()
        .map(|alias| {
            let (function, _) = function(world, &alias.function);
            let alias = format!("{function}:{}", alias.name);
            (function, alias)
        })
        .collect();
    calls.table(&SHIFT, |on| match on {
        On::Function => functions.iter().map(|(function, _)| function.clone()).collect(),
        On::Alias => functions.iter().map(|(_, alias)| alias.clone()).collect(),
        On::Revision => match &shift.revision {
            Revision::Object { bucket: name, key } => vec![format!("{}/{key}", bucket(world, name))],
            Revision::Inline => Vec::new(),
        },
        On::Everything => Vec::new(),
    });
    for hook in &shift.hooks {
        let (hook, qualifier) = function(world, &hook.function);
        let hook = qualifier.map_or_else(|| hook.clone(), |qualifier| format!("{hook}:{qualifier}"));
        calls.push("lambda:InvokeFunction", hook, When::Always, POLICY);
    }
    let alarms = group.property("AlarmConfiguration");
    if alarms.get("Enabled").boolean() != Some(false) && !alarms.get("Alarms").items().is_empty() {
        calls.table(&ALARMS, |_| vec!["*".to_owned()]);
    }
    for trigger in group.property("TriggerConfigurations").items() {
        if let Some(topic) = trigger.get("TriggerTargetArn").text() {
            calls.extend(messages::publish_as_role(world, topic, TRIGGERS));
        }
    }
    calls
}

/// The aliases that an update of the stack itself has CodeDeploy shift: the deployment group's ARN, and the shift.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>
pub(crate) fn alias_updates(world: &World<'_>) -> Vec<(String, Shift)> {
    let mut found = Vec::new();
    for alias in world.of_type("AWS::Lambda::Alias") {
        let policy =
            alias.node.get("UpdatePolicy").and_then(|policy| policy.get("CodeDeployLambdaAliasUpdate"));
        let Some(policy) = policy.map(|policy| world.resolve(policy)) else { continue };
        let (Some(application), Some(group), Some(function), Some(name)) = (
            policy.get("ApplicationName").text(),
            policy.get("DeploymentGroupName").text(),
            alias.property("FunctionName").text(),
            alias.property("Name").text(),
        ) else {
            continue;
        };
        let hooks = Hook::all(&policy, "Hook");
        let group = arn(
            world,
            "AWS::CodeDeploy::DeploymentGroup",
            group,
            "codedeploy",
            &format!("deploymentgroup:{application}/"),
        );
        let alias = Alias { function: function.to_owned(), name: name.to_owned() };
        found.push((group, Shift { aliases: vec![alias], revision: Revision::Inline, hooks }));
    }
    found
}

/// The aliases that an update of a stack elsewhere has CodeDeploy shift, as the template's deployment groups say it of themselves:
///
/// ```yaml
/// Metadata:
///   pipewright:
///     shifts:
///       - stack: shop-application
///         function: shop-cart
///         alias: live
///         BeforeAllowTraffic: shop-smoke
/// ```
pub(crate) fn stack_updates(world: &World<'_>, stack: &str) -> Vec<(String, Shift)> {
    let mut found = Vec::new();
    for group in world.of_type("AWS::CodeDeploy::DeploymentGroup") {
        let said = group.node.get("Metadata").and_then(|metadata| metadata.get("pipewright"));
        let said = said.and_then(|said| said.get("shifts")).map(|said| world.resolve(said));
        let said = said.as_ref().map_or(&[][..], Value::items).iter();
        for shift in said.filter(|shift| shift.get("stack").text() == Some(stack)) {
            let (Some(arn), Some(function), Some(name)) =
                (group.arn(), shift.get("function").text(), shift.get("alias").text())
            else {
                continue;
            };
            let alias = Alias { function: function.to_owned(), name: name.to_owned() };
            let hooks = Hook::all(shift, "");
            found.push((arn, Shift { aliases: vec![alias], revision: Revision::Inline, hooks }));
        }
    }
    found
}

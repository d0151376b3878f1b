//! Actions that have CodeDeploy deploy to servers or to ECS.

use super::deploys::task_roles;
use super::names::{in_region, token};
use super::{Calls, Table, When};
use crate::world::{Value, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Application,
    Group,
    Config,
    Everything,
}

const LISTED: When = When::Listed("AWS's page grants it, and its older ones did not");

const CODEDEPLOY: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html",
    rows: &[
        ("codedeploy:CreateDeployment", On::Group, When::Always),
        ("codedeploy:GetDeployment", On::Group, When::Always),
        ("codedeploy:GetDeploymentConfig", On::Config, When::Always),
        ("codedeploy:RegisterApplicationRevision", On::Application, When::Always),
        ("codedeploy:GetApplicationRevision", On::Application, LISTED),
        ("codedeploy:GetApplication", On::Application, LISTED),
        ("codedeploy:GetDeploymentGroup", On::Group, LISTED),
        ("codedeploy:ListDeployments", On::Group, LISTED),
        ("codedeploy:ListDeploymentGroups", On::Application, LISTED),
        ("codedeploy:ListDeploymentConfigs", On::Everything, LISTED),
    ],
};
const CODEDEPLOY_TO_ECS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html",
    rows: &[
        ("codedeploy:CreateDeployment", On::Group, When::Always),
        ("codedeploy:GetDeployment", On::Group, When::Always),
        ("codedeploy:GetDeploymentConfig", On::Config, When::Always),
        ("codedeploy:GetApplication", On::Application, When::Always),
        ("codedeploy:GetApplicationRevision", On::Application, When::Always),
        ("codedeploy:RegisterApplicationRevision", On::Application, When::Always),
        ("ecs:RegisterTaskDefinition", On::Everything, When::Always),
    ],
};

/// CodeDeploy's ARNs of what an action names.
struct Group {
    application: String,
    arn: String,
    config: String,
}

impl Group {
    fn of(world: &World<'_>, action: &Value<'_>) -> Option<Self> {
        let configuration = action.get("Configuration");
        let application = configuration.get("ApplicationName").text()?;
        let name = configuration.get("DeploymentGroupName").text()?;
        let region = action.get("Region").text();
        let arn = |rest: String| in_region(world, world.arn("codedeploy", &rest), region);
        let own = world.by_name("AWS::CodeDeploy::DeploymentGroup", name);
        let config = own.and_then(|own| own.property("DeploymentConfigName").text()).map(ToOwned::to_owned);
        let config = config.unwrap_or_else(|| token("configuration"));
        Some(Self {
            application: arn(format!("application:{application}")),
            arn: arn(format!("deploymentgroup:{application}/{name}")),
            config: arn(format!("deploymentconfig:{config}")),
        })
    }

    fn fill(&self, table: &Table<On>) -> Calls {
        let mut calls = Calls::none();
        calls.table(table, |on| match on {
            On::Application => vec![self.application.clone()],
            On::Group => vec![self.arn.clone()],
            On::Config => vec![self.config.clone()],
            On::Everything => vec!["*".to_owned()],
        });
        calls
    }
}

pub(super) fn servers(world: &World<'_>, action: &Value<'_>) -> Calls {
    Group::of(world, action).map_or_else(
        || Calls::unknown("the action names no application or no deployment group"),
        |group| group.fill(&CODEDEPLOY),
    )
}

pub(super) fn ecs(world: &World<'_>, action: &Value<'_>) -> Calls {
    let Some(group) = Group::of(world, action) else {
        return Calls::unknown("the action names no application or no deployment group");
    };
    let mut calls = group.fill(&CODEDEPLOY_TO_ECS);
    calls.extend(task_roles());
    calls
}

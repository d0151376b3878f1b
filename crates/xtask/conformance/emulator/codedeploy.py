"""CodeDeploy over moto's CodeDeploy, with the deployment configurations and deletions that moto lacks."""

from __future__ import annotations

from typing import Any

from moto.codedeploy.models import CodeDeployBackend, codedeploy_backends
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult

from emulator.resource import Resource, resource

# Name of each custom deployment configuration, and what it was created with.
DEPLOYMENT_CONFIGS: dict[str, dict[str, Any]] = {}


class _CodeDeployResource(Resource):
    @property
    def backend(self) -> CodeDeployBackend:
        """moto's CodeDeploy in this account and region."""
        return codedeploy_backends[self.account_id][self.region]


@resource("AWS::CodeDeploy::Application")
class Application(_CodeDeployResource):
    """An application."""

    def create(self) -> None:
        """Creates it."""
        self.backend.create_application(self.name, self.properties["ComputePlatform"], self.properties.get("Tags", []))

    def remove(self) -> None:
        """Deletes it."""
        del self.backend.applications[self.name]

    def change(self, properties: dict[str, Any]) -> None:
        """Only the tags of an application can change in place, and nobody here reads them."""
        self.properties = properties


@resource("AWS::CodeDeploy::DeploymentConfig")
class DeploymentConfig(_CodeDeployResource):
    """A deployment configuration of the stack's own."""

    def create(self) -> None:
        """Remembers it."""
        DEPLOYMENT_CONFIGS[self.name] = self.calls()[0].parameters

    def remove(self) -> None:
        """Forgets it."""
        del DEPLOYMENT_CONFIGS[self.name]


@resource("AWS::CodeDeploy::DeploymentGroup")
class DeploymentGroup(_CodeDeployResource):
    """A deployment group."""

    def create(self) -> None:
        """Creates it, if its deployment configuration exists."""
        given = self.calls()[0].parameters
        config = given.get("deploymentConfigName", "")
        if not config.startswith("CodeDeployDefault.") and config not in DEPLOYMENT_CONFIGS:
            raise JsonRESTError("DeploymentConfigDoesNotExistException", f"no deployment configuration {config}")
        self.backend.create_deployment_group(
            application_name=given["applicationName"],
            deployment_group_name=self.name,
            deployment_config_name=config,
            ec2_tag_filters=None,
            on_premises_instance_tag_filters=None,
            auto_scaling_groups=None,
            service_role_arn=given["serviceRoleArn"],
            alarm_configuration=given.get("alarmConfiguration"),
            auto_rollback_configuration=given.get("autoRollbackConfiguration"),
            deployment_style=given.get("deploymentStyle"),
        )

    def remove(self) -> None:
        """Deletes it."""
        self.backend.deployment_groups.get(self.properties["ApplicationName"], {}).pop(self.name, None)


def _get_deployment_config(self: CodeDeployResponse) -> ActionResult:
    name = self._get_param("deploymentConfigName")
    if name not in DEPLOYMENT_CONFIGS:
        raise JsonRESTError("DeploymentConfigDoesNotExistException", f"no deployment configuration {name}")
    return ActionResult({"deploymentConfigInfo": DEPLOYMENT_CONFIGS[name]})


CodeDeployResponse.get_deployment_config = _get_deployment_config

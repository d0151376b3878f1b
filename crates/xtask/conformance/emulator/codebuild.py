"""CodeBuild projects over moto's CodeBuild, and report groups, which moto does not know."""

from __future__ import annotations

from moto.codebuild.models import codebuild_backends
from moto.codebuild.responses import CodeBuildResponse
from moto.core.responses import ActionResult

from emulator.resource import Resource, resource

# ARN of each report group, and what it was created with.
REPORT_GROUPS: dict[str, dict[str, object]] = {}


@resource("AWS::CodeBuild::Project")
class Project(Resource):
    """A project; builds of it are not run."""

    def create(self) -> None:
        """Creates or overwrites it."""
        given = self.calls()[0].parameters
        codebuild_backends[self.account_id][self.region].create_project(
            project_name=self.name,
            description=given.get("description"),
            project_source=given["source"],
            artifacts=given["artifacts"],
            environment=given["environment"],
            service_role=given["serviceRole"],
            tags=given.get("tags"),
            cache=given.get("cache"),
            timeout=given.get("timeoutInMinutes"),
            queued_timeout=given.get("queuedTimeoutInMinutes"),
            source_version=given.get("sourceVersion"),
            logs_config=given.get("logsConfig"),
            vpc_config=given.get("vpcConfig"),
        )

    def remove(self) -> None:
        """Deletes it."""
        codebuild_backends[self.account_id][self.region].delete_project(self.name)


@resource("AWS::CodeBuild::ReportGroup")
class ReportGroup(Resource):
    """A report group without reports."""

    def create(self) -> None:
        """Remembers it."""
        given = self.calls()[0].parameters
        REPORT_GROUPS[self.physical_resource_id] = given | {"arn": self.physical_resource_id}

    def remove(self) -> None:
        """Forgets it."""
        del REPORT_GROUPS[self.physical_resource_id]


def _batch_get_report_groups(self: CodeBuildResponse) -> ActionResult:
    wanted = self._get_param("reportGroupArns")
    found = [REPORT_GROUPS[arn] for arn in wanted if arn in REPORT_GROUPS]
    return ActionResult({"reportGroups": found, "reportGroupsNotFound": [arn for arn in wanted if arn not in found]})


CodeBuildResponse.batch_get_report_groups = _batch_get_report_groups

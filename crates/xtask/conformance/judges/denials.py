"""Each permission of the release's and the deployer's role is taken away once, and must then be missed.

A clean run of every scenario comes first: it shows that nothing is denied with all permissions, and which
request each permission serves. Then one action of one statement at a time is removed from the deployed
role, the scenario that needs it is run again, and AccessDenied must show. What no scenario can exercise here
stands in allowed/unenforced.yaml with its reason; a permission that is neither is a finding.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import yaml

from judges.aws_host import AwsHost
from judges.bench import Bench, Control, Judge, Opinion, Stack
from judges.emulated import DeploymentError, Emulator, deploy
from judges.pipeline_run import PipelineRun, UnplayableError
from judges.scenarios import Scenario, Stage, decisions
from template.policies import as_list, statements

_UNENFORCED = Path(__file__).with_name("allowed") / "unenforced.yaml"
_DENIED = re.compile(r"AccessDenied|not authorized")


@dataclass(frozen=True)
class Permission:
    """One action of one Allow statement of one inline policy."""

    policy: str
    statement: int
    action: str

    def __str__(self) -> str:
        """For a finding."""
        return f"{self.action} of {self.policy}[{self.statement}]"


@dataclass
class Trial(Scenario):
    """A scenario, and the permissions that alone allow one of its requests."""

    needed: set[Permission] = field(default_factory=set)
    used: set[Permission] = field(default_factory=set)


class Denials(Judge):
    """Nothing is granted that is not needed, and what is needed is really checked."""

    name: ClassVar[str] = "denials"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.used: set[int] = set()
        self.unenforced: list[dict[str, str]] = yaml.safe_load(_UNENFORCED.read_text(encoding="utf-8"))

    def leftovers(self) -> list[str]:
        """The entries of the list that explained nothing."""
        return [f"needed no more: {entry}" for index, entry in enumerate(self.unenforced) if index not in self.used]

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """Those whose pipeline can be played in one account."""
        return [stack for stack in stacks if stack.is_played]

    def examine_one(self, stack: Stack) -> Opinion:
        """Deploys the stack and takes its two roles apart."""
        opinion = Opinion()
        with Emulator() as emulator, AwsHost() as host:
            try:
                deployed = deploy(emulator, stack.path, stack.template)
                run = PipelineRun(deployed, stack, self.bench.scratch / self.name / stack.name, host.folder)
                run.create_existing_functions()
                stage = Stage(run)
                tallies = [self._take_apart("release", run.release_role, _trials(stage.of_release()), run, opinion)]
                if not opinion.findings and run.deployer:
                    tallies.append(
                        self._take_apart("deployer", run.deployer_role, _trials(stage.of_deployer()), run, opinion)
                    )
            except (DeploymentError, UnplayableError) as error:
                opinion.findings.append(str(error))
                return opinion
        denied, total = (sum(column) for column in zip(*tallies, strict=True))
        opinion.note = f"{denied} of {total} permissions enforced and denied, {total - denied} explained"
        return opinion

    def _take_apart(
        self, kind: str, role: str, scenarios: list[Trial], run: PipelineRun, opinion: Opinion
    ) -> tuple[int, int]:
        iam = run.deployed.emulator.client("iam")
        for scenario in scenarios:
            opinion.findings += _control_run(scenario, role, run)
        if opinion.findings:
            return 0, 0
        names = iam.list_role_policies(RoleName=role)["PolicyNames"]
        documents = {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}
        permissions = list(_permissions(documents))
        serves = {
            permission: next((scenario for scenario in scenarios if permission in scenario.needed), None)
            for permission in permissions
        }
        for permission, scenario in serves.items():
            if scenario is None:
                self._explain(kind, permission, scenarios, opinion)
        if opinion.findings:
            return 0, 0
        denied = 0
        for permission, scenario in serves.items():
            if scenario is None:
                continue
            document = documents[permission.policy]
            put = {"RoleName": role, "PolicyName": permission.policy}
            iam.put_role_policy(**put, PolicyDocument=json.dumps(without(document, permission)))
            findings = _denied_run(scenario, role, permission, run)
            iam.put_role_policy(**put, PolicyDocument=json.dumps(document))
            opinion.findings += findings
            denied += not findings
        return denied, len(permissions)

    def _explain(self, kind: str, permission: Permission, scenarios: list[Trial], opinion: Opinion) -> None:
        if any(permission in scenario.used for scenario in scenarios):
            opinion.findings.append(f"{kind}: {permission} is redundant: another statement grants it too")
            return
        for index, entry in enumerate(self.unenforced):
            if entry["role"] == kind and re.fullmatch(entry["action"], permission.action):
                self.used.add(index)
                opinion.remarks.append(f"not enforced here: {kind}: {permission.action}: {entry['reason']}")
                return
        words = f"{kind}: {permission} is used by nothing that was played, and nobody explains why it is there"
        opinion.findings.append(words)

    def controls(self, stack: Stack) -> list[Control]:
        """A permission that nobody needs, one that is granted twice, one that is missing from the start."""
        resolver = stack.resolver
        project = next(
            properties
            for properties in resolver.of_type("AWS::CodeBuild::Project").values()
            if "_VERSION" in json.dumps(properties["Source"])
        )
        role = project["ServiceRole"].rsplit("/", 1)[1]
        logical_id = next(
            name for name in resolver.of_type("AWS::IAM::Role") if resolver.get_att(name, "Arn").endswith(f"/{role}")
        )
        controls = []
        for name, change, complaint in [
            ("needless", _add_needless, "lambda:DeleteAlias.*used by nothing"),
            ("twice", _add_twice, "redundant"),
            ("missing", _drop_publish, "control run.*PublishVersion"),
        ]:
            template, directory = self.mutant(stack, name)
            change(template["Resources"][logical_id]["Properties"]["Policies"][0]["PolicyDocument"])
            controls.append(Control(stack.broken(name, template, directory), complaint))
        return controls


def _trials(scenarios: list[Scenario]) -> list[Trial]:
    return [Trial(scenario.name, scenario.play) for scenario in scenarios]


def _add_needless(document: dict[str, Any]) -> None:
    statement = {"Effect": "Allow", "Action": "lambda:DeleteAlias", "Resource": "*", "Sid": "Needless"}
    document["Statement"].append(statement)


def _add_twice(document: dict[str, Any]) -> None:
    statement = {"Effect": "Allow", "Action": "lambda:GetAlias", "Resource": "*", "Sid": "Twice"}
    document["Statement"].append(statement)


def _drop_publish(document: dict[str, Any]) -> None:
    for statement in document["Statement"]:
        kept = [action for action in as_list(statement["Action"]) if action != "lambda:PublishVersion"]
        statement["Action"] = kept or ["lambda:TagResource"]


def _permissions(documents: dict[str, Any]) -> Iterator[Permission]:
    for name, document in documents.items():
        for index, statement in enumerate(statements(document)):
            if statement["Effect"] == "Allow":
                for action in as_list(statement["Action"]):
                    yield Permission(name, index, action)


def without(document: dict[str, Any], permission: Permission) -> dict[str, Any]:
    """The document without one permission; the other statements keep their places."""
    changed = copy.deepcopy(document)
    statement = statements(changed)[permission.statement]
    kept = [action for action in as_list(statement["Action"]) if action != permission.action]
    # A statement needs an action; nothing is called like this one.
    statement["Action"] = kept or ["none:Nothing"]
    return changed


def _control_run(scenario: Trial, role: str, run: PipelineRun) -> list[str]:
    decisions(role, run)
    said = scenario.play()
    made = decisions(role, run)
    refused = [f"{decision['action']} on {decision['resource']}" for decision in made if not decision["allowed"]]
    if refused or _DENIED.search(said):
        return [f"{scenario.name}: the control run is denied {', '.join(refused)}: {said[-800:]}"]
    for decision in made:
        permissions = [Permission(policy, index, decision["action"]) for policy, index in decision["by"]]
        scenario.used.update(permissions)
        if len(permissions) == 1:
            scenario.needed.update(permissions)
    return []


def _denied_run(scenario: Trial, role: str, permission: Permission, run: PipelineRun) -> list[str]:
    decisions(role, run)
    said = scenario.play()
    refused = {decision["action"] for decision in decisions(role, run) if not decision["allowed"]}
    if permission.action not in refused:
        return [f"{scenario.name}: without {permission} nothing was denied: {said[-800:]}"]
    if not _DENIED.search(said):
        return [f"{scenario.name}: without {permission} nobody says so: {said[-800:]}"]
    return []

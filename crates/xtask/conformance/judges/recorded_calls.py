"""The calls that the release and the deployer really make are exactly those that `pipewright rehearse` says.

Every scenario is played for every function and every deploy action, and the emulator writes down what it was asked for.
A call that the rehearsal does not know is a finding; so is one that it knows and that nothing made, unless
allowed/unenforced.yaml or allowed/unrecorded.yaml says why nothing can make it here.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml

from judges.aws_host import AwsHost
from judges.bench import Bench, Control, Judge, Opinion, Stack
from judges.emulated import DeploymentError, Emulator, deploy
from judges.pipeline_run import PipelineRun, UnplayableError
from judges.scenarios import Stage, decisions
from template.attributes import ACCOUNT, REGION
from template.resolver import STACK_NAME, dummies

_ALLOWED = Path(__file__).with_name("allowed")
_LISTS = ("unenforced.yaml", "unrecorded.yaml")


@dataclass(frozen=True)
class Call:
    """An action on a resource."""

    action: str
    resource: str

    def __str__(self) -> str:
        """For a finding."""
        return f"{self.action} on {self.resource}"


@dataclass(frozen=True)
class Modelled:
    """A call of the rehearsal."""

    call: Call
    pattern: re.Pattern[str]
    """The resources that it stands for."""
    certain: bool = True
    """Whether somebody makes it; of the others AWS says no more than that they may be granted."""

    def is_for(self, made: Call) -> bool:
        """Whether that is the call."""
        return self.call.action == made.action and bool(self.pattern.fullmatch(made.resource))


class RecordedCalls(Judge):
    """What is made is modelled, and what is modelled is made."""

    name: ClassVar[str] = "recorded-calls"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.used: set[tuple[str, int]] = set()
        self.allowed: dict[str, list[dict[str, str]]] = {
            name: yaml.safe_load((_ALLOWED / name).read_text(encoding="utf-8")) for name in _LISTS
        }

    def leftovers(self) -> list[str]:
        """The entries of this judge's own list that explained nothing."""
        own = self.allowed["unrecorded.yaml"]
        return [
            f"needed no more: {entry}" for index, entry in enumerate(own) if ("unrecorded.yaml", index) not in self.used
        ]

    def subjects(self, stacks: list[Stack]) -> list[Stack]:
        """Those whose pipeline can be played in one account."""
        return [stack for stack in stacks if stack.is_played]

    def examine_one(self, stack: Stack) -> Opinion:
        """Plays the release and the deployer of the stack, and compares."""
        opinion = Opinion()
        with Emulator() as emulator, AwsHost() as host:
            try:
                rehearsal = self._rehearse(stack)
                deployed = deploy(emulator, stack.path, stack.template)
                folder = self.bench.scratch / self.name / stack.name
                runs = [PipelineRun(deployed, stack, folder, host.folder)]
                runs = [
                    PipelineRun(deployed, stack, folder / namespace, host.folder, namespace)
                    for namespace in runs[0].namespaces()
                ]
                made = _played(runs)
            except (DeploymentError, UnplayableError) as error:
                opinion.findings.append(str(error))
                return opinion
        names = {physical_id: logical_id for logical_id, physical_id in deployed.physical_ids.items()}
        counts = []
        for (kind, role), calls in made.items():
            modelled = list(modelled_calls(rehearsal, names[role], deployed.physical_ids))
            self._compare(kind, calls, modelled, opinion)
            counts.append(f"{len(calls)} of the {kind}")
        opinion.note = f"modelled and made: {', '.join(counts)}"
        return opinion

    def _compare(self, kind: str, made: set[Call], modelled: list[Modelled], opinion: Opinion) -> None:
        unknown, idle = compare(made, modelled)
        opinion.findings += [f"{kind}: made, and not in the model: {call}" for call in unknown]
        for call in idle:
            reason = self._reason(kind, call)
            if reason is None:
                opinion.findings.append(f"{kind}: in the model, and never made: {call}")
            else:
                opinion.remarks.append(f"not recorded here: {kind}: {call.action}: {reason}")

    def _reason(self, kind: str, call: Call) -> str | None:
        for name, entries in self.allowed.items():
            for index, entry in enumerate(entries):
                about = re.fullmatch(entry["action"], call.action) and re.search(
                    entry.get("resource", ""), call.resource
                )
                if entry["role"] == kind and about:
                    self.used.add((name, index))
                    return entry["reason"]
        return None

    def _rehearse(self, stack: Stack) -> dict[str, Any]:
        command = [str(self.bench.pipewright), "rehearse", str(stack.path), "--format", "json"]
        command += ["--account", ACCOUNT, "--region", REGION, "--stack-name", STACK_NAME]
        for name, value in dummies(stack.template).items():
            command += ["--parameter", f"{name}={value}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        try:
            return json.loads(done.stdout)
        except json.JSONDecodeError:
            raise UnplayableError(f"rehearse prints no JSON: {(done.stderr or done.stdout).strip()[-800:]}") from None

    def controls(self, stack: Stack) -> list[Control]:
        """A release that is no longer known, and a declared call that nothing makes."""
        changed, directory = self.mutant(stack, "unknown-release")
        for resource in changed["Resources"].values():
            source = resource.get("Properties", {}).get("Source", {})
            if "CodeDeploy/" in json.dumps(source):
                text = json.dumps(source["BuildSpec"]).replace("must target ", "true; must target ")
                source["BuildSpec"] = json.loads(text)
        declared, _ = self.mutant(stack, "idle-call")
        for resource in declared["Resources"].values():
            if "put_job_success_result" in json.dumps(resource.get("Properties", {}).get("Code", {})):
                call = {"action": "sns:Publish", "resource": "*"}
                resource.setdefault("Metadata", {})["pipewright"] = {"calls": [call]}
        return [
            Control(
                stack.broken("unknown-release", changed, directory), "release: made, and not in the model: lambda:"
            ),
            Control(
                stack.broken("idle-call", declared, directory), "deployer: in the model, and never made: sns:Publish"
            ),
        ]


def _played(runs: list[PipelineRun]) -> dict[tuple[str, str], set[Call]]:
    """All that each role is asked for in all scenarios: the roles of the releases, and the deployer's."""
    made: dict[tuple[str, str], set[Call]] = {}
    for run in runs:
        run.create_existing_functions()
        stage = Stage(run)
        for scenario in stage.of_release(large=len(run.functions)):
            scenario.play()
        made["release", run.release_role] = _calls(run.release_role, run)
        for action in range(len(run.deploy_actions())):
            for scenario in Stage(run, action, stage.exported).of_deployer():
                scenario.play()
        if run.deployer:
            made.setdefault(("deployer", run.deployer_role), set()).update(_calls(run.deployer_role, run))
    # The deployer's last, whichever run had it first.
    return dict(sorted(made.items(), key=lambda entry: entry[0][0] == "deployer"))


def _calls(role: str, run: PipelineRun) -> set[Call]:
    return {Call(decision["action"], decision["resource"]) for decision in decisions(role, run)}


def modelled_calls(rehearsal: dict[str, Any], role: str, physical_ids: dict[str, str]) -> Iterator[Modelled]:
    """What the rehearsal says that a role calls, given by its logical ID."""
    for pipeline in rehearsal["pipelines"]:
        for act in (act for step in pipeline["steps"] for act in step["acts"]):
            if act["principal"]["name"] == role:
                for call in act["calls"]:
                    certain = call["certainty"] in ("always", "sometimes")
                    known = Call(call["action"], call["resource"])
                    yield Modelled(known, pattern(known.resource, physical_ids), certain)


def compare(made: set[Call], modelled: list[Modelled]) -> tuple[list[Call], list[Call]]:
    """The calls that were made and that no model has, and those of the model that nothing made."""
    unknown = [call for call in made if not any(model.is_for(call) for model in modelled)]
    idle = {model.call for model in modelled if model.certain and not any(model.is_for(call) for call in made)}
    return sorted(unknown, key=str), sorted(idle, key=str)


def pattern(resource: str, physical_ids: dict[str, str]) -> re.Pattern[str]:
    """The resources that a text stands for: `${LogicalId}` is a name that CloudFormation made, `<…>` is any."""
    written = ""
    for part in re.split(r"(\$\{[^}]*\}|<[^>]*>)", resource):
        if part.startswith("${") and part[2:-1] in physical_ids:
            written += re.escape(physical_ids[part[2:-1]])
        elif part.startswith(("${", "<")):
            written += "[^/:]+"
        else:
            written += re.escape(part)
    return re.compile(written)

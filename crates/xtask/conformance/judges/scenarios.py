"""What is played of a deployed pipeline: releases, and the deployer's ways through an invocation.

Each scenario can be played any number of times; what the emulator decided meanwhile is asked for afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from judges.pipeline_run import PipelineRun


@dataclass
class Scenario:
    """Something that a role does."""

    name: str
    play: Callable[[], str]
    """Plays it once and returns all that was said."""


def decisions(role: str, run: PipelineRun) -> list[dict[str, Any]]:
    """What was decided about a role's requests since anybody asked last."""
    return [decision for decision in run.deployed.emulator.ask("decisions") if decision["role"] == role]


class Stage:
    """What is played: two releases, and the deployer's ways through an invocation."""

    def __init__(self, run: PipelineRun, action: int = 0, exported: dict[str, str] | None = None) -> None:
        self.run = run
        actions = run.deploy_actions()
        self.action = actions[action] if actions else {}
        self.exported: dict[str, str] = exported or {}

    def of_release(self, large: int = 1) -> list[Scenario]:
        """New code directly, and new code of which so many zips are too large for that."""
        return [
            Scenario("release", self._release),
            Scenario("release of a large zip", lambda: self._release(large)),
        ]

    def of_deployer(self) -> list[Scenario]:
        """Started, continued, refused, and with an alias that has moved since the release."""
        return [
            Scenario("deployment", self._start),
            Scenario("continued deployment", self._continue),
            Scenario("malformed parameters", lambda: self.run.invoke("{}").text),
            Scenario("moved alias", self._moved),
        ]

    def _release(self, large: int = 0) -> str:
        _, result = self.run.release(large)
        self.exported = result.variables if result.succeeded else self.exported
        return result.output

    def _parameters(self) -> str:
        return self.run.parameters(self.action, self.exported)

    def _start(self) -> str:
        said = self.run.invoke(self._parameters()).text
        self._stop_all()
        return said

    def _continue(self) -> str:
        first = self.run.invoke(self._parameters())
        token = next((result["continuationToken"] for result in first.results if "continuationToken" in result), None)
        said = first.text if token is None else self.run.invoke(self._parameters(), token).text
        self._stop_all()
        return said

    def _moved(self) -> str:
        client = self.run.deployed.emulator.client("lambda")
        wanted = json.loads(self._parameters())
        names = {"FunctionName": wanted["function"], "Name": wanted["alias"]}
        before = client.get_alias(**names)["FunctionVersion"]
        versions = client.list_versions_by_function(FunctionName=wanted["function"])["Versions"]
        other = next(
            item["Version"] for item in versions if item["Version"] not in ("$LATEST", before, wanted["version"])
        )
        client.update_alias(**names, FunctionVersion=other)
        said = self._start()
        client.update_alias(**names, FunctionVersion=before)
        return said

    def _stop_all(self) -> None:
        client = self.run.deployed.emulator.client("codedeploy")
        for deployment in client.list_deployments(includeOnlyStatuses=["Created"])["deployments"]:
            self.run.deployed.emulator.ask(f"deployments/{deployment}", "Stopped")

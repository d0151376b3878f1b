"""parliament on the resolved policies: actions exist, ARNs fit their actions, no needless wildcard.

What it reports and we mean that way stands in allowed/parliament.yaml with its reason; an exception that
nothing needs any more is a finding itself.
"""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any, ClassVar

import yaml

from judges.bench import Bench, Control, Judge, Opinion, Stack
from template.policies import PolicyDocument, as_list, policies, statements

with warnings.catch_warnings():
    # It imports pkg_resources, which warns about itself.
    warnings.simplefilter("ignore")
    import parliament

_ALLOWED = Path(__file__).with_name("allowed") / "parliament.yaml"


class Parliament(Judge):
    """Zero findings beyond the explained ones."""

    name: ClassVar[str] = "parliament"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.used: set[int] = set()
        self.allowed: list[dict[str, str]] = yaml.safe_load(_ALLOWED.read_text(encoding="utf-8")) or []

    def leftovers(self) -> list[str]:
        """The entries of the list that explained nothing."""
        return [f"needed no more: {entry}" for index, entry in enumerate(self.allowed) if index not in self.used]

    def examine_one(self, stack: Stack) -> Opinion:
        """Examines every policy of the template."""
        findings: list[str] = []
        documents = policies(stack.resolver)
        explained = 0
        for policy in documents:
            for issue, detail in _complaints(policy):
                exceptions = self._exceptions(policy, issue, detail)
                self.used.update(exceptions)
                if exceptions:
                    explained += 1
                else:
                    findings.append(f"{policy.place}: {issue} {detail}")
        return Opinion(findings, f"{len(documents)} policies, {explained} findings explained")

    def _exceptions(self, policy: PolicyDocument, issue: str, detail: str) -> list[int]:
        return [
            index
            for index, entry in enumerate(self.allowed)
            if entry["issue"] == issue
            and re.fullmatch(entry["place"], policy.place)
            and re.search(entry["detail"], detail)
        ]

    def controls(self, stack: Stack) -> list[Control]:
        """An action that does not exist, an ARN of the wrong kind, a wildcard that needs no reason."""
        controls = []
        for name, statement, complaint in [
            ("unknown-action", {"Action": "lambda:PublishVersions", "Resource": "*", "Sid": "Wide"}, "UNKNOWN_ACTION"),
            ("wrong-arn", {"Action": "sns:Publish", "Resource": "arn:aws:s3:::bucket"}, "RESOURCE_MISMATCH"),
            ("wildcard", {"Action": "s3:GetObject", "Resource": "*", "Sid": "Wide"}, "RESOURCE_STAR"),
            ("no-reason", {"Action": "codepipeline:PutJobSuccessResult", "Resource": "*"}, "no Sid"),
        ]:
            template, directory = self.mutant(stack, name)
            role = template["Resources"][stack.first("AWS::IAM::Role")]["Properties"]
            document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]}
            role["Policies"] = [{"PolicyName": "Broken", "PolicyDocument": document}]
            controls.append(Control(stack.broken(name, template, directory), complaint))
        return controls


def _complaints(policy: PolicyDocument) -> list[tuple[str, str]]:
    document = policy.document if policy.identity_based else _with_repository(policy.document)
    analysis = parliament.analyze_policy_string(json.dumps(document), config=parliament.config)
    found = []
    for finding in analysis.findings:
        # Its location objects hold the parsed JSON; only the text around them is for people.
        found.append((finding.issue, _detail(finding)))
    if policy.identity_based:
        for statement in statements(policy.document):
            if statement["Effect"] == "Allow" and "*" in as_list(statement.get("Resource")) and "Sid" not in statement:
                found.append(("UNEXPLAINED_STAR", f"Resource * and no Sid to say why: {statement.get('Action')}"))
    return found


def _with_repository(document: dict[str, Any]) -> dict[str, Any]:
    # A repository's policy speaks of that alone and names no resource, which parliament takes for a mistake.
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
    own = {"Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/own"}
    spoken = [
        own | one if all(action.startswith("ecr:") for action in as_list(one.get("Action", ""))) else one
        for one in statements(document)
    ]
    return document | {"Statement": spoken}


def _detail(finding: Any) -> str:
    parts = [str(finding.detail)] if finding.detail else []
    parts += [str(finding.location[key]) for key in ("actions", "string") if key in finding.location]
    return " ".join(parts)

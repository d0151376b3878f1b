"""AWS::CodePipeline::Pipeline over moto's CodePipeline, and job results, which moto does not know.

A job needs no beginning here: whoever plays CodePipeline makes up an ID. Its results are kept for that
player to read.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from moto.codepipeline.models import CodePipelineBackend, codepipeline_backends
from moto.codepipeline.responses import CodePipelineResponse

from emulator.resource import Resource, resource

# Every job result in the order of arrival: the operation, and its input.
JOB_RESULTS: list[dict[str, Any]] = []


@resource("AWS::CodePipeline::Pipeline")
class Pipeline(Resource):
    """A pipeline; executions of it are not run."""

    @property
    def _backend(self) -> CodePipelineBackend:
        return codepipeline_backends[self.account_id][self.region]

    def create(self) -> None:
        """Creates it, if its role trusts CodePipeline."""
        # moto adds defaults to what it is given.
        given = copy.deepcopy(self.calls()[0].parameters)
        self._backend.create_pipeline(given["pipeline"], given.get("tags", []))

    def remove(self) -> None:
        """Deletes it."""
        self._backend.delete_pipeline(self.name)


def _put_job_success_result(self: CodePipelineResponse) -> str:
    JOB_RESULTS.append({"operation": "PutJobSuccessResult"} | json.loads(self.body))
    return "{}"


def _put_job_failure_result(self: CodePipelineResponse) -> str:
    JOB_RESULTS.append({"operation": "PutJobFailureResult"} | json.loads(self.body))
    return "{}"


CodePipelineResponse.put_job_success_result = _put_job_success_result
CodePipelineResponse.put_job_failure_result = _put_job_failure_result

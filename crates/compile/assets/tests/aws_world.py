"""The part of AWS that the deployer sees, in memory: CodePipeline's jobs, one alias, one bucket, one deployment group.

Every call's parameters are held against botocore's own model. A job takes one result and refuses another, and a
continued job comes back under a new ID, as the API reference has it ("future jobs"). Nothing moves by itself: tests
set the statuses.
"""

import io
import json
import uuid
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import botocore.session
from botocore.errorfactory import ClientExceptionsFactory
from botocore.exceptions import ClientError
from botocore.utils import parse_to_aware_datetime
from botocore.validate import validate_parameters

BUCKET, APPLICATION, GROUP = "artifacts", "orders", "orders-demo"
KEY = "CodeDeploy/execution-1/demo/appspec.yaml"
SECRETS = ("AKIAEXAMPLEKEY", "c3VwZXJzZWNyZXQ", "SESSIONTOKENVALUE")
APPSPEC = """version: 0.0
Resources:
  - "Demo":
      Type: AWS::Lambda::Function
      Properties:
        Name: "demo-function"
        Alias: "live"
        CurrentVersion: "{current}"
        TargetVersion: "{target}"
"""
MODELS = botocore.session.get_session()
EXCEPTIONS = ClientExceptionsFactory()


def leaks(text):
    """What must never be logged: credentials, or the event they came in."""
    return [word for word in (*SECRETS, "artifactCredentials", "actionConfiguration") if word in text]


def error(code, operation, message="told by AWS", status=400):
    return ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}, operation
    )


class World:
    def __init__(self, deployer):
        self.deployer = deployer
        self.version, self.weights = "1", {}
        self.objects = {}
        self.versioned = True
        self.deployments = {}
        self.open_jobs = {}
        self.invoked, self.answers, self.calls, self.undelivered = [], [], [], 0
        self.faults = {}  # operation → exceptions to raise, one per call
        self.region = "eu-west-1"
        self.put(KEY, APPSPEC.format(current="1", target="2"))
        self.parameters = {"function": "demo-function", "alias": "live", "group": GROUP, "key": KEY, "version": "2"}

    # What a test does

    def event(self, token=None, parameters=None):
        job = str(uuid.uuid4())
        self.open_jobs[job] = token
        configuration = {"UserParameters": json.dumps(self.parameters) if parameters is None else parameters}
        credentials = dict(zip(("accessKeyId", "secretAccessKey", "sessionToken"), SECRETS))
        data = {"actionConfiguration": {"configuration": configuration}, "artifactCredentials": credentials}
        if token:
            data["continuationToken"] = token
        return {"CodePipeline.job": {"id": job, "accountId": "111122223333", "data": data}}

    def invoke(self, event):
        self.invoked.append(event["CodePipeline.job"]["id"])
        self.deployer.handler(event, None)
        return self.answers[-1]

    def go_on(self):
        """CodePipeline's next invocation, after an answer "in progress"."""
        assert self.answers[-1].kind == "waiting", self.answers[-1]
        return self.invoke(self.event(token=self.answers[-1].token))

    def started(self):
        """A first invocation that has started its deployment."""
        answer = self.invoke(self.event())
        assert answer.kind == "waiting"
        (name,) = self.deployments
        return name

    def deployment(self, status, description="by hand", age=0, **more):
        name = f"d-{len(self.deployments) + 1:09}"
        created = datetime.now(timezone.utc) - timedelta(hours=age)
        known = {"deploymentId": name, "status": status, "createTime": created, "description": description}
        self.deployments[name] = {**known, "creator": "user", **more}
        return name

    def put(self, key, text):
        versions = self.objects.setdefault(key, [])
        versions.append(text)
        return f"{key}-v{len(versions)}" if self.versioned else None

    def created(self):
        return [call for operation, call in self.calls if operation == "create_deployment"]

    # What the deployer calls

    def client(self, service):
        operations = {
            "codepipeline": ("put_job_success_result", "put_job_failure_result"),
            "codedeploy": ("list_deployments", "batch_get_deployments", "get_deployment", "create_deployment"),
            "lambda": ("get_alias",),
            "s3": ("get_object", "put_object"),
        }[service]
        client = SimpleNamespace(meta=SimpleNamespace(region_name=self.region))
        client.exceptions = EXCEPTIONS.create_client_exceptions(MODELS.get_service_model(service))
        for name in operations:
            setattr(client, name, self.operation(service, name))
        if service == "codedeploy":
            client.get_paginator = lambda name: SimpleNamespace(paginate=lambda **call: self.pages(client, name, call))
        return client

    def operation(self, service, name):
        model = MODELS.get_service_model(service)
        shape = model.operation_model("".join(part.title() for part in name.split("_"))).input_shape

        def call(**parameters):
            validate_parameters(parameters, shape)
            self.calls.append((name, parameters))
            if self.faults.get(name):
                raise self.faults[name].pop(0)
            return getattr(self, name)(**parameters)

        return call

    def pages(self, client, name, call):
        while True:
            page = getattr(client, name)(**call)
            yield page
            if "nextToken" not in page:
                return
            call = {**call, "nextToken": page["nextToken"]}

    def put_job_success_result(self, jobId, executionDetails, continuationToken=None, outputVariables=None):
        assert 1 <= len(executionDetails["summary"]) <= 2048
        assert continuationToken is None or (len(continuationToken) <= 2048 and outputVariables is None)
        kind = "waiting" if continuationToken else "succeeded"
        words, external = executionDetails["summary"], executionDetails.get("externalExecutionId")
        self.answer(jobId, kind, words, external, token=continuationToken, variables=outputVariables)

    def put_job_failure_result(self, jobId, failureDetails):
        assert 1 <= len(failureDetails["message"]) <= 5000
        external = failureDetails.get("externalExecutionId")
        self.answer(jobId, "failed", failureDetails["message"], external, type=failureDetails["type"])

    def answer(self, job, kind, words, external, **more):
        accepted = self.open_jobs.pop(job, "finished") != "finished"
        self.answers.append(
            SimpleNamespace(job=job, kind=kind, words=words, external=external, accepted=accepted, **more)
        )
        if not accepted:
            told = error("InvalidJobStateException", "PutJobResult")
            raise self.client("codepipeline").exceptions.InvalidJobStateException(told.response, told.operation_name)

    def get_alias(self, FunctionName, Name):
        assert (FunctionName, Name) == ("demo-function", "live")
        routing = {"RoutingConfig": {"AdditionalVersionWeights": self.weights}} if self.weights else {}
        return {"Name": Name, "FunctionVersion": self.version, **routing}

    def get_object(self, Bucket, Key):
        assert Bucket == BUCKET
        if Key not in self.objects:
            raise error("NoSuchKey", "GetObject", status=404)
        body = io.BytesIO(self.objects[Key][-1].encode())
        version = {"VersionId": f"{Key}-v{len(self.objects[Key])}"} if self.versioned else {}
        return {"Body": body, **version}

    def put_object(self, Bucket, Key, Body):
        assert Bucket == BUCKET and Key.startswith("CodeDeploy/")
        return {"VersionId": self.put(Key, Body.decode())}

    def list_deployments(
        self, applicationName, deploymentGroupName, includeOnlyStatuses=None, createTimeRange=None, nextToken="0"
    ):
        assert (applicationName, deploymentGroupName) == (APPLICATION, GROUP)
        since = createTimeRange and parse_to_aware_datetime(createTimeRange["start"])  # as botocore sends it
        newest_first = reversed(self.deployments.values())  # AWS promises no order
        found = [d for d in newest_first if not since or d["createTime"] >= since]
        names = [d["deploymentId"] for d in found if not includeOnlyStatuses or d["status"] in includeOnlyStatuses]
        first, size = int(nextToken), 30  # more than a batch takes
        more = {"nextToken": str(first + size)} if len(names) > first + size else {}
        return {"deployments": names[first : first + size], **more}

    def batch_get_deployments(self, deploymentIds):
        assert 1 <= len(deploymentIds) <= 25
        return {"deploymentsInfo": [self.deployments[name] for name in deploymentIds]}

    def get_deployment(self, deploymentId):
        return {"deploymentInfo": self.deployments[deploymentId]}

    def create_deployment(self, applicationName, deploymentGroupName, revision, description):
        assert (applicationName, deploymentGroupName) == (APPLICATION, GROUP)
        running = set(self.deployer.RUNNING)
        if any(found["status"] in running for found in self.deployments.values()):
            raise error("DeploymentLimitExceededException", "CreateDeployment")
        return {"deploymentId": self.deployment("Created", description, revision=revision)}

"""Lambda functions, versions, aliases and what belongs to them over moto's Lambda. Functions are never run."""

from __future__ import annotations

import base64
import copy
import fnmatch
import io
import json
import zipfile
from typing import Any

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.awslambda.utils import get_backend
from moto.ecr.models import ecr_backends

from emulator.resource import Resource, resource
from template.attributes import bare_function_name
from template.policies import as_list


class _LambdaResource(Resource):
    @property
    def backend(self) -> LambdaBackend:
        """moto's Lambda in this account and region."""
        return get_backend(self.account_id, self.region)

    @property
    def function(self) -> str:
        """The bare name of the function that the resource belongs to."""
        return bare_function_name(self.properties["FunctionName"])


@resource("AWS::Lambda::Function")
class Function(_LambdaResource):
    """A function."""

    def create(self) -> None:
        """Creates it, if its role exists."""
        given = copy.deepcopy(self.calls()[0].parameters)
        # They are other stacks', and this account has none: moto would look for them.
        given.pop("Layers", None)
        given["Code"] = self._code()
        self.backend.create_function(given)

    def _code(self) -> dict[str, Any]:
        code = dict(self.properties["Code"])
        if "ZipFile" in code:
            suffix = ".mjs" if str(self.properties["Runtime"]).startswith("nodejs") else ".py"
            code["ZipFile"] = _zipped(f"index{suffix}", code["ZipFile"])
        return code

    def remove(self) -> None:
        """Deletes it with all its versions and aliases."""
        self.backend.delete_function(self.name)

    def change(self, properties: dict[str, Any]) -> None:
        """Changes $LATEST; code is sent only when the template's code has changed, as CloudFormation does."""
        before, self.properties = self.properties, properties
        latest = self.backend.get_function(self.name)
        configuration = _without_code(self.calls()[0].parameters)
        configuration.pop("Layers", None)
        latest.update_configuration(configuration)
        if before["Code"] != properties["Code"]:
            latest.update_function_code(self._code())


def _without_code(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != "Code"}


def _zipped(name: str, text: str) -> str:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        # A fixed date, so that the same text has the same hash.
        archive.writestr(zipfile.ZipInfo(name), text)
    return base64.b64encode(stream.getvalue()).decode()


@resource("AWS::Lambda::Version")
class Version(_LambdaResource):
    """A published version: any change of it publishes another one."""

    def create(self) -> None:
        """Publishes $LATEST as it is."""
        self.version = str(self.backend.publish_version(self.function).version)

    def remove(self) -> None:
        """The version goes with its function."""

    def change(self, properties: dict[str, Any]) -> None:
        """Replaces it."""
        self.properties = properties
        self.create()


@resource("AWS::Lambda::Alias")
class Alias(_LambdaResource):
    """An alias, which every update of its resource moves back to the template's version."""

    def create(self) -> None:
        """Creates it, if the version exists."""
        given = self.calls()[0].parameters
        self.backend.create_alias(
            given["Name"],
            self.function,
            given["FunctionVersion"],
            given.get("Description", ""),
            given.get("RoutingConfig", ""),
        )

    def remove(self) -> None:
        """Deletes it, if its function is still there."""
        if self.function in self.backend._lambdas._functions:
            self.backend.delete_alias(self.properties["Name"], self.function)


@resource("AWS::Lambda::Permission")
class Permission(_LambdaResource):
    """Who else may invoke a function or an alias; moto's own type looks for a function of the alias's name."""

    def create(self) -> None:
        """Adds the statement, if the function and the alias exist."""
        given = self.calls()[0].parameters
        alias = _qualifier(given["FunctionName"])
        if alias:
            self.backend.get_alias(alias, self.function)
        self.backend.get_function(self.function).policy.add_statement(json.dumps(given), alias)

    def remove(self) -> None:
        """Takes the statement away, if the function is still there."""
        if self.function in self.backend._lambdas._functions:
            self.backend.remove_permission(self.function, self.name)


def _qualifier(name_or_arn: str) -> str | None:
    """The alias or version behind the function's name, if there is one."""
    parts = name_or_arn.split(":")
    behind = parts[7:] if name_or_arn.startswith("arn:") else parts[1:]
    return behind[0] if behind else None


@resource("AWS::Lambda::EventInvokeConfig")
class EventInvokeConfig(_LambdaResource):
    """How a function is invoked asynchronously."""

    def create(self) -> None:
        """Sets it."""
        given = {key: value for key, value in self.calls()[0].parameters.items() if key != "FunctionName"}
        self.backend.put_function_event_invoke_config(self.function, given)

    def remove(self) -> None:
        """Unsets it, if its function is still there."""
        if self.function in self.backend._lambdas._functions:
            self.backend.delete_function_event_invoke_config(self.function)


_moto_set_function_code = LambdaFunction._set_function_code
_moto_get_code = LambdaFunction.get_code


def _set_function_code(self: LambdaFunction, updated_spec: dict[str, Any]) -> None:
    # moto stubs images, or else knows no policy of a repository.
    _moto_set_function_code(self, updated_spec)
    uri = updated_spec.get("ImageUri", "")
    repositories = ecr_backends[self.account_id][self.region].repositories
    repository, _, digest = uri.partition("/")[2].partition("@")
    if repository in repositories:
        _pull(self, repositories[repository], digest)
        self.code_sha_256 = digest.removeprefix("sha256:")


def _pull(function: LambdaFunction, repository: Any, digest: str) -> None:
    """Refuses an image that is not there, or that the policy does not let Lambda pull for this function."""
    if digest not in [image.get_image_digest() for image in repository.images]:
        raise LambdaClientError("InvalidParameterValueException", f"Source image {digest} does not exist.")
    policy = json.loads(repository.policy or "{}")
    for action in ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"):
        if not any(_lets_pull(statement, action, function) for statement in policy.get("Statement", [])):
            message = f"Lambda does not have permission to access the ECR image: {action} for {function.function_name}"
            raise LambdaClientError("AccessDeniedException", message)


def _lets_pull(statement: dict[str, Any], action: str, function: LambdaFunction) -> bool:
    sources = as_list(statement.get("Condition", {}).get("ArnLike", {}).get("aws:SourceArn", "*"))
    own = f"arn:aws:lambda:{function.region}:{function.account_id}:function:{function.function_name}"
    return (
        statement["Effect"] == "Allow"
        and statement["Principal"] == {"Service": "lambda.amazonaws.com"}
        and action in as_list(statement["Action"])
        and any(fnmatch.fnmatchcase(own, source) for source in sources)
    )


def _get_code(self: LambdaFunction) -> dict[str, Any]:
    # moto appends a digest to whatever stands before the first colon.
    found = _moto_get_code(self)
    if "ImageUri" in self.code:
        name = self.code["ImageUri"].partition("@")[0].partition(":")[0]
        found["Code"]["ResolvedImageUri"] = f"{name}@sha256:{self.code_sha_256}"
    return found


LambdaFunction._set_function_code = _set_function_code
LambdaFunction.get_code = _get_code


_moto_update_function_code = LambdaFunction.update_function_code


def _update_function_code(self: LambdaFunction, updated_spec: dict[str, Any]) -> dict[str, Any]:
    # moto takes any update for a change; Lambda publishes no new version of code that is the same.
    hash_before, changed_before = self.code_sha_256, self.code_or_config_updated
    configuration = _moto_update_function_code(self, updated_spec)
    self.code_or_config_updated = changed_before or self.code_sha_256 != hash_before
    return configuration


LambdaFunction.update_function_code = _update_function_code

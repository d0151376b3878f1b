"""CloudFormation itself, where moto's differs from the documented one.

Intrinsic functions (moto's `Sub` eats `$$` and misreads `${!`), outputs after a change set, and the deletion
policy RetainExceptOnCreate, which keeps a resource as Retain does unless its creation failed. The emulator
never rolls back, so the second half does not come up here.
"""

from __future__ import annotations

from typing import Any

from moto.cloudformation import models, parsing, responses
from moto.cloudformation.exceptions import ValidationError

from emulator.resource import StackScope
from template.intrinsics import NO_VALUE, evaluate, evaluate_condition


class _Scope(StackScope):
    def ref(self, name: str) -> Any:
        """As in any stack, with the one pseudo parameter that stands for nothing."""
        return NO_VALUE if name == "AWS::NoValue" else super().ref(name)


def _clean_json(resource_json: Any, resources_map: Any) -> Any:
    return evaluate(resource_json, _Scope(resources_map))


def _parse_condition(condition: Any, resources_map: Any, _condition_map: Any) -> bool:
    return condition if isinstance(condition, bool) else evaluate_condition(condition, _Scope(resources_map))


def _resource_class_from_type(resource_type: str) -> Any:
    # moto passes over a type that it does not know, and then fails at whatever refers to it.
    if resource_type not in parsing.get_model_map():
        raise ValidationError(message=f"the emulator has no resource type {resource_type}")
    return parsing.get_model_map()[resource_type]


def _retained(resource: dict[str, Any]) -> dict[str, Any]:
    keeps = resource.get("DeletionPolicy") == "RetainExceptOnCreate"
    return resource | {"DeletionPolicy": "Retain"} if keeps else resource


def install() -> None:
    """Replaces moto's functions with these."""
    parsing.clean_json = _clean_json
    parsing.parse_condition = _parse_condition
    parsing.resource_class_from_type = _resource_class_from_type
    moto_delete, moto_apply = parsing.ResourceMap.delete, models.ChangeSet.apply

    def delete(self: Any) -> None:
        self._resource_json_map = {name: _retained(value) for name, value in self._resource_json_map.items()}
        moto_delete(self)

    def apply(self: Any) -> None:
        moto_apply(self)
        self.stack.template_dict = self.template_dict
        self.stack.output_map = parsing.OutputMap(self.stack.resource_map, self.template_dict, self.stack_id)

    moto_get_stack = responses.get_stack_from_s3_url

    def get_stack_from_s3_url(template_url: str, account_id: str, partition: str) -> str:
        # By any other name moto takes the host for the bucket.
        return moto_get_stack(template_url.replace("127.0.0.1", "localhost"), account_id, partition)

    responses.get_stack_from_s3_url = get_stack_from_s3_url
    parsing.ResourceMap.delete = delete
    models.ChangeSet.apply = apply

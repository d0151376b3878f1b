"""The base of the CloudFormation resource types that are added to moto.

A type says how to create, change and remove itself in moto's service backends; what `Ref` and `GetAtt`
return comes from the same table that the judges' resolver uses.
"""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, TypeVar

from moto.cloudformation import parsing

from template.api import MAPPED, Call
from template.attributes import identity, reference
from template.intrinsics import UnresolvableError

REGISTRY: dict[str, type[Resource]] = {}

_Type = TypeVar("_Type", bound="type[Resource]")


def resource(type_name: str) -> Any:
    """Class decorator: this class is the resource type of that name."""

    def register(cls: _Type) -> _Type:
        cls.type_name = type_name
        REGISTRY[type_name] = cls
        return cls

    return register


def install() -> None:
    """Puts the registered types in the place of moto's own."""
    # Both maps are built once and kept by moto, so changing them in place is enough.
    for name, cls in REGISTRY.items():
        parsing.get_model_map()[name] = cls
        parsing.get_name_type_map()[name] = cls.cloudformation_name_type() or None


class Resource:
    """One created resource. Subclasses write `create`, `remove`, and `change` where it is not both.

    No subclass of moto's CloudFormationModel: moto would list this base as a type of its own.
    """

    type_name: ClassVar[str]

    def __init__(self, name: str, properties: dict[str, Any], account_id: str, region: str) -> None:
        self.name = name
        self.properties = properties
        self.account_id = account_id
        self.region = region
        self.version = "1"

    @property
    def place(self) -> tuple[str, str]:
        """Its account and region."""
        return self.account_id, self.region

    def create(self) -> None:
        """Creates it in the service's backend."""
        raise NotImplementedError

    def remove(self) -> None:
        """Removes it from the service's backend."""
        raise NotImplementedError

    def change(self, properties: dict[str, Any]) -> None:
        """Takes on new properties in place: for most types that is as good as a new one of the same name."""
        self.remove()
        self.properties = properties
        self.create()

    def calls(self) -> list[Call]:
        """The requests to the service's API that CloudFormation would make."""
        return MAPPED[self.type_name](self.name, self.properties)

    # From here on: what moto calls.

    @classmethod
    def cloudformation_name_type(cls) -> str:
        """The property that holds the resource's name."""
        return identity(cls.type_name).name_property or ""

    @classmethod
    def cloudformation_type(cls) -> str:
        """The name of the type."""
        return cls.type_name

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        """Whether the type returns an attribute."""
        return attr in identity(cls.type_name).attributes

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: dict[str, Any], account_id: str, region_name: str, **_: Any
    ) -> Resource:
        """Creates the resource for a stack."""
        if cls.type_name in ("AWS::ECR::Repository", "AWS::S3::Bucket"):
            resource_name = resource_name.lower()
        created = cls(resource_name, cloudformation_json["Properties"], account_id, region_name)
        created.create()
        return created

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: Resource,
        new_resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
    ) -> Resource:
        """Changes the resource, or replaces it when its name is another."""
        properties = cloudformation_json["Properties"]
        named = cls.cloudformation_name_type() in properties
        if named and new_resource_name != original_resource.name:
            created = cls.create_from_cloudformation_json(
                new_resource_name, cloudformation_json, account_id, region_name
            )
            original_resource.remove()
            return created
        original_resource.change(properties)
        return original_resource

    def delete(self, _account_id: str, _region_name: str) -> None:
        """Removes the resource for a stack."""
        self.remove()

    def is_created(self) -> bool:
        """Creation is immediate."""
        return True

    @property
    def physical_resource_id(self) -> str:
        """The value of `Ref`."""
        return reference(self.type_name, self.name, self.properties, None, self.version, self.place)

    def get_cfn_attribute(self, attribute_name: str) -> str:
        """The value of `Fn::GetAtt`."""
        return reference(self.type_name, self.name, self.properties, attribute_name, self.version, self.place)


@dataclasses.dataclass(frozen=True)
class StackScope:
    """The scope of a stack's intrinsic functions: what moto has created so far, and creates on demand."""

    resources: Any

    def ref(self, name: str) -> Any:
        """A parameter's value or a resource's physical ID."""
        try:
            value = self.resources[name]
        except KeyError:
            raise UnresolvableError(f"nothing in the template is called {name}") from None
        return getattr(value, "physical_resource_id", value)

    def get_att(self, name: str, attribute: str) -> Any:
        """A resource's attribute."""
        return self.resources[name].get_cfn_attribute(attribute)

    def find_in_map(self, name: str, first: str, second: str) -> Any:
        """A value of the template's mappings."""
        return self.resources[name][first][second]

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        return self.resources.lazy_condition_map[name]

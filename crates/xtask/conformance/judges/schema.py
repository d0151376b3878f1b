"""The stack files against the JSON Schema that editors complete and check them with.

The compiler reads stack files by its own rules; this is the opinion of an independent validator.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from jsonschema import Draft7Validator

from judges.bench import Control, Judge, Opinion, Stack

_SCHEMA = Path(__file__).parents[4] / "schemas" / "stack.schema.json"


class Schema(Judge):
    """Every stack file is valid, and the schema itself is one."""

    name: ClassVar[str] = "json-schema"

    def examine_one(self, stack: Stack) -> Opinion:
        """Validates the stack file, not the template."""
        schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
        Draft7Validator.check_schema(schema)
        errors = Draft7Validator(schema).iter_errors(stack.spec)
        return Opinion([f"{error.json_path}: {error.message}" for error in errors], "the stack file is valid")

    def controls(self, stack: Stack) -> list[Control]:
        """A key that does not exist, one that is missing, and a value of the wrong type."""
        without_name = {key: value for key, value in stack.spec.items() if key != "name"}
        return [
            Control(replace(stack, name="unknown-key", spec={**stack.spec, "sorce": {}}), "'sorce' was unexpected"),
            Control(replace(stack, name="missing-key", spec=without_name), "'name' is a required property"),
            Control(replace(stack, name="wrong-type", spec={**stack.spec, "stages": "none"}), "is not of type 'array'"),
        ]

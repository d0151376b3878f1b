"""Compares all facts, as the crate `facts` tells them, with the packages they come from.

In: the crate's facts as JSON, the gathered extensions, the unpacked iam-data. The schemas come through cfn-lint's own
loader and the attributes from its own derivation, so that nothing of how the facts were made is trusted. Prints what
differs and fails if anything does.
"""

import json
import sys
from pathlib import Path

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER as MANAGER

SILENT = {
    "$comment", "$schema", "$id", "id", "arrayType", "default", "definitions", "description", "documentationUrl",
    "examples", "insertionOrder", "maxUniqueItems", "relationshipRef", "sourceUrl", "title", "typeName",
    "additionalIdentifiers", "conditionalCreateOnlyProperties", "createOnlyProperties", "deprecatedProperties",
    "handlers", "lifecycle", "primaryIdentifier", "propertyTransform", "readOnlyProperties", "replacementStrategy",
    "resourceLink", "taggable", "tagging", "typeConfiguration", "writeOnlyProperties",
}  # fmt: skip
PATHS = [
    "createOnlyProperties", "conditionalCreateOnlyProperties", "readOnlyProperties", "writeOnlyProperties",
    "deprecatedProperties", "primaryIdentifier",
]  # fmt: skip
ONE = {"items", "contains", "propertyNames", "not", "if", "then", "else"}
SOME = {"allOf", "anyOf", "oneOf", "prefixItems"}
NAMED = {"properties", "patternProperties"}
SETS = {"required", "requiredOr", "requiredXor", "uniqueKeys", "type"}


class Comparison:
    def __init__(self, dump):
        self.shapes = {int(number): shape for number, shape in dump["shapes"].items()}
        self.differences = []
        self.compared = 0

    def differ(self, *what):
        self.differences.append(" ".join(str(part) for part in what))

    def resource(self, name, known, schema, extensions):
        self.name, self.document, self.extensions, self.met = name, schema.schema, extensions, set()
        self.shape(schema.schema, known["properties"], ())
        for paths in PATHS:
            wanted = [path.removeprefix("/properties/") for path in schema.schema.get(paths, [])]
            if wanted != known[paths]:
                self.differ(name, paths, wanted, known[paths])
        # These are regular expressions, where ours have a `*` for any text.
        expressions = {".*": "*", "Outputs\\..*": "Outputs.*"}
        wanted = {expressions.get(key, key) for key in schema.get_atts.data}
        if wanted != set(known["attributes"]):
            self.differ(name, "attributes", sorted(wanted), sorted(known["attributes"]))
        tagging = schema.schema.get("tagging", {})
        if tagging.get("taggable", schema.schema.get("taggable")) != known["taggable"]:
            self.differ(name, "taggable", known["taggable"])

    def settled(self, schema):
        """The schema with what its `$ref` leads to and without what says nothing."""
        reference = schema.get("$ref")
        base = {}
        if reference:
            target = self.document
            for step in reference.removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            base = self.settled(target)
        own = {key: value for key, value in schema.items() if key not in SILENT and key != "$ref"}
        if "type" in base:
            own.pop("type", None)
        return base | own

    def shape(self, schema, number, path):
        if schema is True or schema is False:
            if self.shapes[number] != ({} if schema else {"never": True}):
                self.differ(self.name, path, schema, self.shapes[number])
            return
        if (id(schema), number, path in self.extensions) in self.met:
            return
        self.met.add((id(schema), number, path in self.extensions))
        self.compared += 1
        wanted = self.expected(schema, path)
        known = self.shapes[number]
        if set(wanted) != set(known):
            self.differ(self.name, path, "keywords", sorted(wanted), sorted(known))
            return
        for keyword, value in wanted.items():
            self.keyword(keyword, value, known[keyword], path)

    def expected(self, schema, path):
        wanted = self.settled(schema)
        for addition in self.extensions.get(path, []):
            plain = not any(key in addition for key in ONE | SOME | NAMED | {"type", "additionalProperties"})
            if plain and not set(addition) & set(wanted):
                wanted |= {key: value for key, value in addition.items() if key not in SILENT}
            else:
                wanted["allOf"] = [*wanted.get("allOf", []), addition]
        for name, value in sorted(wanted.pop("dependencies", {}).items()):
            if isinstance(value, list):
                wanted.setdefault("dependentRequired", {})[name] = value
            else:
                condition = {"if": {"required": [name]}, "then": value}
                wanted["allOf"] = [*wanted.get("allOf", []), condition]
        if "const" in wanted:
            wanted["enum"] = [wanted.pop("const")]
        nothing = [("pattern", ""), ("pattern", ".*"), ("uniqueItems", False), ("additionalProperties", True)]
        empty = [(key, value) for key in NAMED | SETS | SOME for value in ([], {})]
        return {key: value for key, value in wanted.items() if (key, value) not in nothing + empty}

    def keyword(self, keyword, value, known, path):
        if keyword in ONE or keyword == "additionalProperties" and isinstance(value, dict):
            self.shape(value, known, (*path, "*") if keyword == "items" else (*path, keyword, "?"))
        elif keyword in SOME:
            if len(value) != len(known):
                self.differ(self.name, path, keyword, len(value), len(known))
            for part, number in zip(value, known):
                self.shape(part, number, (*path, keyword, "?"))
        elif keyword in NAMED:
            if set(value) != set(known):
                self.differ(self.name, path, keyword, sorted(value), sorted(known))
            for name in set(value) & set(known):
                self.shape(value[name], known[name], (*path, name) if keyword == "properties" else (*path, "?"))
        elif keyword in SETS:
            if set([value] if isinstance(value, str) else value) != set(known):
                self.differ(self.name, path, keyword, value, known)
        elif keyword in ("dependentRequired", "dependentExcluded"):
            if {name: set(others) for name, others in value.items()} != {n: set(o) for n, o in known.items()}:
                self.differ(self.name, path, keyword, value, known)
        elif (float(value) if isinstance(known, float) else value) != known:
            self.differ(self.name, path, keyword, value, known)

    def actions(self, prefix, known, folder):
        levels = {"Permissions management": "PermissionsManagement"}
        actions, resources, keys = (
            json.loads((folder / f"{kind}/{prefix}.json").read_text().replace("<key>", "${key}")).values()
            for kind in ("actions", "resourceTypes", "conditionKeys")
        )
        names = {resource["key"].lower(): resource["key"] for resource in resources}
        wanted = {
            action["name"]: {
                "level": levels.get(level := action["accessLevel"].split(",")[0], level),
                "keys": sorted(set(action["conditionKeys"])),
                "resources": [
                    [names[one["name"].lower()], one["required"], sorted(set(one["conditionKeys"]))]
                    for one in action["resourceTypes"]
                ],
            }
            for action in actions
        }
        if wanted != known["actions"]:
            self.differ(prefix, "actions", [name for name in wanted if wanted[name] != known["actions"].get(name)])
        wanted = {one["key"]: [one["arn"], sorted(set(one.get("conditionKeys", [])))] for one in resources}
        if wanted != known["resources"]:
            self.differ(prefix, "resources", wanted, known["resources"])
        if {key["key"]: key["type"] for key in keys} != known["keys"]:
            self.differ(prefix, "condition keys")
        self.compared += len(actions)


def inlined(part, document):
    """An extension without `$ref`s: they lead elsewhere in it, and none to itself."""
    if isinstance(part, list):
        return [inlined(one, document) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return inlined(document["definitions"][part["$ref"].rsplit("/", 1)[-1]], document)
    return {key: inlined(value, document) for key, value in part.items() if key != "definitions"}


def places(gathered):
    """The extensions of each type by their paths."""
    found = {}
    for extension in gathered["extensions"]:
        schema = inlined(extension["schema"], extension["schema"])
        for place in extension["keywords"]:
            _, name, _, *path = place.split("/")
            found.setdefault(name, {}).setdefault(tuple(path), []).append(schema)
    return found


def main(dump, gathered, iam_data, policies):
    dump, gathered = json.loads(dump.read_text()), json.loads(gathered.read_text())
    comparison = Comparison(dump)
    extensions = places(gathered)
    regions = sorted(path.stem for path in (Path(MANAGER._providers_dir)).glob("*.json") if path.stem != "sam")
    missing = {name for region in regions for name in MANAGER.get_resource_types(region)} ^ set(dump["types"])
    if missing:
        comparison.differ("types", sorted(missing))
    for name, known in dump["types"].items():
        region = next(region for region in regions if name in MANAGER.get_resource_types(region))
        schema = MANAGER.get_resource_schema(region, name)
        comparison.resource(name, known, schema, extensions.get(name, {}))
    services = json.loads((iam_data / "data/services.json").read_text())
    if sorted(services) != sorted(dump["iam"]):
        comparison.differ("services", sorted(set(services) ^ set(dump["iam"])))
    for prefix in services:
        comparison.actions(prefix, dump["iam"][prefix], iam_data / "data")
    policies = json.loads(policies.read_text())
    if policies != dump["policies"]:
        comparison.differ("policies", [name for name in policies if policies[name] != dump["policies"].get(name)])
    for difference in comparison.differences:
        print(difference)
    print(f"{len(dump['types'])} types and {len(services)} services: {comparison.compared} shapes and actions compared")
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))

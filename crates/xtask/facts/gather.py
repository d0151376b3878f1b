"""Reads what the pinned packages carry and writes it as plain JSON files, for `cargo xtask facts` to encode.

In: the unpacked cfn-lint, iam-data and moto. Out: types.json (schemas as they are, cfn-lint's extensions with the
places they apply to, its exceptions about attributes, Lambda's runtimes), iam.json and policies.json. It decides
nothing about facts, except which extensions cannot be one: these are listed by name and reason; and which of AWS's
managed policies are carried with their text.
"""

import ast
import json
import re
import sys
from pathlib import Path


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def schemas(data):
    """Every resource type of every region; cfn-lint carries one schema per type for all regions."""
    regions = sorted((data / "schemas/providers").glob("*.json"))
    hashes = {}
    for region in regions:
        for name, digest in load(region).items():
            if hashes.setdefault(name, digest) != digest:
                sys.exit(f"{name} differs between regions: {region.name}")
    return {name: load(data / f"schemas/resources/{digest}.json") for name, digest in sorted(hashes.items())}


def text_of(node):
    return node.value if isinstance(node, ast.Constant) else None


def constructor(tree):
    """The keywords that a rule's class hands to its base, with its id."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        identifier = keywords = module = file = None
        for inner in ast.walk(node):
            if isinstance(inner, ast.Assign) and getattr(inner.targets[0], "id", "") == "id":
                identifier = text_of(inner.value)
            if isinstance(inner, ast.keyword) and inner.arg == "keywords" and isinstance(inner.value, ast.List):
                keywords = [text_of(element) for element in inner.value.elts]
            if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") == "SchemaDetails":
                arguments = {keyword.arg: keyword.value for keyword in inner.keywords}
                arguments.update(zip(("module", "filename"), inner.args))
                module, file = arguments.get("module"), text_of(arguments.get("filename"))
        if identifier and keywords and module is not None and file:
            yield identifier, keywords, ast.unparse(module).rsplit(".", 1)[-1], file


def region_union(schema):
    """One list of values for all regions; anything but lists of values per region is no such schema."""
    values = {}
    for region in schema.values():
        if isinstance(region, str):
            continue
        if set(region) != {"enum"}:
            return None
        values.update(dict.fromkeys(region["enum"]))
    return {"enum": sorted(values)}


def reason_against(identifier, schema):
    if not identifier.startswith("E"):
        return "a warning"
    if "cfnGather" in json.dumps(schema):
        return "about several resources"
    return None


def extensions(package):
    """What cfn-lint's rules add to the schemas, and what of it is left out."""
    kept, left_out = [], {}
    folder = package / "data/schemas/extensions"
    for path in sorted((package / "rules/resources").rglob("*.py")):
        for identifier, keywords, module, file in constructor(ast.parse(path.read_text(encoding="utf-8"))):
            where = folder / module / file
            if not where.exists():
                continue
            name = f"{module}/{file}"
            schema = load(where)
            reason = reason_against(identifier, schema)
            if reason is None and not is_schema(schema):
                schema = region_union(schema)
                reason = None if schema else "combinations that differ by region"
            if reason is None and len(json.dumps(schema)) > 200_000:
                reason = "combinations, more than we can carry"
            if reason:
                left_out[name] = f"{identifier}: {reason}"
            else:
                kept.append({"rule": identifier, "name": name, "keywords": keywords, "schema": schema})
    mentioned = {entry["name"] for entry in kept} | set(left_out)
    for path in sorted(folder.rglob("*.json")):
        name = f"{path.parent.name}/{path.name}"
        if name not in mentioned:
            left_out[name] = "no rule applies it by a keyword"
    return sorted(kept, key=lambda entry: (entry["name"], entry["rule"])), dict(sorted(left_out.items()))


def is_schema(schema):
    return not any(re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-\d|all", key) for key in schema)


def attributes(package):
    """The resource types whose attributes are not just their read-only properties."""
    tree = ast.parse((package / "schema/_getatts.py").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and node.targets[0].id in ("_all_property_types", "_exceptions"):
            found[node.targets[0].id] = ast.literal_eval(node.value)
    return {"every_property": found["_all_property_types"], "besides": found["_exceptions"]}


def regions(package):
    """The regions that have schemas or availability zones."""
    tree = ast.parse((package / "helpers.py").read_text(encoding="utf-8"))
    names = {path.stem for path in (package / "data/schemas/providers").glob("*.json")} - {"sam"}
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [None])[0]
        if getattr(target, "id", "") == "AVAILABILITY_ZONES":
            return sorted(names | set(ast.literal_eval(node.value)))
    sys.exit("helpers.py has no AVAILABILITY_ZONES any more")


def iam(package):
    data = package / "data"
    services = {}
    names = load(data / "serviceNames.json")
    for prefix in load(data / "services.json"):
        services[prefix] = {
            "name": names[prefix],
            "actions": strip(load(data / f"actions/{prefix}.json")),
            "resources": strip(load(data / f"resourceTypes/{prefix}.json")),
            "keys": strip(load(data / f"conditionKeys/{prefix}.json")),
        }
    script = (package / "dist/esm/globalConditionKeys.js").read_text(encoding="utf-8")
    found = re.findall(r"key: '([^']+)',\s+category: '[^']+',\s+type: '([^']+)'", script)
    if len(found) != script.count("key: '"):
        sys.exit("globalConditionKeys.js has changed its form")
    return {"services": services, "global": [[key.replace("tag-key", "${TagKey}"), kind] for key, kind in found]}


def strip(entries):
    """Without the sentences, which are AWS's; a part of a key that may be anything is always written alike."""
    kept = [{key: value for key, value in entry.items() if key != "description"} for entry in entries.values()]
    return json.loads(re.sub(r"<(\w+)>", r"${\1}", json.dumps(kept)))


# What the roles of a delivery are about, each with its text. All policies together would be more than we can carry.
OF_DELIVERY = re.compile(
    r"(service-role/)?(AWS|Amazon)?("
    r"Code(Pipeline|Build|Deploy|Commit|Artifact)|Lambda|CloudFormation|StepFunctions|SSM|SecretsManager|KeyManagement|X[Rr]ay"
    r"|S3(Full|ReadOnly)|SNS|SQS|EC2ContainerRegistry|ElasticContainerRegistry|DynamoDB|Kinesis(Full|Read|Firehose)"
    r"|EventBridge|CloudWatch(Logs|Events|Agent|Full|ReadOnly|Lambda)|CloudFront|APIGateway|ECS[_T]|IAM(Full|Read)"
    r"|ElasticBeanstalk(Role|Web|Worker|Multi|Enh|Managed)|(Administrator|PowerUser|ReadOnly)Access$"
    r"|EC2RoleforAWSCodeDeploy)"
)
# Of the others, those this short, in characters.
SHORT = 300


def policies(module):
    """AWS's managed policies by name: the path, and the text of those that are carried with it."""
    [assigned] = ast.parse(module.read_text(encoding="utf-8")).body
    found = {}
    for name, policy in json.loads(ast.literal_eval(assigned.value)).items():
        path = policy["Path"].lstrip("/")
        document = json.dumps(policy["Document"], separators=(",", ":"))
        # A service-linked role's policy can be attached to nothing else.
        attachable = not path.startswith("aws-service-role/")
        carried = attachable and (len(document) <= SHORT or OF_DELIVERY.match(path + name))
        found[name] = {"path": path, "document": document if carried else ""}
    return found


def main(cfnlint, iam_data, moto, out):
    kept, left_out = extensions(cfnlint)
    types = {
        "schemas": schemas(cfnlint / "data"),
        "extensions": kept,
        "left_out": left_out,
        "attributes": attributes(cfnlint),
        "regions": regions(cfnlint),
        "runtimes": load(cfnlint / "data/AdditionalSpecs/LmbdRuntimeLifecycle.json"),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "types.json").write_text(json.dumps(types), encoding="utf-8")
    (out / "iam.json").write_text(json.dumps(iam(iam_data)), encoding="utf-8")
    module = moto / "iam/aws_managed_policies.py"
    (out / "policies.json").write_text(json.dumps(policies(module)), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

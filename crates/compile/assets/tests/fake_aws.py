"""Stands in for the `aws` command: one function, its versions and alias, and a bucket, kept in the file $FAKE_AWS.

The state's `faults` name what a call answers before it works: an error code, for as often as it is listed. `intruders`
counts how often somebody else's code lands between update and publish. Every call is noted in `calls`.
"""

import base64
import hashlib
import json
import os
import sys
from pathlib import Path


def main(arguments):
    place = Path(os.environ["FAKE_AWS"])
    state = json.loads(place.read_text())
    state["calls"].append(arguments)
    try:
        answer = run(state, arguments)
    except AwsError as error:
        sys.stderr.write(f"\nAn error occurred ({error.args[0]}) when calling the operation: {error.args[1]}\n")
        answer = None
    place.write_text(json.dumps(state))
    if answer is None:
        sys.exit(254)
    print(answer, end="\n" if answer else "")


class AwsError(Exception):
    pass


def run(state, arguments):
    operation = " ".join(arguments[: 3 if arguments[1] == "wait" else 2])
    given = {arguments[at]: arguments[at + 1] for at in range(len(arguments) - 1) if arguments[at].startswith("--")}
    if state["faults"].get(operation):
        raise AwsError(state["faults"][operation].pop(0), "told by the fake")
    if arguments[0] == "lambda" and given["--function-name"] not in state["functions"]:
        raise AwsError("ResourceNotFoundException", f"Function not found: {given['--function-name']}")
    return OPERATIONS[operation](state, given, arguments)


def get_alias(state, given, _):
    if given["--name"] != state["alias"]:
        raise AwsError("ResourceNotFoundException", f"Cannot find alias arn: {given['--name']}")
    return state["alias_version"]


def get_function(state, given, _):
    if "ResolvedImageUri" in given["--query"]:
        return f"{state.get('image')}\t{state['latest']}\t{state['status']}"
    if "CodeSha256" in given["--query"]:
        return f"{state['latest']}\t{state['status']}"
    if "Architectures" in given["--query"]:
        return "arm64"
    return f"{state['status']}\tInvalidImage\ttold by the fake"


def update_function_code(state, given, _):
    if given.get("--architectures") != "arm64":
        raise AwsError("InvalidParameterValueException", "the function would become one for x86_64")
    if "--image-uri" in given:
        state["image"] = given["--image-uri"]
        content = state["image"].encode()
    elif "--zip-file" in given:
        content = Path(given["--zip-file"].removeprefix("fileb://")).read_bytes()
    else:
        content = Path(state["bucket"], given["--s3-bucket"], given["--s3-key"]).read_bytes()
    state["latest"] = base64.b64encode(hashlib.sha256(content).digest()).decode()
    state["status"] = state["status_after_update"]
    state["updated"] = True
    return state["latest"]


def publish_version(state, given, _):
    if given["--code-sha256"] != state["latest"]:
        wrong = f"CodeSHA256 ({given['--code-sha256']}) is different from current CodeSHA256 in $LATEST"
        raise AwsError("InvalidParameterValueException", wrong)
    if state["versions"][-1] != state["latest"]:
        state["versions"].append(state["latest"])
    return str(len(state["versions"]))


def wait_updated(state, _, __):
    if state["status"] == "Failed":
        raise AwsError("Waiter", "Waiter FunctionUpdatedV2 failed: terminal failure state")
    if state["intruders"] and state.pop("updated", False):
        state["intruders"] -= 1
        state["latest"] = f"somebody else's {state['intruders']}"
        state["image"] = f"{state.get('image')}0"
    return ""


def copy(state, _, arguments):
    source, target = arguments[-2:]
    store(state, target.removeprefix("s3://"), source)
    return ""


def put_object(state, given, _):
    store(state, f"{given['--bucket']}/{given['--key']}", given["--body"])
    return '{"ETag": "x"}'


def store(state, key, source):
    target = Path(state["bucket"], key)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(Path(source).read_bytes())


OPERATIONS = {
    "lambda get-alias": get_alias,
    "lambda get-function": get_function,
    "lambda update-function-code": update_function_code,
    "lambda publish-version": publish_version,
    "lambda wait function-updated-v2": wait_updated,
    "lambda wait published-version-active": lambda *_: "",
    "s3 cp": copy,
    "s3api put-object": put_object,
}

if __name__ == "__main__":
    main(sys.argv[1:])

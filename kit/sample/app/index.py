"""The sample function: says hello. The build packages this folder, and nothing else, for Lambda."""

import json


def handler(event, _context):
    name = (event or {}).get("name") or "world"
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"message": f"Hello, {name}!"}),
    }

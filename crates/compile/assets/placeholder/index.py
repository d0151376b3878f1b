"""Version 1 of a function that the stack creates: answers until the pipeline's first release takes its place."""


def handler(_event, _context):
    return {"statusCode": 503, "body": "No release has been deployed yet."}

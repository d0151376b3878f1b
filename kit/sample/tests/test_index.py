"""What the sample function promises. The report of these tests is what the reviewers see."""

import json

import index


def message(event):
    return json.loads(index.handler(event, None)["body"])["message"]


def test_greets_the_world():
    assert message({}) == "Hello, world!"


def test_greets_by_name():
    assert message({"name": "Ada"}) == "Hello, Ada!"


def test_answers_an_empty_invocation():
    assert message(None) == "Hello, world!"


def test_answers_as_json():
    answer = index.handler({}, None)
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"] == "application/json"

"""The evaluator of policies, on which every denial and every trust rests."""

import pytest

from template.evaluation import allows, applying, matches

CONTEXT = {"aws:SourceAccount": "1", "aws:SecureTransport": "true"}


def document(**statement):
    return {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | statement]}


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("a*c", "abbbc", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a.c", "abc", False),
        ("arn:aws:s3:::b/x/*", "arn:aws:s3:::b/y/z", False),
    ],
)
def test_wildcards(pattern, value, expected):
    assert matches(pattern, value) is expected


@pytest.mark.parametrize(
    ("statement", "applies"),
    [
        ({}, True),
        ({"Action": "s3:getobject"}, True),
        ({"Action": ["s3:Put*", "s3:Get*"]}, True),
        ({"Action": "s3:PutObject"}, False),
        ({"Resource": "arn:aws:s3:::other/*"}, False),
        ({"Condition": {"StringEquals": {"AWS:SourceAccount": ["2", "1"]}}}, True),
        ({"Condition": {"StringEquals": {"aws:SourceAccount": "2"}}}, False),
        ({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o"}}}, False),
        ({"Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o"}}}, True),
        ({"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o"}}}, True),
        ({"Condition": {"Bool": {"aws:SecureTransport": "false"}}}, False),
        ({"Condition": {"Null": {"aws:PrincipalOrgID": "true"}}}, True),
    ],
)
def test_statements(statement, applies):
    found = applying(document(**statement), "Allow", "s3:GetObject", "arn:aws:s3:::b/k", CONTEXT)
    assert bool(found) is applies


def test_an_unknown_operator_is_no_permission():
    with pytest.raises(NotImplementedError):
        applying(document(Condition={"IpAddress": {"aws:SourceIp": "::1"}}), "Allow", "s3:GetObject", "x", CONTEXT)


def test_a_denial_wins_over_a_permission():
    trust = {
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": ["a.com", "b.com"]}, "Action": "sts:AssumeRole"},
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sts:*",
                "Condition": {"StringNotEquals": {"aws:SourceAccount": "1"}},
            },
        ]
    }
    assert allows(trust, "a.com", "sts:AssumeRole", "role", CONTEXT)
    assert not allows(trust, "c.com", "sts:AssumeRole", "role", CONTEXT)
    assert not allows(trust, "a.com", "sts:AssumeRole", "role", {"aws:SourceAccount": "2"})

"""The comparison of calls that were made with those of a rehearsal."""

from __future__ import annotations

from judges.recorded_calls import Call, Modelled, compare, modelled_calls, pattern

IDS = {"Bucket": "stack-bucket-1a2b"}
REHEARSAL = {
    "pipelines": [
        {
            "steps": [
                {
                    "acts": [
                        {
                            "principal": {"kind": "role", "name": "ReleaseRole"},
                            "calls": [
                                {
                                    "action": "s3:PutObject",
                                    "resource": "arn:aws:s3:::${Bucket}/CodeDeploy/<execution>/demo",
                                    "certainty": "always",
                                },
                                {
                                    "action": "s3:GetBucketAcl",
                                    "resource": "arn:aws:s3:::${Bucket}",
                                    "certainty": "perhaps",
                                },
                            ],
                        },
                        {
                            "principal": {"kind": "role", "name": "OtherRole"},
                            "calls": [{"action": "sns:Publish", "resource": "*", "certainty": "always"}],
                        },
                    ]
                }
            ]
        }
    ]
}
PUT = Call("s3:PutObject", "arn:aws:s3:::stack-bucket-1a2b/CodeDeploy/0a1b-2c/demo")


def modelled() -> list[Modelled]:
    return list(modelled_calls(REHEARSAL, "ReleaseRole", IDS))


def test_a_call_is_found_in_the_model() -> None:
    assert compare({PUT}, modelled()) == ([], [])


def test_a_call_beside_the_model_is_told() -> None:
    other = Call("s3:PutObject", "arn:aws:s3:::stack-bucket-1a2b/Release/0a1b-2c/demo")
    assert compare({PUT, other}, modelled()) == ([other], [])


def test_a_call_that_nothing_makes_is_told_unless_it_is_uncertain() -> None:
    unmade = Call("s3:PutObject", "arn:aws:s3:::${Bucket}/CodeDeploy/<execution>/demo")
    assert compare(set(), modelled()) == ([], [unmade])


def test_unknown_parts_have_no_slash() -> None:
    assert pattern("a/<b>/${C}.yaml", {}).fullmatch("a/1/2.yaml")
    assert not pattern("a/<b>", {}).fullmatch("a/1/2")
    assert not pattern("a.b", {}).fullmatch("axb")

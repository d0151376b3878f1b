"""What all judges lean on: reading, intrinsic functions, references."""

import pytest

from template.attributes import bare_function_name, name_of
from template.intrinsics import UnresolvableError
from template.reading import read_yaml
from template.resolver import Resolver, dummies

TEMPLATE = """
Parameters:
  Wanted: {Type: String, Default: "yes"}
  Email: {Type: String, AllowedPattern: '[^@]+@[^@]+'}
Conditions:
  Is: !Equals [!Ref Wanted, "yes"]
  IsNot: !Not [!Condition Is]
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Never: {Type: AWS::SNS::Topic, Condition: IsNot}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: demo
      A: !Sub "${AWS::Region} ${!literal} $$ ${Topic.TopicName} ${Wanted}"
      B: !If [Is, !Join [",", [a, !Ref Wanted]], no]
      C: !If [IsNot, gone, !Ref AWS::NoValue]
      D: !Select [1, !Split ["-", a-b]]
      E: !GetAtt Function.Arn
      F: [kept, !Ref AWS::NoValue]
"""


def test_functions():
    found = Resolver(read_yaml(TEMPLATE)).properties("Function")
    assert found == {
        "FunctionName": "demo",
        "A": "eu-central-1 ${literal} $$ conformance-Topic-1A2B3C4D5E6F yes",
        "B": "a,yes",
        "D": "b",
        "E": "arn:aws:lambda:eu-central-1:123456789012:function:demo",
        "F": ["kept"],
    }


def test_a_false_condition_means_no_resource():
    assert set(Resolver(read_yaml(TEMPLATE)).resources()) == {"Topic", "Function"}


def test_dummies_fit_their_pattern():
    assert dummies(read_yaml(TEMPLATE)) == {"Email": "reviewer@example.com"}
    with pytest.raises(UnresolvableError):
        dummies({"Parameters": {"Code": {"Type": "String", "AllowedPattern": "[0-9]{3}"}}})


@pytest.mark.parametrize("value", [{"Ref": "Nobody"}, {"Fn::GetAtt": ["Topic", "Colour"]}, {"Fn::Nonsense": 1}])
def test_nothing_is_guessed(value):
    template = read_yaml(TEMPLATE)
    template["Resources"]["Function"]["Properties"]["A"] = value
    with pytest.raises(UnresolvableError):
        Resolver(template).properties("Function")


def test_duplicate_keys_are_refused():
    with pytest.raises(ValueError, match="duplicate key 'a'"):
        read_yaml("a: 1\na: 2\n")


def test_names():
    assert bare_function_name("arn:aws:lambda:eu-central-1:123456789012:function:demo:live") == "demo"
    assert bare_function_name("demo:live") == "demo"
    assert name_of("AWS::SNS::Topic", "arn:aws:sns:eu-central-1:123456789012:topic") == "topic"
    assert name_of("AWS::Logs::LogGroup", "/aws/lambda/demo") == "/aws/lambda/demo"

//! What templates resolve to: functions, names, ARNs, roles and policies.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;

use cfn::read::{self, Document};
use rehearse::world::{Given, Part, World};

fn read(text: &str) -> Document {
    read::read(text).unwrap()
}

fn given(parameters: &[(&str, &str)]) -> Given {
    let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Given { parameters: parameters.collect(), ..Given::default() }
}

/// What the properties of the resource `It` are, as JSON, symbols as people read them.
fn it(text: &str, parameters: &[(&str, &str)]) -> String {
    let document = read(text);
    let world = World::new(&document, &given(parameters));
    let properties = world.resource("It").unwrap().properties().to_json();
    world.shown(&properties.to_string())
}

/// The one property `A`, after these sections.
fn value(sections: &str, written: &str) -> String {
    let text =
        format!("{sections}\nResources:\n  It:\n    Type: AWS::X::Y\n    Properties:\n      A: {written}\n");
    let json = it(&text, &[]);
    let json = json.strip_prefix("{\"A\":").map_or("missing", |rest| rest.strip_suffix('}').unwrap());
    json.to_owned()
}

const SECTIONS: &str = r#"
Parameters:
  Stage: {Type: String, Default: beta}
  Count: {Type: Number, Default: 3}
  Subnets: {Type: CommaDelimitedList, Default: "a, b,c"}
  Vpc: {Type: AWS::EC2::VPC::Id}
  Token: {Type: String, NoEcho: true, Default: abc}
  Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /images/latest}
Mappings:
  Sizes:
    beta: {Memory: 128, Zones: [x, y]}
    us-east-1: {Memory: 256}
Conditions:
  IsBeta: !Equals [!Ref Stage, beta]
  IsProd: !Equals [!Ref Stage, prod]
  HasToken: !Not [!Equals [!Ref Token, ""]]
  Either: !Or [!Condition IsProd, !Condition IsBeta]
  Both: !And [!Condition IsProd, !Condition IsBeta]
  ThreeOfThem: !Equals [!Ref Count, "3"]
  SameVpc: !Equals [!Ref Vpc, !Ref Vpc]
  NoVpc: !Equals [!Ref Vpc, ""]
  Round: !Condition Around
  Around: !Condition Round
"#;

#[test]
fn what_functions_give() {
    for (written, expected) in [
        ("!Ref Stage", "\"beta\""),
        ("!Ref Count", "\"3\""),
        ("!Ref Subnets", r#"["a","b","c"]"#),
        ("!Ref Vpc", "\"${Vpc}\""),
        ("!Ref Token", "\"${Token}\""),
        ("!Ref Image", "\"${Image}\""),
        ("!Ref Nothing", "\"${Nothing}\""),
        ("!Ref AWS::AccountId", "\"111122223333\""),
        ("!Ref AWS::Region", "\"us-east-1\""),
        ("!Ref AWS::Partition", "\"aws\""),
        ("!Ref AWS::StackName", "\"stack\""),
        ("!Ref AWS::URLSuffix", "\"amazonaws.com\""),
        ("!Ref AWS::NoValue", "missing"),
        ("[!Ref AWS::NoValue, b]", "[\"b\"]"),
        ("{b: !Ref AWS::NoValue, c: 1}", "{\"c\":1}"),
        ("!Sub a-${Stage}-${AWS::Region}", "\"a-beta-us-east-1\""),
        ("!Sub '${!Literal}'", "\"${Literal}\""),
        ("!Sub 'vpc/${Vpc}/x'", "\"vpc/${Vpc}/x\""),
        ("!Sub ['${x}-${Stage}', {x: !Ref Count}]", "\"3-beta\""),
        ("!Sub 'x-${Subnets}'", "\"x-${Subnets}\""),
        ("!Join ['-', [a, !Ref Stage, !Ref AWS::NoValue]]", "\"a-beta\""),
        ("!Join ['', !Ref Subnets]", "\"abc\""),
        ("!Select [1, !Ref Subnets]", "\"b\""),
        ("!Select ['2', [a, b, c]]", "\"c\""),
        ("!Select [5, !Split [':', 'a:b:c:d:e:f']]", "\"f\""),
        ("!Split ['/', !Sub 'a/${Vpc}/b']", r#"["a","${Vpc}","b"]"#),
        ("!Select [1, !Split ['/', !Ref Vpc]]", "\"${Select 1 ${Split / ${Vpc}}}\""),
        ("!Select [9, [a]]", "\"${Fn::Select at"),
        ("!If [IsBeta, 1, 2]", "1"),
        ("!If [IsProd, 1, 2]", "2"),
        ("!If [IsProd, 1, !Ref AWS::NoValue]", "missing"),
        ("!If [HasToken, 1, 2]", "1"),
        ("!If [Either, 1, 2]", "1"),
        ("!If [Both, 1, 2]", "2"),
        ("!If [ThreeOfThem, 1, 2]", "1"),
        ("!If [SameVpc, 1, 2]", "1"),
        ("!If [NoVpc, 1, 2]", "2"),
        ("!If [Round, 1, 2]", "2"),
        ("!If [Missing, 1, 2]", "2"),
        ("!FindInMap [Sizes, !Ref Stage, Memory]", "128"),
        ("!FindInMap [Sizes, !Ref AWS::Region, Memory]", "256"),
        ("!FindInMap [Sizes, beta, Zones]", r#"["x","y"]"#),
        ("!FindInMap [Sizes, gamma, Memory, {DefaultValue: 1}]", "1"),
        ("!FindInMap [Sizes, gamma, Memory]", "\"${Fn::FindInMap at"),
        ("!Base64 abc", "\"YWJj\""),
        ("!ImportValue shared-vpc", "\"${ImportValue shared-vpc}\""),
        ("!ImportValue {'Fn::Sub': '${Vpc}-role'}", "\"${ImportValue ${Vpc}-role}\""),
        ("!GetAZs us-east-1", "\"${GetAZs us-east-1}\""),
        ("!Select [0, !GetAZs us-east-1]", "\"${Select 0 ${GetAZs us-east-1}}\""),
        ("!Cidr [10.0.0.0/16, 2, 8]", r#""${Cidr [\"10.0.0.0/16\",2,8]}""#),
        ("{'Fn::Length': !Ref Subnets}", "\"3\""),
        ("{'Fn::ToJsonString': {a: !Ref Stage}}", r#""{\"a\":\"beta\"}""#),
        ("{'Fn::Transform': {Name: Include}}", r#""${Transform {\"Name\":\"Include\"}}""#),
        ("!Nonsense 1", "\"${!Nonsense 1}\""),
        ("'{{resolve:ssm:/a/b:1}}'", "\"{{resolve:ssm:/a/b:1}}\""),
        ("!Sub 'x{{resolve:secretsmanager:${Stage}}}y'", "\"x{{resolve:secretsmanager:beta}}y\""),
        ("!GetAtt Nothing.Arn", "\"${Nothing.Arn}\""),
    ] {
        let found = value(SECTIONS, written);
        assert!(
            found == expected || expected.contains(" at") && found.starts_with(expected),
            "{written}: {found}, not {expected}"
        );
    }
}

#[test]
fn parameters_that_are_given() {
    let text = "
Parameters:
  Stage: {Type: String, Default: beta}
  Zones: {Type: List<String>}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  It:
    Type: AWS::X::Y
    Properties: {A: !Ref Stage, B: !If [IsProd, 1, 2], C: !Ref Zones}
  Other: {Type: AWS::X::Y, Condition: IsProd}
  User: {Type: AWS::X::Y, Properties: {A: !Ref Other, B: !GetAtt Other.Arn}}
";
    assert_eq!(it(text, &[("Stage", "prod"), ("Zones", "a,b")]), r#"{"A":"prod","B":1,"C":["a","b"]}"#);
    assert_eq!(it(text, &[]), r#"{"A":"beta","B":2,"C":"${Zones}"}"#);
    let document = read(text);
    let world = World::new(&document, &Given::default());
    assert!(world.resource("Other").is_none());
    assert_eq!(world.resources().map(|resource| resource.id).collect::<Vec<_>>(), ["It", "User"]);
    let user = world.resource("User").unwrap();
    assert_eq!(world.shown(user.property("B").text().unwrap()), "${Other.Arn}");
    let why: BTreeMap<_, _> =
        world.unresolved().into_iter().map(|found| (world.shown(&found.symbol), found.why)).collect();
    assert_eq!(why["${Other.Arn}"], "the resource's condition does not hold");
}

#[test]
fn values_are_read_as_cloudformation_takes_them() {
    let document = read(
        "
Resources:
  It:
    Type: AWS::X::Y
    Properties: {One: a, None: , Yes: 'true', Number: '20', List: [1, 2], Map: {A: {B: c}}}
",
    );
    let world = World::new(&document, &Given::default());
    let it = world.resource("It").unwrap();
    assert_eq!(it.property("One").items().len(), 1);
    assert!(it.property("None").items().is_empty());
    assert_eq!(it.property("Yes").boolean(), Some(true));
    assert_eq!(it.property("Number").number(), Some(20));
    assert_eq!(it.property("List").items()[1].text(), Some("2"));
    assert_eq!(it.properties().at(&["Map", "A", "B"]).text(), Some("c"));
    assert!(it.properties().at(&["Map", "X", "B"]).is_missing());
}

/// The texts of a value that are ARNs.
fn arns(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if text.starts_with("arn:") => found.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| arns(item, found)),
        serde_json::Value::Object(entries) => entries.values().for_each(|value| arns(value, found)),
        _ => {}
    }
}

#[test]
fn what_our_templates_build_from_names_are_the_arns_of_their_resources() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../snapshots");
    let mut strangers = std::collections::BTreeSet::new();
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        count += 1;
        let document = read(&std::fs::read_to_string(&path).unwrap());
        let world = World::new(&document, &Given::default());
        let mut found = Vec::new();
        for resource in world.resources() {
            assert!(!resource.name().is_empty());
            arns(&resource.properties().to_json(), &mut found);
        }
        for arn in found {
            let ends = arn.match_indices(['/', ':']).map(|(at, _)| at).chain([arn.len()]);
            if !ends.into_iter().any(|end| world.by_arn(&arn[..end]).is_some())
                && !arn.ends_with(":policy/delivery-boundary")
            {
                strangers.insert(arn);
            }
        }
        for role in world.roles() {
            // A boundary may well be of somebody else's making, and its text is then nowhere to be read.
            assert!(role.unknown.iter().all(|unknown| unknown.part == Part::Boundary), "{role:?}");
            assert!(role.trust.is_some() && !role.policies.is_empty(), "{role:?}");
            for document in &role.policies {
                assert_eq!(document.policy.statements.len(), document.statements.len());
            }
        }
        assert!(world.unknown_policies().is_empty());
        let unresolved: Vec<_> =
            world.unresolved().into_iter().map(|found| world.shown(&found.symbol)).collect();
        let parameters = document.root().get("Parameters").map_or(&[][..], |parameters| parameters.entries());
        let is_parameter =
            |name: &String| parameters.iter().any(|entry| format!("${{{}}}", entry.key) == *name);
        assert!(unresolved.iter().all(is_parameter), "{}: {unresolved:?}", path.display());
    }
    assert!(count >= 6);
    // What other stacks have: repositories, functions, secrets, AWS's own deployment configurations.
    let made =
        ["codepipeline:", "events:", "iam:", "logs:", "s3:", "sns:", "codebuild:project", "codedeploy:app"];
    let made = |arn: &&String| {
        let rest: Vec<_> = arn.split(':').collect();
        // Roles of environments elsewhere are in templates of their own.
        if rest[2] == "iam" && rest[4] != Given::default().account {
            return false;
        }
        let shape = format!("{}:{}", rest[2], rest[5]);
        made.iter().any(|kind| shape.starts_with(kind)) || shape.starts_with("codedeploy:deploymentgroup")
    };
    // A role and a bucket of somebody else's, which the stack every-kind names; and what a key's policy says of its account.
    let named = |arn: &&String| {
        let known = [":role/deploy-dashboards", ":::orders-packages/", ":root", ":log-group:*"];
        known.iter().any(|part| arn.contains(part))
    };
    let strangers_made = strangers.iter().filter(made).filter(|arn| !named(arn));
    assert_eq!(strangers_made.collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(strangers.len() < 80, "{strangers:?}");
}

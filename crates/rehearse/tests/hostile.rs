//! Templates that nobody would write in good faith: resolution ends, soon, and without a fault.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use cfn::read;
use rehearse::world::{Given, World};

/// All there is to know of a template, and how long the longest text is.
fn all(text: &str) -> usize {
    let begin = Instant::now();
    let document = read::read(text).unwrap();
    let world = World::new(&document, &Given::default());
    let mut longest = 0;
    for resource in world.resources() {
        let texts = [resource.name(), resource.reference(), resource.arn().unwrap_or_default()];
        longest = texts.iter().map(String::len).max().unwrap().max(longest);
        longest = longest.max(resource.properties().to_json().to_string().len());
        let _ = world.shown(&texts[2]).len() + world.written(&texts[2]).len();
        let _ = (world.by_arn(&texts[2]), world.by_name(resource.kind, &texts[0]), resource.attribute("Arn"));
        let _ = world.resource_policy(&texts[2]);
    }
    assert!(world.roles().count() <= world.resources().count());
    let _ = world.unresolved();
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    longest
}

#[test]
fn names_in_a_circle() {
    all("
Resources:
  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref B}}
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '${A}-${B}'}}
  C: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref C}}
  D: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref D}}
  E: {Type: AWS::S3::Bucket, Condition: X}
Conditions:
  X: !Not [!Condition Y]
  Y: !And [!Condition X, !Condition Y]
");
}

#[test]
fn names_that_double() {
    let mut text =
        "Resources:\n  B0: {Type: AWS::SNS::Topic, Properties: {TopicName: abcdefgh}}\n".to_owned();
    for at in 1..64 {
        let before = at - 1;
        writeln!(
            text,
            "  B{at}: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !Sub '${{B{before}}}${{B{before}}}'}}}}"
        )
        .unwrap();
    }
    assert!(all(&text) < 10_000_000);
}

#[test]
fn five_hundred_resources_that_refer_to_each_other() {
    let mut text = "Resources:\n".to_owned();
    for at in 0..500 {
        let (next, other) = ((at + 1) % 500, (at * 7 + 3) % 500);
        writeln!(
            text,
            "  F{at}: {{Type: AWS::Lambda::Version, Properties: {{FunctionName: !Join ['-', [!Ref F{next}, !GetAtt F{other}.Version]]}}}}"
        )
        .unwrap();
    }
    assert!(all(&text) < 10_000_000);
}

#[test]
fn conditions_in_a_long_chain() {
    let mut text = "Resources:\n  A: {Type: AWS::S3::Bucket, Condition: C0}\nConditions:\n".to_owned();
    for at in 0..2_000 {
        writeln!(text, "  C{at}: !Or [!Condition C{}, !Condition C{}]", at + 1, at + 2).unwrap();
    }
    all(&text);
}

#[test]
fn deep_nesting() {
    for (open, close) in [("[", "]"), ("{A: ", "}"), ("!Join ['', [", "]]"), ("!If [C, a, ", "]")] {
        let text = format!(
            "Resources:\n  A: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {}x{}}}}}\n",
            open.repeat(40),
            close.repeat(40)
        );
        all(&text);
    }
}

#[test]
fn lists_that_are_given_again_and_again() {
    let mut text = "Mappings:\n  M:\n    A:\n      L: [".to_owned();
    text.push_str(&"a,".repeat(5_000));
    text.push_str("a]\nResources:\n  A:\n    Type: AWS::X::Y\n    Properties:\n");
    for at in 0..5_000 {
        writeln!(text, "      P{at}: !FindInMap [M, A, L]").unwrap();
    }
    all(&text);
}

#[test]
fn many_roles_that_share_policies() {
    let mut text = "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n".to_owned();
    for _ in 0..200 {
        text.push_str("        - {Effect: Allow, Action: 's3:*', Resource: '*'}\n");
    }
    for at in 0..400 {
        writeln!(
            text,
            "  R{at}: {{Type: AWS::IAM::Role, Properties: {{ManagedPolicyArns: [!Ref P, 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']}}}}"
        )
        .unwrap();
    }
    all(&text);
}

#[test]
fn a_large_policy_of_many_roles() {
    let mut text = "Resources:\n".to_owned();
    for at in 0..3_000 {
        writeln!(text, "  R{at}: {{Type: AWS::IAM::Role, Properties: {{RoleName: r{at}}}}}").unwrap();
    }
    text.push_str("  P:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyName: p\n      Roles:\n");
    for at in 0..3_000 {
        writeln!(text, "      - r{at}").unwrap();
    }
    text.push_str("      PolicyDocument:\n        Statement:\n");
    for _ in 0..3_000 {
        text.push_str("        - {Effect: Allow, Action: 's3:*', Resource: '*'}\n");
    }
    all(&text);
}

#[test]
fn all_templates_of_the_checks() {
    let mut folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/../check").into()];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir::<std::path::PathBuf>(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json") {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                if read::read(&text).is_ok() {
                    count += 1;
                    all(&text);
                }
            }
        }
    }
    assert!(count > 100, "{count}");
}

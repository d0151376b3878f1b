//! What does not fit into AWS's limits is split where that is safe and refused where it is not, and never cut short.

#![allow(clippy::unwrap_used)] // a test panics

mod program;

use std::collections::BTreeSet;
use std::fmt::Write;

use program::{folder, run};
use serde_json::Value as Json;

/// A stack of that many functions, forty to a stage.
fn stack(functions: usize) -> String {
    let names: Vec<_> = (0..functions).map(|number| format!("fn{number:03}")).collect();
    let mut text =
        "edition: 2026\nname: many\nsource: { codecommit: { repository: many } }\nfunctions:\n".to_owned();
    for name in &names {
        writeln!(text, "  {name}: {{ runtime: python3.13, code: {name} }}").unwrap();
    }
    text += "stages:\n  - { name: Build, build: { commands: [make] } }\n";
    for (stage, names) in names.chunks(40).enumerate() {
        writeln!(text, "  - {{ name: Live{stage}, deploy: {{ functions: [{}] }} }}", names.join(", "))
            .unwrap();
    }
    text
}

#[test]
fn two_hundred_functions_are_refused_with_the_cure() {
    let folder = folder(&[("many.yaml", &stack(200))]);
    let run = run(folder.path(), &["synth", "many.yaml", "-o", "out.yaml"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(!folder.path().join("out.yaml").exists());
    for said in [
        "AWS takes 1000000",
        "resources, and AWS takes 500",
        "and AWS takes 200",
        "divide the functions among several stacks; with a `matrix`, one file makes them all",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
}

/// The rights of a role that are too many for it stand in managed policies of the stack's own: all of them.
#[test]
fn a_role_that_grows_too_large_keeps_every_right() {
    let folder = folder(&[("many.yaml", &stack(55))]);
    let made = run(folder.path(), &["synth", "many.yaml", "--format", "json"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    assert!(!made.stderr.contains("policy-near-limit"), "{}", made.stderr);
    let template: Json = serde_json::from_str(&made.stdout).unwrap();
    let resources = template["Resources"].as_object().unwrap();
    let role = &resources["ReleaseRole"]["Properties"];
    let attached = role["ManagedPolicyArns"].as_array().unwrap();
    assert!(role.get("Policies").is_none() && (2..=10).contains(&attached.len()), "{role}");
    let mut sids = BTreeSet::new();
    let mut published = BTreeSet::new();
    for policy in attached {
        let policy = &resources[policy["Ref"].as_str().unwrap()]["Properties"]["PolicyDocument"];
        for statement in policy["Statement"].as_array().unwrap() {
            assert!(sids.insert(statement["Sid"].as_str().unwrap().to_owned()), "{statement}");
            if statement["Action"].to_string().contains("lambda:PublishVersion") {
                let resources = statement["Resource"].as_array().into_iter().flatten();
                published.extend(resources.filter_map(|arn| arn["Fn::GetAtt"][0].as_str()));
            }
        }
    }
    assert_eq!(published.len(), 55, "{published:?}");
    let rehearsed = run(folder.path(), &["rehearse", "many.yaml", "--deny", "unused"]);
    assert_eq!(rehearsed.status, 0, "{}", rehearsed.stdout);
}

//! The narrowest policies suffice: whoever has what `--policy` prints instead of all that they had is denied nothing for want of
//! a grant, and has no grant that nobody uses or that is wider than its use.

#![allow(clippy::unwrap_used, missing_docs)] // a test panics

use std::fs;
use std::path::Path;

use iam::Lack;
use rehearse::When;
use rehearse::walk::{Hearing, Judged};
use rehearse::world::Given;
use serde_json::{Value as Json, json};

/// The templates of our stacks, and those that others could have written.
fn templates() -> Vec<(String, Json)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = |folder: &str| {
        fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let mut paths = files("snapshots");
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.extend(files("crates/rehearse/foreign"));
    paths.sort();
    let read = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), cfn::read::read(&text).unwrap().to_value())
    };
    paths.iter().map(|path| read(path)).collect()
}

/// The template in which that policy is all that the role has, or all that the managed policy says.
fn with_policy(template: &Json, owner: &str, policy: &Json) -> Json {
    let mut changed = template.clone();
    let resources = changed["Resources"].as_object_mut().unwrap();
    let kind = resources[owner]["Type"].as_str().unwrap().to_owned();
    let properties = resources[owner]["Properties"].as_object_mut().unwrap();
    match kind.as_str() {
        "AWS::IAM::ManagedPolicy" => drop(properties.insert("PolicyDocument".to_owned(), policy.clone())),
        "AWS::Serverless::Function" => drop(properties.insert("Policies".to_owned(), json!([policy]))),
        _ => {
            properties.remove("ManagedPolicyArns");
            let own = json!([{ "PolicyName": "Narrowest", "PolicyDocument": policy }]);
            properties.insert("Policies".to_owned(), own);
            // What is attached to the role elsewhere.
            resources.retain(|_, resource| {
                let properties = &resource["Properties"];
                let to = format!("{}{}", properties["Roles"], properties["RoleName"]);
                !(resource["Type"].as_str().unwrap().starts_with("AWS::IAM::")
                    && to.contains(&format!("\"{owner}\"")))
            });
        }
    }
    changed
}

/// Whether it is the identity policies that do not let a call that is made.
fn is_ungranted(judged: &Judged<'_>) -> bool {
    if matches!(judged.call.when, When::Listed(_)) {
        return false;
    }
    match &judged.hearing {
        Hearing::Denied { lacking, .. } => lacking.contains(&Lack::Identity) || lacking.is_empty(),
        _ => false,
    }
}

#[test]
fn the_narrowest_policy_of_every_role_suffices_and_is_no_wider_than_its_use() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, template) in templates() {
        let text = template.to_string();
        let document = cfn::read::read(&text).unwrap();
        let rehearsal = rehearse::rehearse(&document, &Given::default());
        for owner in rehearsal.owners() {
            count += 1;
            let policy = rehearsal.policy(owner).unwrap();
            let policy = cfn::read::read(&policy).unwrap().to_value();
            let text = with_policy(&template, owner, &policy).to_string();
            let document = cfn::read::read(&text).unwrap();
            let rehearsal = rehearse::rehearse(&document, &Given::default());
            let acts = rehearsal.walks().iter().flat_map(|walk| &walk.steps).flat_map(|step| &step.acts);
            for act in acts.filter(|act| act.caller.owner() == Some(owner)) {
                let calls = act.calls.iter().filter(|judged| is_ungranted(judged));
                wrong.extend(calls.map(|judged| {
                    format!("{name}: {owner}: denied {} on {}", judged.call.action, judged.call.resource)
                }));
            }
            for finding in rehearsal.findings() {
                let is_grant = finding.code.starts_with("grant-");
                if is_grant && finding.message.contains(&format!("of `{owner}`")) {
                    wrong.push(format!("{name}: {owner}: {}: {}", finding.code, finding.message));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 80, "{count}");
}

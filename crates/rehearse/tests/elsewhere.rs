//! The way into an environment in another account: its two roles can be taken by exactly the two roles of the pipeline that
//! need them, with the right external ID, and by nobody else.

#![allow(clippy::unwrap_used)] // a test panics

use std::fs;
use std::path::Path;

use cfn::read::Document;
use iam::{Context, Decision, Policies, Principal, Request, ResourceRule};
use rehearse::Rehearsal;
use rehearse::world::Given;
use serde_json::json;

fn document(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../snapshots/{name}.yaml"));
    cfn::read::read(&fs::read_to_string(path).unwrap()).unwrap()
}

fn place(account: &str, region: &str) -> Given {
    Given { account: account.to_owned(), region: region.to_owned(), ..Given::default() }
}

fn home() -> Given {
    let parameters = [("ProductionAccount".to_owned(), "444455556666".to_owned())].into();
    Given { parameters, ..place("111122223333", "eu-west-1") }
}

fn rehearse(documents: &[Document; 3]) -> Vec<Rehearsal<'_>> {
    let [pipeline, staging, production] = documents;
    let others =
        [(staging, place("222233334444", "eu-central-1")), (production, place("444455556666", "us-east-1"))];
    rehearse::rehearse_all((pipeline, &home()), &others)
}

/// Whether a principal with every right in its own account may take a role of another template.
fn takes(there: &Rehearsal<'_>, role: &str, principal: &Principal, external_id: Option<&str>) -> bool {
    let role = there.world().roles().find(|known| known.id == Some(role)).unwrap();
    let mut context = Context::new();
    if let Some(id) = external_id {
        context.set("sts:ExternalId", id);
    }
    let everything = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] });
    let everything = iam::Policy::read(&everything).unwrap();
    let request = Request {
        principal,
        action: "sts:AssumeRole",
        resource: &role.arn,
        resource_account: &role.account,
        context: &context,
    };
    let policies = Policies {
        identity: &[&everything],
        resource: Some(&role.trust.as_ref().unwrap().policy),
        resource_rule: ResourceRule::MustAllow,
        ..Policies::default()
    };
    iam::decide(&request, &policies).decision == Decision::Allowed
}

fn session(arn: &str) -> Principal {
    let (head, name) = arn.split_once(":role/").unwrap();
    let session = format!("{}:assumed-role/{name}/session", head.replace(":iam:", ":sts:"));
    Principal::Role { arn: arn.to_owned(), session }
}

#[test]
fn nobody_else_takes_the_roles_of_an_environment() {
    let documents = ["accounts", "accounts.staging", "accounts.production"].map(document);
    let rehearsals = rehearse(&documents);
    let [pipeline, environments @ ..] = &rehearsals[..] else { unreachable!("there are three") };
    let arn_of = |id: &str| {
        let role = pipeline.world().roles().find(|role| role.id == Some(id));
        role.unwrap_or_else(|| panic!("there is no {id}")).arn.clone()
    };
    let cases = [
        (&environments[0], "StagingReleaseRole", "billing-staging"),
        (&environments[1], "ProductionReleaseRole", "billing/production"),
    ];
    let mut allowed = 0;
    for (there, release, external_id) in cases {
        for (role, taker) in [("ReleaseRole", release), ("DeployerRole", "DeployerRole")] {
            let right = arn_of(taker);
            let mut others: Vec<Principal> =
                pipeline.world().roles().map(|role| session(&role.arn)).collect();
            others.extend(there.world().roles().map(|role| session(&role.arn)));
            others.push(session(&right.replace(":111122223333:", ":999999999999:")));
            others.push(Principal::User { arn: "arn:aws:iam::111122223333:user/somebody".to_owned() });
            others.push(Principal::Service { name: "codebuild.amazonaws.com".to_owned() });
            for principal in &others {
                let is_right = matches!(principal, Principal::Role { arn, .. } if *arn == right);
                assert_eq!(
                    takes(there, role, principal, Some(external_id)),
                    is_right,
                    "{role}: {principal:?}"
                );
                for wrong in [None, Some(""), Some("billing"), Some("billing-production")] {
                    assert!(!takes(there, role, principal, wrong), "{role}: {principal:?} with {wrong:?}");
                }
                allowed += usize::from(is_right);
            }
        }
    }
    assert_eq!(allowed, 4);
}

#[test]
fn what_the_trust_refuses_is_found_in_its_own_template() {
    let [pipeline, staging, production] =
        ["accounts", "accounts.staging", "accounts.production"].map(document);
    let text = staging.text().replacen("\"sts:ExternalId\": billing-staging", "\"sts:ExternalId\": other", 1);
    assert_ne!(text, staging.text());
    let documents = [pipeline, cfn::read::read(&text).unwrap(), production];
    let rehearsals = rehearse(&documents);
    let codes = |rehearsal: &Rehearsal<'_>| -> Vec<_> {
        rehearsal.rights().into_iter().map(|finding| finding.code).collect()
    };
    assert!(codes(&rehearsals[1]).contains(&"role-denied"), "{:?}", rehearsals[1].rights());
    assert_eq!(codes(&rehearsals[0]), Vec::<&str>::new());
    assert_eq!(codes(&rehearsals[2]), Vec::<&str>::new());
}

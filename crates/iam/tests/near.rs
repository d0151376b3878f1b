//! What a verdict says of statements that nearly allow.
#![allow(clippy::unwrap_used)]

use iam::{
    Context, Decision, Miss, Near, Policies, Policy, Principal, Request, ResourceRule, Side, Source, Verdict,
    Why, decide,
};
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::111122223333:role/r";

fn ask(identity: Value, resource: Option<Value>, rule: ResourceRule) -> Verdict {
    let read =
        |statements: Value| Policy::read(&json!({"Version": "2012-10-17", "Statement": statements})).unwrap();
    let (identity, resource) = (read(identity), resource.map(read));
    let principal = Principal::Role {
        arn: ROLE.to_owned(),
        session: "arn:aws:sts::111122223333:assumed-role/r/s".to_owned(),
    };
    let mut context = Context::of(&principal, "111122223333");
    context.set("aws:RequestedRegion", "us-east-1");
    let request = Request {
        principal: &principal,
        action: "kms:Decrypt",
        resource: "arn:aws:kms:us-east-1:111122223333:key/k",
        resource_account: "111122223333",
        context: &context,
    };
    let policies = Policies {
        identity: &[&identity],
        resource: resource.as_ref(),
        resource_rule: rule,
        ..Policies::default()
    };
    decide(&request, &policies)
}

fn misses(verdict: &Verdict) -> Vec<(usize, &Miss)> {
    verdict.near.iter().map(|near| (near.source.statement, &near.what)).collect()
}

#[test]
fn a_statement_is_near_that_fits_but_for_one_thing() {
    let equals = |key: &str, value: &str| json!({"StringEquals": {key: value}});
    let verdict = ask(
        json!([
            {"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"},
            {"Effect": "Allow", "Action": "kms:*", "Resource": "arn:aws:kms:*:*:key/other"},
            {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": equals("kms:ViaService", "s3")},
            {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": equals("aws:RequestedRegion", "eu-west-1")},
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*", "Condition": equals("kms:ViaService", "s3")},
            {"Effect": "Deny", "Action": "kms:Encrypt", "Resource": "*"},
        ]),
        None,
        ResourceRule::Either,
    );
    assert_eq!(verdict.decision, Decision::ImplicitlyDenied);
    let [(0, Miss::Action), (1, Miss::Resource), (2, missing), (3, unequal)] = misses(&verdict)[..] else {
        panic!("{verdict:#?}")
    };
    let Miss::Condition { operator, key, why: Why::MissingKey } = missing else { panic!("{missing:?}") };
    assert_eq!((operator.to_string(), &**key), ("StringEquals".to_owned(), "kms:ViaService"));
    let Miss::Condition { why: Why::Unequal { found }, .. } = unequal else { panic!("{unequal:?}") };
    assert_eq!(found, &["us-east-1"]);
}

#[test]
fn a_key_policy_is_near_that_names_somebody_else() {
    let verdict = ask(
        json!([{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}]),
        Some(
            json!([{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "kms:*", "Resource": "*"}]),
        ),
        ResourceRule::MustAllow,
    );
    let source = Source { side: Side::Resource, statement: 0 };
    assert_eq!(verdict.near, [Near { source, what: Miss::Principal }]);
    assert_eq!(verdict.by, [Source { side: Side::Identity(0), statement: 0 }]);
}

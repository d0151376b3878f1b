//! The examples and rules of AWS's documentation, each with its page: data in `tests/documentation`, run here.
//!
//! A new case is an entry in one of the files. `conditions.json` has conditions beside contexts, `elements.json` elements of
//! statements beside a request, `decisions.json` whole evaluations.
#![allow(clippy::unwrap_used)]

use iam::{Context, Decision, Policies, Policy, Principal, Request, ResourceRule, Side, Source, decide};
use serde_json::{Value, json};

const CONDITIONS: &str = include_str!("documentation/conditions.json");
const ELEMENTS: &str = include_str!("documentation/elements.json");
const DECISIONS: &str = include_str!("documentation/decisions.json");

const USER: &str = "arn:aws:iam::111122223333:user/ann";

fn cases(file: &str) -> Vec<Value> {
    let cases: Vec<Value> = serde_json::from_str(file).unwrap();
    for case in &cases {
        let page = case["page"].as_str().unwrap_or_default();
        assert!(page.starts_with("https://docs.aws.amazon.com/"), "no page: {case}");
    }
    cases
}

#[test]
fn there_are_enough_cases() {
    let count: usize = [CONDITIONS, ELEMENTS, DECISIONS].iter().map(|file| cases(file).len()).sum();
    assert!(count >= 60, "{count} cases");
}

#[test]
fn conditions_hold_as_documented() {
    for case in cases(CONDITIONS) {
        let policy =
            policy(&json!([{"Effect": "Allow", "Action": "*", "Condition": case["condition"]}]), &case);
        let holds = policy.statements[0].matches_conditions(&context(&case["context"]));
        assert_eq!(holds, case["holds"], "{case:#}");
    }
}

#[test]
fn elements_match_as_documented() {
    for case in cases(ELEMENTS) {
        let mut statement = case["statement"].clone();
        let elements = statement.as_object_mut().unwrap();
        elements.insert("Effect".to_owned(), "Allow".into());
        if !elements.contains_key("NotAction") {
            elements.entry("Action").or_insert_with(|| "*".into());
        }
        let policy = policy(&json!([statement]), &case);
        let statement = &policy.statements[0];
        let context = context(&case["context"]);
        let action = case["action"].as_str().is_none_or(|action| statement.matches_action(action));
        let resource =
            case["resource"].as_str().is_none_or(|text| statement.matches_resource(text, &context));
        let caller = case.get("principal").is_none_or(|one| statement.matches_principal(&principal(one)));
        assert_eq!(action && resource && caller, case["matches"], "{case:#}");
    }
}

#[test]
fn decisions_are_as_documented() {
    for case in cases(DECISIONS) {
        let principal = principal(&case["principal"]);
        let account = case["resource_account"].as_str().or(principal.account()).unwrap();
        let mut context = Context::of(&principal, account);
        for (key, values) in case["context"].as_object().into_iter().flatten() {
            context.set_all(key.clone(), values_of(values));
        }
        let side = |name: &str| case.get(name).map(|statements| policy(statements, &case));
        let (identity, boundary, session) = (side("identity"), side("boundary"), side("session"));
        let (resource, service, control) =
            (side("resource_policy"), side("service_control"), side("resource_control"));
        let identity: Vec<&Policy> = identity.iter().collect();
        let lists = [&boundary, &session, &service, &control].map(|policy| policy.iter().collect::<Vec<_>>());
        let [boundary_list, session_list, service_list, control_list] = &lists;
        let (service_levels, control_levels) = ([&service_list[..]], [&control_list[..]]);
        let verdict = decide(
            &Request {
                principal: &principal,
                action: case["action"].as_str().unwrap(),
                resource: case["resource"].as_str().unwrap(),
                resource_account: account,
                context: &context,
            },
            &Policies {
                identity: &identity,
                boundary: boundary.as_ref().map(|_| &boundary_list[..]),
                session: session.as_ref().map(|_| &session_list[..]),
                service_control: if service.is_some() { &service_levels } else { &[] },
                resource_control: if control.is_some() { &control_levels } else { &[] },
                resource: resource.as_ref(),
                resource_rule: rule(&case),
            },
        );
        let decision = match verdict.decision {
            Decision::Allowed => "allowed",
            Decision::ExplicitlyDenied => "explicitly denied",
            Decision::ImplicitlyDenied => "implicitly denied",
        };
        assert_eq!(decision, case["decision"], "{case:#}\n{verdict:#?}");
        if let Some(by) = case.get("by") {
            assert_eq!(&json!(verdict.by.iter().map(source).collect::<Vec<_>>()), by, "{case:#}");
        }
        if let Some(lacking) = case.get("lacking") {
            let names = verdict.lacking.iter().map(|lack| format!("{lack:?}"));
            assert_eq!(&json!(names.collect::<Vec<_>>()), lacking, "{case:#}");
        }
    }
}

fn policy(statements: &Value, case: &Value) -> Policy {
    let version = case["version"].as_str().unwrap_or("2012-10-17");
    Policy::read(&json!({"Version": version, "Statement": statements}))
        .unwrap_or_else(|why| panic!("{why}: {case}"))
}

fn values_of(values: &Value) -> Vec<String> {
    let one = |value: &Value| value.as_str().unwrap().to_owned();
    values.as_array().map_or_else(|| vec![one(values)], |all| all.iter().map(one).collect())
}

fn context(written: &Value) -> Context {
    let mut context = Context::new();
    for (key, values) in written.as_object().into_iter().flatten() {
        context.set_all(key.clone(), values_of(values));
    }
    context
}

fn principal(written: &Value) -> Principal {
    let text = |name: &str| written[name].as_str().map(str::to_owned);
    if let Some(arn) = text("role") {
        let session = text("session").unwrap_or_else(|| {
            let (account, name) =
                (arn.split(':').nth(4).unwrap_or_default(), arn.rsplit('/').next().unwrap_or_default());
            format!("arn:aws:sts::{account}:assumed-role/{name}/session")
        });
        return Principal::Role { arn, session };
    }
    text("root")
        .map(|account| Principal::Root { account })
        .or_else(|| text("service").map(|name| Principal::Service { name }))
        .or_else(|| text("federated").map(|provider| Principal::Federated { provider }))
        .or_else(|| (written == "anonymous").then_some(Principal::Anonymous))
        .unwrap_or_else(|| Principal::User { arn: text("user").unwrap_or_else(|| USER.to_owned()) })
}

fn rule(case: &Value) -> ResourceRule {
    if case["rule"] == "must allow" { ResourceRule::MustAllow } else { ResourceRule::Either }
}

fn source(source: &Source) -> String {
    let side = match source.side {
        Side::Identity(_) => "identity",
        Side::Boundary(_) => "boundary",
        Side::Session(_) => "session",
        Side::Resource => "resource",
        Side::ServiceControl { .. } => "service control",
        Side::ResourceControl { .. } => "resource control",
    };
    format!("{side} {}", source.statement)
}

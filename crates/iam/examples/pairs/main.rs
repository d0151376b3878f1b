//! Random policies beside random requests, one JSON object a line, each with this crate's answer.
//!
//! `cargo run -p pipewright-iam --example pairs -- COUNT SEED`: the same seed gives the same lines. The conformance judge
//! `iam-simulate` asks somebody else about the same pairs.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the lines are what it is for")]

mod conditions;
mod documents;
mod requests;

use fastrand::Rng;
use iam::{Context, Policies, Policy, Request, ResourceRule, decide};
use serde_json::{Value, json};

use requests::Asked;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let (Some(count), Some(seed)) = (numbers.next(), numbers.next()) else {
        eprintln!("usage: pairs COUNT SEED");
        std::process::exit(2)
    };
    let mut rng = Rng::with_seed(seed);
    for id in 0..count {
        println!("{}", pair(id, &mut rng));
    }
}

fn pair(id: u64, rng: &mut Rng) -> Value {
    let asked = Asked::random(rng);
    let documents = documents::random(rng, &asked);
    let (decision, lacking) = ours(&asked, &documents);
    json!({"id": id, "request": asked.to_json(), "policies": documents, "decision": decision, "lacking": lacking})
}

/// What this crate says.
fn ours(asked: &Asked, documents: &Value) -> (String, Vec<String>) {
    let read = |name: &str| -> Option<Vec<Policy>> {
        documents.get(name)?.as_array()?.iter().map(|document| Policy::read(document).ok()).collect()
    };
    let sides =
        ["identity", "boundary", "session", "service_control", "resource_control", "resource"].map(read);
    let lists = sides.each_ref().map(|side| side.iter().flatten().collect::<Vec<_>>());
    let [identity, boundary, session, service, control, resource] = &lists;
    let context = asked.context.iter().fold(Context::new(), |mut context, (key, values)| {
        context.set_all(*key, values.clone());
        context
    });
    // AWS attaches this one to everything itself.
    let full = json!({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]});
    let full = Policy::read(&full).ok();
    let control: Vec<&Policy> = control.iter().copied().chain(&full).collect();
    let (service_levels, control_levels) = ([&service[..]], [&control[..]]);
    let verdict = decide(
        &Request {
            principal: &asked.principal,
            action: asked.action,
            resource: &asked.resource,
            resource_account: asked.account,
            context: &context,
        },
        &Policies {
            identity,
            boundary: sides[1].is_some().then_some(&boundary[..]),
            session: sides[2].is_some().then_some(&session[..]),
            service_control: if sides[3].is_some() { &service_levels } else { &[] },
            resource_control: if sides[4].is_some() { &control_levels } else { &[] },
            resource: resource.first().copied(),
            resource_rule: if asked.is_strict() { ResourceRule::MustAllow } else { ResourceRule::Either },
        },
    );
    let lacking = verdict.lacking.iter().map(|lack| format!("{lack:?}")).collect();
    (format!("{:?}", verdict.decision), lacking)
}

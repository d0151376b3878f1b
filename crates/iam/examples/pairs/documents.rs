//! Policy documents that are about a request, more or less.

use fastrand::Rng;
use iam::Principal;
use serde_json::{Map, Value, json};

use crate::conditions;
use crate::requests::{Asked, OTHER, OWN};

/// All policies of one evaluation, by side; a side that is not there has no entry.
pub(crate) fn random(rng: &mut Rng, asked: &Asked) -> Value {
    let mut sides = Map::new();
    let mut documents = |rng: &mut Rng, side: &str| {
        let count = if side == "identity" { rng.usize(..3) } else { 1 };
        let mut documents: Vec<_> = (0..count).map(|_| document(rng, asked, side)).collect();
        if side == "identity" && asked.is_root() {
            // Its "full access" must be told to those who don't know it.
            documents.push(json!({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}));
        }
        sides.insert(side.to_owned(), documents.into());
    };
    if asked.has_identity() {
        documents(rng, "identity");
        if !asked.is_root() && rng.u8(..4) == 0 {
            documents(rng, "boundary");
        }
        if matches!(asked.principal, Principal::Role { .. }) && rng.u8(..5) == 0 {
            documents(rng, "session");
        }
        if rng.u8(..8) == 0 {
            documents(rng, "service_control");
        }
    }
    // A role's policy is about assuming it.
    let has_policy = asked.resource != "*" && !asked.action.starts_with("iam:");
    if has_policy && (asked.is_strict() || rng.u8(..5) > 1) {
        documents(rng, "resource");
    }
    if rng.u8(..10) == 0 && asked.action.starts_with("s3:") {
        documents(rng, "resource_control");
    }
    sides.into()
}

fn document(rng: &mut Rng, asked: &Asked, side: &str) -> Value {
    let statements: Vec<_> = (0..=rng.u8(..6) / 3).map(|_| statement(rng, asked, side)).collect();
    let version = if rng.u8(..12) == 0 && !side.ends_with("control") { "2008-10-17" } else { "2012-10-17" };
    json!({"Version": version, "Statement": statements})
}

fn statement(rng: &mut Rng, asked: &Asked, side: &str) -> Value {
    let mut statement = Map::new();
    let mut set = |name: &str, value: Value| statement.insert(name.to_owned(), value);
    let denies = rng.u8(..7) == 0 || side == "resource_control";
    set("Effect", json!(if denies { "Deny" } else { "Allow" }));
    let trust = side == "resource" && asked.action == "sts:AssumeRole";
    let negated = rng.u8(..8) == 0 && side != "resource_control";
    let actions = list(rng, |rng| match action(rng, asked, negated) {
        // AWS refuses the bare wildcard there.
        all if all == "*" && side == "resource_control" => "s3:*".to_owned(),
        other => other,
    });
    set(if negated { "NotAction" } else { "Action" }, actions);
    if !trust {
        let negated = rng.u8(..8) == 0;
        let resources = list(rng, |rng| resource(rng, asked, negated));
        set(if negated { "NotResource" } else { "Resource" }, resources);
    }
    if side == "resource_control" {
        set("Principal", json!("*"));
    } else if side == "resource" {
        // AWS takes NotPrincipal in no trust policy.
        let negated = denies && !trust && rng.u8(..3) == 0;
        set(if negated { "NotPrincipal" } else { "Principal" }, who(rng, asked));
    }
    if rng.u8(..5) > 1 {
        set("Condition", conditions::random(rng));
    }
    statement.into()
}

fn list(rng: &mut Rng, mut one: impl FnMut(&mut Rng) -> String) -> Value {
    if rng.bool() { json!(one(rng)) } else { json!([one(rng), one(rng)]) }
}

/// A pattern of the request's action, mostly; of another one mostly where it is what a statement is not about.
fn action(rng: &mut Rng, asked: &Asked, negated: bool) -> String {
    let (service, name) = asked.action.split_once(':').unwrap_or_default();
    if rng.u8(..10) < if negated { 7 } else { 1 } {
        return (if rng.bool() { "ec2:RunInstances" } else { "iam:List*" }).to_owned();
    }
    let half = &name[..name.len() / 2];
    match rng.u8(..7) {
        0 => "*".to_owned(),
        1 => format!("{service}:*"),
        2 => format!("{service}:{half}*"),
        3 => format!("{service}:*{}", &name[name.len() / 2..]),
        4 => format!("{}:{}", service.to_uppercase(), name.to_lowercase()),
        5 => format!("{service}:?{}", &name[1..]),
        _ => asked.action.to_owned(),
    }
}

fn resource(rng: &mut Rng, asked: &Asked, negated: bool) -> String {
    let arn = &asked.resource;
    if rng.u8(..10) < if negated { 7 } else { 1 } {
        return "arn:aws:s3:::other/*".to_owned();
    }
    if arn == "*" {
        return arn.clone();
    }
    let (start, end) = arn.rsplit_once(':').unwrap_or_default();
    let segments: Vec<&str> = arn.split(':').collect();
    match rng.u8(..20) {
        0..=3 => "*".to_owned(),
        4 => format!("arn:aws:{}:*:{}", segments[2], segments[5..].join(":")),
        5 | 6 => format!("{start}:*"),
        7 | 8 => format!("{start}:{}*", &end[..end.len() / 2]),
        // Not in the resource's type, where no wildcard may stand:
        // <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
        9 | 10 => format!("{}?", &arn[..arn.len() - 1]),
        11 | 12 => {
            arn.replace("red", "${aws:PrincipalTag/team}").replace("blue", "${aws:PrincipalTag/none, 'blue'}")
        }
        13 | 14 => {
            format!(
                "arn:aws:{}:*:*:{}",
                segments[2],
                segments[5..].join(":").replace("red", "r${aws:PrincipalTag/letter}d")
            )
        }
        15 | 16 => arn.replace("us-east-1", "us-*-?"),
        _ => arn.clone(),
    }
}

fn who(rng: &mut Rng, asked: &Asked) -> Value {
    if rng.u8(..7) == 0 {
        return json!("*");
    }
    let caller = match &asked.principal {
        Principal::Role { arn, session } if rng.bool() => {
            json!({"AWS": if rng.bool() { arn } else { session }})
        }
        Principal::User { arn } if rng.bool() => json!({"AWS": arn}),
        Principal::Service { name } if rng.u8(..3) > 0 => json!({"Service": name}),
        _ => Value::Null,
    };
    if caller != Value::Null {
        return caller;
    }
    match rng.u8(..8) {
        0 => json!({"AWS": "*"}),
        1 | 2 => json!({"AWS": OWN}),
        3 => json!({"AWS": format!("arn:aws:iam::{OWN}:root")}),
        4 => {
            json!({"AWS": [format!("arn:aws:iam::{OTHER}:root"), format!("arn:aws:iam::{OWN}:role/worker")]})
        }
        5 => json!({"AWS": format!("arn:aws:iam::{OWN}:user/ann"), "Service": "events.amazonaws.com"}),
        6 => json!({"Service": ["events.amazonaws.com", "sns.amazonaws.com"]}),
        _ => json!({"AWS": [format!("arn:aws:sts::{OWN}:assumed-role/worker/session"), OWN]}),
    }
}

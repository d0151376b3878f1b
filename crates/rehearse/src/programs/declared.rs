//! What a template itself says that commands or code call.
//!
//! ```yaml
//! Metadata:
//!   pipewright:
//!     calls:
//!       - action: s3:PutObject
//!         resource: !Sub ${Site.Arn}/*
//! ```

use cfn::read::Node;

use super::Malformed;
use crate::calls::{Call, When};
use crate::world::{Resource, Value, World};

/// What is declared, and in words what of it IAM does not know; `None`, where nothing is.
pub(super) fn calls<'t>(
    world: &World<'t>,
    resource: &Resource<'t>,
    malformed: &mut Vec<Malformed<'t>>,
) -> Option<(Vec<Call>, Vec<String>)> {
    let node = resource.node.get("Metadata")?.get("pipewright")?.get("calls")?;
    let list = world.resolve(node);
    if !list.is_list() {
        malformed.push(Malformed {
            node,
            why: "`calls` is a list of calls, each with `action` and `resource`".to_owned(),
        });
        return None;
    }
    let (mut calls, mut unknown) = (Vec::new(), Vec::new());
    for item in list.items() {
        match call(item, &mut unknown) {
            Ok(found) => calls.extend(found),
            Err(why) => malformed.push(Malformed { node: place(item, node), why }),
        }
    }
    Some((calls, unknown))
}

fn place<'t>(item: &Value<'t>, list: &'t Node) -> &'t Node {
    if item.is_missing() { list } else { item.node }
}

/// One entry: a call of each action for every resource.
fn call(item: &Value<'_>, unknown: &mut Vec<String>) -> Result<Vec<Call>, String> {
    if let Some((key, _)) = item.entries().find(|(key, _)| !matches!(*key, "action" | "resource")) {
        return Err(format!("a call has `action` and `resource`, no `{key}`"));
    }
    let (actions, resources) = (item.get("action").items(), item.get("resource").items());
    if actions.is_empty() {
        return Err("a call needs an `action`, such as s3:PutObject".to_owned());
    }
    if resources.is_empty() {
        return Err("a call needs a `resource`: an ARN, or \"*\" where the action takes no other".to_owned());
    }
    let mut calls = Vec::new();
    for written in actions {
        let action = action(written.text().ok_or("`action` is the name of an IAM action")?, unknown)?;
        for resource in resources {
            let resource = self::resource(resource.text().ok_or("`resource` is the text of an ARN")?)?;
            let call = Call {
                action: action.clone().into(),
                resource: resource.to_owned(),
                context: Vec::new(),
                when: When::Always,
                page: "",
            };
            calls.push(call);
        }
    }
    Ok(calls)
}

/// AWS has new ones before the catalogue has them: an action that it does not know is called as it is written.
fn action(written: &str, unknown: &mut Vec<String>) -> Result<String, String> {
    let (prefix, name) = written
        .split_once(':')
        .filter(|(prefix, name)| !prefix.is_empty() && !name.is_empty())
        .ok_or_else(|| format!("`{written}` is no action: write `service:Name`, as in s3:PutObject"))?;
    if let Some(action) = facts::iam::service(prefix).and_then(|service| service.action(name)) {
        return Ok(action.to_string());
    }
    unknown.push(doubt(written));
    Ok(written.to_owned())
}

fn resource(written: &str) -> Result<&str, String> {
    let is_arn = written == "*" || written.starts_with("arn:") || written.starts_with('\u{E000}');
    if is_arn { Ok(written) } else { Err(format!("`{written}` is no ARN")) }
}

fn doubt(written: &str) -> String {
    let names = written.split_once(':').and_then(|(service, _)| facts::iam::service(service));
    let known: Vec<_> =
        names.iter().flat_map(facts::iam::Service::actions).map(|action| action.to_string()).collect();
    match diag::nearest(written, known.iter().map(String::as_str)) {
        Some(meant) => format!("IAM is not known to have an action `{written}`; did you mean `{meant}`?"),
        None => format!("IAM is not known to have an action `{written}`"),
    }
}

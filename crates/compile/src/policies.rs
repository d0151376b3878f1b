//! Policies that do not fit into their role: a role takes 10,240 characters of inline policies, a managed policy 6,144.
//!
//! In: a finished template. Out: the same, but each role that would come out too large has its rights in managed policies
//! of the stack's own, `<Role>Policy1` and so on, filled one after the other in the order of the statements; the resources
//! of a long statement go into several of the same Sid and a number. Nothing is left out. The role names them, so they exist
//! before anybody assumes it. What is too large even so (ten managed policies of a role, 500 resources) is for `check` to refuse.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>

use cfn::read::Step;
use diag::Diagnostic;
use serde_json::{Map, Value as Json, json};

use crate::context::Context;

/// From here on a role's inline policies may come out too large, as names of stacks and regions go.
const INLINE: usize = 9_800;
/// What a managed policy is filled up to.
const MANAGED: usize = 4_800;
/// What a managed policy's document has around its statements.
const AROUND: usize = 60;

pub(crate) fn fit(cx: &mut Context<'_>) -> Result<(), Diagnostic> {
    let ids: Vec<String> = cx.template.resource_ids().map(str::to_owned).collect();
    let mut is_first = true;
    for id in ids {
        let Some(role) = cx.template.resource_mut(&id) else { continue };
        if role["Type"] != "AWS::IAM::Role" || width(&role["Properties"]["Policies"]) <= INLINE {
            continue;
        }
        let statements = taken(role);
        let documents = packed(statements.into_iter().flat_map(parts));
        let names: Vec<_> = (1..=documents.len()).map(|number| format!("{id}Policy{number}")).collect();
        let arns: Vec<_> = names.iter().map(|name| json!({ "Ref": name })).collect();
        if let Some(properties) = role["Properties"].as_object_mut() {
            properties.shift_remove("Policies");
            properties.insert("ManagedPolicyArns".to_owned(), arns.into());
        }
        if is_first {
            cx.template.section("Rights that do not fit into their roles");
            is_first = false;
        }
        for (name, statements) in names.iter().zip(documents) {
            add(cx, &id, name, &statements)?;
        }
    }
    Ok(())
}

/// The statements of all inline policies.
fn taken(role: &Json) -> Vec<Json> {
    let policies = role["Properties"]["Policies"].as_array().into_iter().flatten();
    policies
        .flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array().cloned().unwrap_or_default())
        .collect()
}

/// A statement as it is, or in parts that a managed policy can hold.
fn parts(statement: Json) -> Vec<Json> {
    let resources = match &statement["Resource"] {
        Json::Array(resources) if width(&statement) > MANAGED - AROUND => resources.clone(),
        _ => return vec![statement],
    };
    let mut bare = statement.clone();
    bare["Resource"] = Json::Array(Vec::new());
    let around = width(&bare) + AROUND;
    let sid = statement["Sid"].as_str().unwrap_or_default();
    filled(resources, MANAGED - around)
        .into_iter()
        .enumerate()
        .map(|(index, resources)| {
            let mut part = statement.clone();
            part["Resource"] = resources.into();
            if !sid.is_empty() {
                part["Sid"] = format!("{sid}{}", index + 1).into();
            }
            part
        })
        .collect()
}

fn packed(statements: impl Iterator<Item = Json>) -> Vec<Vec<Json>> {
    filled(statements.collect(), MANAGED - AROUND)
}

/// Values one after the other, in lists that are no wider than that, unless one alone is.
fn filled(values: Vec<Json>, most: usize) -> Vec<Vec<Json>> {
    let mut lists: Vec<Vec<Json>> = Vec::new();
    let mut used = most;
    for value in values {
        let more = width(&value) + 1;
        if used + more > most || lists.is_empty() {
            lists.push(Vec::new());
            used = 0;
        }
        used += more;
        lists.last_mut().into_iter().for_each(|list| list.push(value.clone()));
    }
    lists
}

fn add(cx: &mut Context<'_>, role: &str, name: &str, statements: &[Json]) -> Result<(), Diagnostic> {
    let policy = json!({
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {
            "Description": format!("Rights of {role} that do not fit into it"),
            "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
        },
    });
    let origin = cx.template.origins().of(&["Resources", role].map(Step::key));
    cx.template.raw_resource(name, policy).map_err(|taken| {
        Diagnostic::error("logical-id-taken", format!("a name makes the logical ID `{}`", taken.id))
            .at(origin)
            .label("choose another name")
    })?;
    if let Some(origin) = origin {
        cx.template.comes_from(["Resources", name].map(Step::key), origin);
    }
    Ok(())
}

/// How many characters a value has in a policy, about: IAM counts no white space, and what only the deployment knows is as
/// long as it usually comes out.
fn width(value: &Json) -> usize {
    match value {
        Json::Array(items) => 2 + items.iter().map(|item| width(item) + 1).sum::<usize>(),
        Json::Object(members) => match expression(members) {
            Some(width) => width + 2,
            None => 2 + members.iter().map(|(key, value)| key.len() + 4 + width(value)).sum::<usize>(),
        },
        Json::String(text) => text.chars().count() + 2,
        other => other.to_string().len(),
    }
}

/// An ARN of something whose name CloudFormation makes up.
const ARN: usize = 80;

fn expression(members: &Map<String, Json>) -> Option<usize> {
    let (function, argument) = members.iter().next().filter(|_| members.len() == 1)?;
    match (function.as_str(), argument) {
        ("Ref" | "Fn::GetAtt", _) => Some(ARN),
        ("Fn::Sub", Json::String(text)) => Some(text.split("${").enumerate().map(hole).sum()),
        _ => None,
    }
}

/// A piece of a text, behind a `${` but for the first.
fn hole((index, piece): (usize, &str)) -> usize {
    let Some((name, rest)) = piece.split_once('}').filter(|_| index > 0) else { return piece.len() };
    rest.len()
        + match name {
            "AWS::Partition" => 10,
            "AWS::AccountId" => 12,
            "AWS::Region" => 14,
            _ => ARN,
        }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{MANAGED, packed, parts, width};

    #[test]
    fn a_long_statement_is_divided_and_nothing_is_lost() {
        let resources: Vec<Json> =
            (0..200).map(|number| json!(format!("arn:aws:lambda:::function:f{number}"))).collect();
        let statement =
            json!({ "Sid": "Publish", "Effect": "Allow", "Action": "a:B", "Resource": resources });
        let divided = parts(statement);
        assert!(divided.len() > 1 && divided.iter().all(|part| width(part) <= MANAGED));
        assert_eq!((&divided[0]["Sid"], &divided[1]["Sid"]), (&json!("Publish1"), &json!("Publish2")));
        let again: Vec<_> =
            divided.iter().flat_map(|part| part["Resource"].as_array().unwrap()).cloned().collect();
        assert_eq!(again, resources);
        let documents = packed(divided.clone().into_iter());
        assert_eq!(documents.concat(), divided);
    }

    #[test]
    fn an_expression_is_as_wide_as_what_it_becomes() {
        assert_eq!(width(&json!({ "Fn::Sub": "arn:${AWS::Partition}:x" })), 4 + 10 + 2 + 2);
        assert_eq!(width(&json!({ "a": [1, "b"] })), 2 + 5 + (2 + 2 + 4));
    }
}

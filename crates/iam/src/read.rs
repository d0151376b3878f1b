//! JSON → [`Policy`]. Values must be resolved; what AWS would refuse as malformed is an error here too.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use serde_json::{Map, Value};

use crate::condition::{Condition, Operator};
use crate::pattern::split;
use crate::policy::{Effect, Patterns, Policy, Principals, Statement, Version, Who};

/// A policy document that AWS would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Where: `Statement[1].Effect`; empty for the document itself.
    pub place: String,
    /// What is wrong, a lower-case phrase.
    pub why: String,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() {
            write!(out, "{}", self.why)
        } else {
            write!(out, "{}: {}", self.place, self.why)
        }
    }
}

impl std::error::Error for Malformed {}

type Read<T> = Result<T, Malformed>;

fn malformed<T>(place: &str, why: impl Into<String>) -> Read<T> {
    Err(Malformed { place: place.to_owned(), why: why.into() })
}

impl Policy {
    /// Reads a document.
    ///
    /// # Errors
    ///
    /// What AWS would refuse: elements that are missing, doubled, unknown or of the wrong kind, operators that do not
    /// exist. Whether actions and ARNs exist is not asked.
    pub fn read(document: &Value) -> Read<Self> {
        let elements = object(document, "")?;
        known(elements, &["Version", "Id", "Statement"], "")?;
        let version = match elements.get("Version").map(Value::as_str) {
            None | Some(Some("2008-10-17")) => Version::V2008,
            Some(Some("2012-10-17")) => Version::V2012,
            Some(_) => return malformed("Version", "neither 2012-10-17 nor 2008-10-17"),
        };
        let id = elements.get("Id").map(|id| text(id, "Id")).transpose()?;
        let Some(written) = elements.get("Statement") else { return malformed("", "no Statement") };
        let read = |(index, statement)| Statement::read(index, statement, version);
        let statements = items(written).iter().enumerate().map(read).collect::<Read<_>>()?;
        Ok(Self { version, id, statements })
    }
}

impl Statement {
    fn read(index: usize, written: &Value, version: Version) -> Read<Self> {
        let place = format!("Statement[{index}]");
        let elements = object(written, &place)?;
        known(
            elements,
            &[
                "Sid",
                "Effect",
                "Action",
                "NotAction",
                "Resource",
                "NotResource",
                "Principal",
                "NotPrincipal",
                "Condition",
            ],
            &place,
        )?;
        let effect = match elements.get("Effect").and_then(Value::as_str) {
            Some("Allow") => Effect::Allow,
            Some("Deny") => Effect::Deny,
            _ => return malformed(&within(&place, "Effect"), "neither Allow nor Deny"),
        };
        let Some(actions) = patterns(elements, "Action", "NotAction", &place)? else {
            return malformed(&place, "neither Action nor NotAction");
        };
        Ok(Self {
            index,
            sid: elements.get("Sid").map(|sid| text(sid, &within(&place, "Sid"))).transpose()?,
            effect,
            actions,
            resources: patterns(elements, "Resource", "NotResource", &place)?,
            principals: principals(elements, &place)?,
            conditions: conditions(elements.get("Condition"), &within(&place, "Condition"))?,
            version,
        })
    }
}

fn patterns(elements: &Map<String, Value>, only: &str, all_but: &str, place: &str) -> Read<Option<Patterns>> {
    let read = |name: &str, value| texts(value, &within(place, name));
    match (elements.get(only), elements.get(all_but)) {
        (Some(_), Some(_)) => malformed(place, format!("both {only} and {all_but}")),
        (Some(value), None) => Ok(Some(Patterns::Only(read(only, value)?))),
        (None, Some(value)) => Ok(Some(Patterns::AllBut(read(all_but, value)?))),
        (None, None) => Ok(None),
    }
}

fn principals(elements: &Map<String, Value>, place: &str) -> Read<Option<Principals>> {
    let read = |name: &str, value| everybody(value, &within(place, name));
    match (elements.get("Principal"), elements.get("NotPrincipal")) {
        (Some(_), Some(_)) => malformed(place, "both Principal and NotPrincipal"),
        (Some(value), None) => Ok(Some(Principals::Only(read("Principal", value)?))),
        (None, Some(value)) => Ok(Some(Principals::AllBut(read("NotPrincipal", value)?))),
        (None, None) => Ok(None),
    }
}

fn everybody(value: &Value, place: &str) -> Read<Vec<Who>> {
    if value.as_str() == Some("*") {
        return Ok(vec![Who::Everyone]);
    }
    let mut all = Vec::new();
    for (kind, values) in object(value, place)? {
        let place = within(place, kind);
        let who: fn(String) -> Who = match kind.as_str() {
            "AWS" => aws,
            "Service" => Who::Service,
            "Federated" => Who::Federated,
            "CanonicalUser" => Who::CanonicalUser,
            _ => return malformed(&place, "not AWS, Service, Federated or CanonicalUser"),
        };
        all.extend(texts(values, &place)?.into_iter().map(who));
    }
    Ok(all)
}

/// One value of `{"AWS": …}`.
fn aws(written: String) -> Who {
    if written == "*" {
        return Who::Everyone;
    }
    if written.len() == 12 && written.bytes().all(|byte| byte.is_ascii_digit()) {
        return Who::Account(written);
    }
    match split(&written)[..] {
        ["arn", _, "iam", "", account, "root"] => Who::Account(account.to_owned()),
        _ => Who::Arn(written),
    }
}

fn conditions(written: Option<&Value>, place: &str) -> Read<Vec<Condition>> {
    let Some(written) = written else { return Ok(Vec::new()) };
    let mut conditions = Vec::new();
    for (name, keys) in object(written, place)? {
        let place = within(place, name);
        let Some(operator) = Operator::parse(name) else { return malformed(&place, "no operator of AWS's") };
        for (key, values) in object(keys, &place)? {
            let values = items(values).iter().map(|value| scalar(value, &within(&place, key)));
            conditions.push(Condition { operator, key: key.clone(), values: values.collect::<Read<_>>()? });
        }
    }
    Ok(conditions)
}

fn within(place: &str, name: &str) -> String {
    format!("{place}.{name}")
}

fn object<'v>(value: &'v Value, place: &str) -> Read<&'v Map<String, Value>> {
    value.as_object().map_or_else(|| malformed(place, "not an object"), Ok)
}

fn known(elements: &Map<String, Value>, names: &[&str], place: &str) -> Read<()> {
    match elements.keys().find(|key| !names.contains(&key.as_str())) {
        Some(unknown) => malformed(place, format!("there is no element {unknown}")),
        None => Ok(()),
    }
}

/// A list, or the one value that stands for it.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn texts(value: &Value, place: &str) -> Read<Vec<String>> {
    items(value).iter().map(|item| text(item, place)).collect()
}

fn text(value: &Value, place: &str) -> Read<String> {
    value.as_str().map_or_else(|| malformed(place, "not a string"), |text| Ok(text.to_owned()))
}

/// A value of a condition: quotation marks make no difference.
fn scalar(value: &Value, place: &str) -> Read<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        _ => malformed(place, "not a string, number or boolean"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use crate::policy::{Policy, Principals, Version, Who};

    fn why(document: &Value) -> String {
        Policy::read(document).unwrap_err().to_string()
    }

    #[test]
    fn a_single_statement_is_a_list_of_one() {
        let policy = Policy::read(&json!({"Statement": {
            "Effect": "Allow",
            "Action": "a:b",
            "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::444455556666:root", "*", "AIDA"], "Service": "s"},
            "Condition": {"Bool": {"k": true}, "NumericEquals": {"n": [1, "2"], "m": 3}},
        }}))
        .unwrap();
        assert_eq!(policy.version, Version::V2008);
        let statement = &policy.statements[0];
        assert_eq!(
            statement.principals,
            Some(Principals::AllBut(vec![
                Who::Account("111122223333".to_owned()),
                Who::Account("444455556666".to_owned()),
                Who::Everyone,
                Who::Arn("AIDA".to_owned()),
                Who::Service("s".to_owned()),
            ]))
        );
        let conditions: Vec<_> =
            statement.conditions.iter().map(|one| (&*one.key, one.values.join(" "))).collect();
        assert_eq!(conditions, [("k", "true".to_owned()), ("n", "1 2".to_owned()), ("m", "3".to_owned())]);
    }

    #[test]
    fn what_aws_refuses_is_malformed() {
        let statement = |extra: Value| {
            let mut statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
            statement.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            json!({"Statement": [statement]})
        };
        assert_eq!(why(&json!([])), "not an object");
        assert_eq!(why(&json!({})), "no Statement");
        assert_eq!(
            why(&json!({"Version": "2020-01-01", "Statement": []})),
            "Version: neither 2012-10-17 nor 2008-10-17"
        );
        assert_eq!(why(&json!({"Statements": []})), "there is no element Statements");
        assert_eq!(
            why(&statement(json!({"Effect": "allow"}))),
            "Statement[0].Effect: neither Allow nor Deny"
        );
        assert_eq!(why(&statement(json!({"NotAction": "*"}))), "Statement[0]: both Action and NotAction");
        assert_eq!(why(&statement(json!({"Resource": [1]}))), "Statement[0].Resource: not a string");
        assert_eq!(why(&statement(json!({"Principal": "me"}))), "Statement[0].Principal: not an object");
        assert_eq!(
            why(&statement(json!({"Principal": {"Aws": "*"}}))),
            "Statement[0].Principal.Aws: not AWS, Service, Federated or CanonicalUser"
        );
        assert_eq!(
            why(&statement(json!({"Condition": {"StringMatches": {"a": "b"}}}))),
            "Statement[0].Condition.StringMatches: no operator of AWS's"
        );
    }
}

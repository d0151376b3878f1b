//! The JSON Schema of stack files: what editors complete and check from.
//!
//! In: the types of the stack language, with their documentation. Out: one schema. It says less than the rules: what
//! depends on another part of the file cannot be told here.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::Value;

use crate::Stack;

/// The schema, as draft 7 of JSON Schema: the one that every editor knows.
pub fn schema() -> Value {
    let mut settings = SchemaSettings::draft07();
    // Before the others: one of them wraps references, and has to see what this one leaves.
    settings.transforms.insert(0, Box::new(Plain));
    let mut schema = settings.into_generator().into_root_schema_for::<Stack>();
    schema.insert("$comment".to_owned(), "Written by `pipewright schema`.".into());
    // A project may say it for all its stacks.
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|key| key != "edition");
    }
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.insert(crate::matrix::KEY.to_owned(), crate::matrix::schema());
    }
    schema.to_value()
}

/// Makes a schema say what is meant: a key that may be left out may not be `null` for that, which is what a forgotten
/// value reads as; and a description is one line.
#[derive(Debug, Clone)]
struct Plain;

impl Transform for Plain {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        without_null(schema);
        if let Some(Value::String(description)) = schema.get_mut("description") {
            *description = description.replace('\n', " ");
        }
        if let Some(Value::String(pattern)) = schema.get_mut("pattern") {
            *pattern = format!("{pattern}|{PLACEHOLDER}");
        }
    }
}

/// What stands for the value of a matrix's entry, in a text that has a pattern.
const PLACEHOLDER: &str = r"\(\([A-Za-z0-9_-]+\)\)";

fn without_null(schema: &mut Schema) {
    let null = Value::from("null");
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| *kind != null);
        if let [only] = &types[..] {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum")
        && words.len() > 1
    {
        words.retain(|word| !word.is_null());
    }
    if let Some(Value::Array(variants)) = schema.get_mut("anyOf") {
        variants.retain(|variant| variant.get("type") != Some(&null));
        if let [Value::Object(only)] = &variants[..] {
            let only = only.clone();
            schema.remove("anyOf");
            for (key, value) in only {
                schema.ensure_object().entry(key).or_insert(value);
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::schema;

    type Keys = BTreeMap<String, BTreeSet<String>>;

    thread_local! {
        static ASKED: RefCell<Keys> = const { RefCell::new(BTreeMap::new()) };
    }

    /// Called by the reader: it has asked a mapping of that title for these keys.
    pub(crate) fn note_keys(title: &str, keys: &[&str]) {
        ASKED.with_borrow_mut(|asked| {
            asked.entry(title.to_owned()).or_default().extend(keys.iter().map(ToString::to_string));
        });
    }

    /// The keys of every mapping in the schema, by its title.
    fn described(schema: &Value, title: Option<&str>, keys: &mut Keys) {
        let title = schema.get("title").and_then(Value::as_str).or(title);
        if let Some(Value::Object(properties)) = schema.get("properties") {
            let title = title.expect("a title for every mapping").to_owned();
            keys.entry(title).or_default().extend(properties.keys().cloned());
        }
        match schema {
            Value::Array(items) => items.iter().for_each(|item| described(item, title, keys)),
            Value::Object(entries) => {
                for (key, value) in entries {
                    described(value, title.filter(|_| key == "oneOf"), keys);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let everything = include_str!("../tests/everything.yaml");
        crate::parse(everything).unwrap_err();
        // Of the sources, one is read alone.
        let connected = "source: { connection: { repository: acme/everything, provider: GitHub, triggers: {
            push: [{ branches: { includes: [main] } }], pull-requests: [{ branches: [main] }] } } }";
        let source = everything.lines().find(|line| line.starts_with("source:")).unwrap();
        crate::parse(&everything.replace(source, connected)).unwrap_err();
        let asked = ASKED.take();
        let mut keys = Keys::new();
        described(&schema(), None, &mut keys);
        assert_eq!(asked, keys);
    }
}

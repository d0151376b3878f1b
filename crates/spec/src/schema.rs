//! The JSON Schema of stack files: what editors complete and check from.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::Value;

use crate::Stack;

/// The schema, as draft 7 of JSON Schema: the one that every editor knows.
pub fn schema() -> Value {
    let mut schema = SchemaSettings::draft07()
        .with_transform(WithoutNull)
        .into_generator()
        .into_root_schema_for::<Stack>();
    schema.insert(
        "$comment".to_owned(),
        "Written by `pipewright schema`; see CONTRIBUTING.md.".into(),
    );
    schema.to_value()
}

/// A key that may be left out may not be `null` for that: `null` is what a forgotten value reads as.
#[derive(Debug, Clone)]
struct WithoutNull;

impl Transform for WithoutNull {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let null = Value::from("null");
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|kind| *kind != null);
            if let [only] = &types[..] {
                let only = only.clone();
                schema.insert("type".to_owned(), only);
            }
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
}

#[cfg(test)]
pub(crate) mod tests {
    pub(crate) fn note_keys(_title: &'static str, _keys: &[&'static str]) {}
}

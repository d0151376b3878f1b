//! The JSON Schema in `schemas/` is the code's; it takes every stack, and documents the defaults that hold.

use std::path::Path;

use serde_json::{Map, Value};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Held to the code; `cargo run -- schema -o schemas/stack.schema.json` writes it anew.
#[test]
fn the_files_are_what_the_code_says() {
    for (name, option, schema) in [
        ("stack.schema.json", "", spec::schema()),
        ("project.schema.json", " --project", spec::project::schema()),
    ] {
        let path = root().join("schemas").join(name);
        let expected = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == expected,
            "schemas/{name} is not the schema of this code; write it anew and look at the difference:\n\
             cargo run -- schema{option} -o schemas/{name}"
        );
    }
}

#[test]
fn a_project_fits_its_schema_and_a_stack_does_not() {
    let schema = spec::project::schema();
    let acme = root().join("crates/pipewright/tests/projects/acme");
    let project = json(&std::fs::read_to_string(acme.join("pipewright.yaml")).unwrap());
    assert_eq!(misfit(&schema, &schema, &project), None);
    let stack = json(&std::fs::read_to_string(acme.join("stacks/orders.yaml")).unwrap());
    assert!(misfit(&schema, &schema, &stack).is_some());
    assert_eq!(misfit(&spec::schema(), &spec::schema(), &stack), None);
}

#[test]
fn every_stack_fits_the_schema() {
    let schema = spec::schema();
    insta::glob!("../../../stacks", "*.yaml", |path| {
        let stack = json(&std::fs::read_to_string(path).unwrap());
        assert_eq!(misfit(&schema, &schema, &stack), None, "{}", path.display());
    });
}

/// A judge that takes everything proves nothing.
#[test]
fn what_has_the_wrong_shape_does_not_fit() {
    let schema = spec::schema();
    let shapes = ["unknown-key-", "missing-key-name", "unknown-value-", "wrong-type-"];
    // A list that grows without us; and what the reader of YAML here has made right on its way.
    let beyond = ["unknown-value-language.yaml", "unknown-key-merge.yaml", "wrong-type-boolean.yaml"];
    insta::glob!("../errors", "*.yaml", |path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap();
        if shapes.iter().any(|shape| name.starts_with(shape)) && !beyond.contains(&name) {
            let stack = json(&std::fs::read_to_string(path).unwrap());
            assert!(misfit(&schema, &schema, &stack).is_some(), "{name} fits");
        }
    });
}

#[test]
fn documented_defaults_hold() {
    let short = "
        edition: 2026
        name: short
        source: { codecommit: { repository: short } }
        functions: { hello: { runtime: python3.13, code: app } }
        stages:
          - { name: Build, build: { commands: [make], reports: { unit: { files: [report.xml] } } } }
          - { name: Review, approval: { emails: [reviewer@example.com] } }
          - { name: Release, deploy: { functions: [hello] } }
    ";
    let schema = spec::schema();
    let mut long = json(short);
    let filled = fill(&schema, &schema, &mut long);
    assert!(filled >= 15, "only {filled} defaults were found");
    assert_eq!(effect(&long.to_string()), effect(short));
}

/// All that a stack means, wherever its values were written.
fn effect(text: &str) -> String {
    let (stack, _) = spec::parse(text).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let functions: Vec<_> = stack
        .functions()
        .map(|(name, it)| {
            (name.to_string(), it.handler(), it.alias(), it.memory(), it.timeout(), it.architecture())
        })
        .map(|it| format!("{it:?}"))
        .collect();
    let mut stages = stack.stages.clone();
    for stage in &mut stages {
        if let spec::Work::Deploy(deploy) = &mut stage.actions[0].work {
            let default = || [("errors".into(), spec::Alarm::default().into())].into();
            deploy.alarms.get_or_insert_with(default);
            deploy.shift.get_or_insert_default();
            deploy.rollback.get_or_insert_default();
        }
    }
    let text = format!(
        "{functions:?} {:?} {:?} {:?} {stages:?}",
        stack.source, stack.log_retention, stack.artifact_retention
    );
    without_spans(&text)
}

/// `span: Some(Span { start: 1, end: 2 })` and `span: None` are the same here.
fn without_spans(text: &str) -> String {
    let mut pieces = text.split("span: Some(Span {");
    let mut result = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, rest) = piece.split_once("})").unwrap_or_default();
        result += "span: None";
        result += rest;
    }
    result
}

fn json(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{error}"))
}

fn target<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let wrapped = schema["allOf"].as_array().filter(|all| all.len() == 1).map(|all| &all[0]);
    let schema = wrapped.unwrap_or(schema);
    match schema["$ref"].as_str() {
        Some(path) => root.pointer(path.trim_start_matches('#')).expect("a definition"),
        None => schema,
    }
}

/// Writes out every default that the schema documents for a mapping that is there, and counts them.
fn fill(root: &Value, schema: &Value, value: &mut Value) -> usize {
    let schema = target(root, schema);
    if let Some(variants) = schema["anyOf"].as_array().or(schema["oneOf"].as_array())
        && schema["properties"].is_null()
    {
        let fits = variants.iter().find(|variant| misfit(root, variant, value).is_none());
        return fits.map_or(0, |variant| fill(root, variant, value));
    }
    match value {
        Value::Array(items) => items.iter_mut().map(|item| fill(root, &schema["items"], item)).sum(),
        Value::Object(entries) => {
            let mut filled = 0;
            for (key, property) in schema["properties"].as_object().unwrap_or(&Map::new()) {
                if let (Some(default), false) = (property.get("default"), entries.contains_key(key)) {
                    entries.insert(key.clone(), default.clone());
                    filled += 1;
                }
            }
            for (key, value) in entries {
                let property = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
                filled += fill(root, property, value);
            }
            filled
        }
        _ => 0,
    }
}

/// Why a value does not fit a schema. Knows the keywords that our schema uses, but for patterns; the conformance suite
/// has a complete judge.
fn misfit(root: &Value, schema: &Value, value: &Value) -> Option<String> {
    for (keyword, rule) in schema.as_object().into_iter().flatten() {
        let wrong = match keyword.as_str() {
            "$schema"
            | "$comment"
            | "definitions"
            | "title"
            | "description"
            | "default"
            | "examples"
            | "format"
            | "pattern"
            | "patternErrorMessage"
            | "propertyNames"
            | "maxLength" => None,
            "$ref" => misfit(root, target(root, schema), value),
            "type" => (!types(rule).any(|kind| is(kind, value))).then(|| format!("{value} is not {rule}")),
            "enum" => (!rule.as_array()?.contains(value)).then(|| format!("{value} is none of {rule}")),
            "minimum" => (value.as_f64() < rule.as_f64()).then(|| format!("{value} is below {rule}")),
            "maximum" => (value.as_f64() > rule.as_f64()).then(|| format!("{value} is above {rule}")),
            "minItems" => (length(value) < rule.as_u64()).then(|| "too few".to_owned()),
            "maxItems" => (length(value) > rule.as_u64()).then(|| "too many".to_owned()),
            "minProperties" => (length(value) < rule.as_u64()).then(|| "too few keys".to_owned()),
            "maxProperties" => (length(value) > rule.as_u64()).then(|| "too many keys".to_owned()),
            "allOf" => rule.as_array()?.iter().find_map(|all| misfit(root, all, value)),
            "anyOf" => (fitting(root, rule, value) == 0).then(|| format!("{value} fits no variant")),
            "oneOf" => (fitting(root, rule, value) != 1).then(|| format!("{value} does not fit one variant")),
            "items" => value.as_array().into_iter().flatten().find_map(|item| misfit(root, rule, item)),
            "required" => {
                let has = |key: &&Value| key.as_str().is_some_and(|key| value.get(key).is_some());
                rule.as_array()?.iter().find(|key| !has(key)).map(|key| format!("{key} is missing"))
            }
            "properties" => {
                let properties = rule.as_object()?.iter();
                properties
                    .filter_map(|(key, rule)| Some((rule, value.get(key)?)))
                    .find_map(|(rule, value)| misfit(root, rule, value))
            }
            "additionalProperties" => {
                let others = value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter(|(key, _)| schema["properties"].get(key).is_none());
                match rule {
                    Value::Bool(false) => others.map(|(key, _)| format!("{key} is unknown")).next(),
                    rule => others.into_iter().find_map(|(_, value)| misfit(root, rule, value)),
                }
            }
            other => panic!("the schema uses `{other}`, which this judge does not know"),
        };
        if wrong.is_some() {
            return wrong;
        }
    }
    None
}

fn fitting(root: &Value, variants: &Value, value: &Value) -> usize {
    variants.as_array().into_iter().flatten().filter(|variant| misfit(root, variant, value).is_none()).count()
}

fn length(value: &Value) -> Option<u64> {
    let length = value.as_array().map(Vec::len).or(value.as_object().map(Map::len));
    length.map(|length| length as u64)
}

fn types(rule: &Value) -> impl Iterator<Item = &str> {
    rule.as_str().into_iter().chain(rule.as_array().into_iter().flatten().filter_map(Value::as_str))
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        other => panic!("unknown type {other}"),
    }
}

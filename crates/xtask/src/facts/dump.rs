//! Tells all facts, as the crate `facts` reads them, as JSON.

use std::collections::BTreeMap;

use facts::{Shape, Value, iam};
use serde_json::{Map, Value as Json, json};

/// Everything the crate knows.
pub(super) fn everything() -> Json {
    let mut shapes = BTreeMap::new();
    let types: Map<_, _> =
        facts::resource_types().map(|name| (name.to_owned(), resource_type(name, &mut shapes))).collect();
    let runtimes: Map<_, _> = facts::lambda_runtimes()
        .map(|known| {
            let dates = [known.deprecated, known.create_blocked, known.update_blocked, known.successor];
            (known.name.to_owned(), json!(dates))
        })
        .collect();
    json!({
        "types": types,
        "shapes": shapes,
        "runtimes": runtimes,
        "iam": services(),
        "global": global(),
        "policies": policies(),
    })
}

fn resource_type(name: &str, shapes: &mut BTreeMap<u32, Json>) -> Json {
    let Some(known) = facts::resource_type(name) else { return Json::Null };
    let attributes: Map<_, _> = known
        .attributes()
        .map(|(attribute, shape)| (attribute.to_owned(), visit(shape, shapes).into()))
        .collect();
    json!({
        "properties": visit(known.properties(), shapes),
        "reference": known.reference().map(|shape| visit(shape, shapes)),
        "attributes": attributes,
        "createOnlyProperties": known.create_only().collect::<Vec<_>>(),
        "conditionalCreateOnlyProperties": known.conditional_create_only().collect::<Vec<_>>(),
        "readOnlyProperties": known.read_only().collect::<Vec<_>>(),
        "writeOnlyProperties": known.write_only().collect::<Vec<_>>(),
        "deprecatedProperties": known.deprecated().collect::<Vec<_>>(),
        "primaryIdentifier": known.primary_identifier().collect::<Vec<_>>(),
        "taggable": known.is_taggable(),
        "tagProperty": known.tag_property(),
        "lifecycle": known.lifecycle().map(|life| [Some(life.status), life.date]),
    })
}

/// The shape's number, once the shape and all below it are among the shapes.
fn visit(shape: Shape, shapes: &mut BTreeMap<u32, Json>) -> u32 {
    if shapes.contains_key(&shape.id()) {
        return shape.id();
    }
    shapes.insert(shape.id(), Json::Null);
    let mut out = Map::new();
    limits(shape, &mut out);
    objects(shape, &mut out);
    parts(shape, &mut out, shapes);
    shapes.insert(shape.id(), Json::Object(out));
    shape.id()
}

/// What a shape says of scalars and lists.
fn limits(shape: Shape, out: &mut Map<String, Json>) {
    let mut put = |name: &str, value: Option<Json>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value);
        }
    };
    let kinds = shape.kinds();
    put("never", shape.is_never().then_some(json!(true)));
    put("type", (!kinds.is_any()).then(|| kinds.iter().map(facts::Kind::name).collect()));
    put("minLength", shape.min_length().map(Json::from));
    put("maxLength", shape.max_length().map(Json::from));
    put("minItems", shape.min_items().map(Json::from));
    put("maxItems", shape.max_items().map(Json::from));
    put("minProperties", shape.min_properties().map(Json::from));
    put("maxProperties", shape.max_properties().map(Json::from));
    put("minimum", shape.minimum().map(Json::from));
    put("maximum", shape.maximum().map(Json::from));
    put("exclusiveMinimum", shape.exclusive_minimum().map(Json::from));
    put("exclusiveMaximum", shape.exclusive_maximum().map(Json::from));
    put("multipleOf", shape.multiple_of().map(Json::from));
    put("uniqueItems", shape.has_unique_items().then_some(json!(true)));
    put("pattern", shape.pattern().map(|pattern| pattern.source().into()));
    put("format", shape.format().map(Json::from));
    if let Some(values) = shape.values() {
        let name = if values.ignores_case() { "enumCaseInsensitive" } else { "enum" };
        put(name, Some(values.iter().map(value).collect()));
    }
}

fn value(value: Value) -> Json {
    match value {
        Value::Text(text) => text.into(),
        Value::Number(text) => serde_json::from_str(text).unwrap_or_default(),
        Value::Boolean(value) => value.into(),
    }
}

/// What a shape says of an object's properties by their names.
fn objects(shape: Shape, out: &mut Map<String, Json>) {
    let lists = [
        ("required", shape.required().collect::<Vec<_>>()),
        ("requiredOr", shape.required_or().collect()),
        ("requiredXor", shape.required_xor().collect()),
        ("uniqueKeys", shape.unique_keys().collect()),
    ];
    for (name, list) in lists {
        if !list.is_empty() {
            out.insert(name.to_owned(), json!(list));
        }
    }
    let dependents = [
        ("dependentRequired", shape.dependent_required().collect::<BTreeMap<_, _>>()),
        ("dependentExcluded", shape.dependent_excluded().collect()),
    ];
    for (name, list) in dependents {
        if !list.is_empty() {
            out.insert(name.to_owned(), json!(list));
        }
    }
    if shape.is_closed() {
        out.insert("additionalProperties".to_owned(), json!(false));
    }
}

/// The shapes that a shape is made of.
fn parts(shape: Shape, out: &mut Map<String, Json>, shapes: &mut BTreeMap<u32, Json>) {
    let conditional = shape.conditional();
    let single = [
        ("additionalProperties", shape.additional()),
        ("propertyNames", shape.key()),
        ("items", shape.items()),
        ("contains", shape.contains()),
        ("not", shape.not()),
        ("if", conditional.map(|known| known.when)),
        ("then", conditional.and_then(|known| known.then)),
        ("else", conditional.and_then(|known| known.otherwise)),
    ];
    for (name, part) in single {
        if let Some(part) = part {
            out.insert(name.to_owned(), visit(part, shapes).into());
        }
    }
    let lists = [
        ("allOf", shape.all_of().collect::<Vec<_>>()),
        ("anyOf", shape.any_of().collect()),
        ("oneOf", shape.one_of().collect()),
        ("prefixItems", shape.prefix_items().collect()),
    ];
    for (name, list) in lists {
        if !list.is_empty() {
            out.insert(name.to_owned(), list.into_iter().map(|part| visit(part, shapes)).collect());
        }
    }
    let properties: Map<_, _> =
        shape.properties().map(|(name, part)| (name.to_owned(), visit(part, shapes).into())).collect();
    if !properties.is_empty() {
        out.insert("properties".to_owned(), properties.into());
    }
    let patterns: Map<_, _> = shape
        .pattern_properties()
        .map(|(pattern, part)| (pattern.source().to_owned(), visit(part, shapes).into()))
        .collect();
    if !patterns.is_empty() {
        out.insert("patternProperties".to_owned(), patterns.into());
    }
}

fn services() -> Json {
    let service = |service: iam::Service| {
        let actions: Map<_, _> =
            service.actions().map(|known| (known.name().to_owned(), action(known))).collect();
        let resources: Map<_, _> = service
            .resources()
            .map(|known| {
                (known.name().to_owned(), json!([known.arn(), known.condition_keys().collect::<Vec<_>>()]))
            })
            .collect();
        let keys: Map<_, _> =
            service.condition_keys().map(|key| (key.name().to_owned(), key.kind().into())).collect();
        let known =
            json!({ "name": service.name(), "actions": actions, "resources": resources, "keys": keys });
        (service.prefix().to_owned(), known)
    };
    Json::Object(iam::services().map(service).collect())
}

fn action(action: iam::Action) -> Json {
    let resources: Vec<_> = action
        .resources()
        .map(|taken| {
            json!([taken.resource.name(), taken.required, taken.condition_keys().collect::<Vec<_>>()])
        })
        .collect();
    let level = format!("{:?}", action.access_level());
    json!({ "level": level, "keys": action.condition_keys().collect::<Vec<_>>(), "resources": resources })
}

fn global() -> Json {
    iam::global_condition_keys().map(|key| json!([key.name(), key.kind()])).collect()
}

fn policies() -> Json {
    let told = |policy: iam::ManagedPolicy| json!({ "path": policy.path(), "document": policy.document().unwrap_or("") });
    iam::managed_policies()
        .map(|policy| (policy.name().to_owned(), told(policy)))
        .collect::<Map<_, _>>()
        .into()
}

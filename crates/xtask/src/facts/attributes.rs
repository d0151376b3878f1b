//! What `Fn::GetAtt` and `Ref` give for a resource type, as cfn-lint derives it from the schema.

use facts::Kind;
use facts::layout::field;
use serde_json::Value as Json;

use super::graph::{Graph, Node, Slot};
use super::types::Type;

/// Fills in the type's attributes and its reference.
pub(super) fn find(graph: &mut Graph, known: &mut Type<'_>, exceptions: &Json) {
    let identifiers: Vec<_> = pointers(known.schema, "primaryIdentifier").collect();
    known.reference = match identifiers.as_slice() {
        [] => None,
        [only] => Some(lead(graph, known.root, only)),
        _ => Some(text(graph)),
    };
    let lists =
        |list: &Json| list.as_array().is_some_and(|names| names.iter().any(|name| name == known.name));
    if lists(&exceptions["every_property"]) {
        let mut names = Vec::new();
        for (name, schema) in known.schema["properties"].as_object().into_iter().flatten() {
            every(known.schema, schema, name, &mut names);
        }
        for name in names {
            let node = lead(graph, known.root, &name.replace('.', "/"));
            known.attributes.insert(name, node);
        }
        return;
    }
    let besides = exceptions["besides"][known.name].as_array().into_iter().flatten().filter_map(Json::as_str);
    let mut paths: Vec<_> = besides.collect();
    match known.name {
        "AWS::CloudFormation::Stack" | "AWS::Serverless::Application" => {
            open(graph, known, "Outputs.*", Kind::String);
        }
        "AWS::CloudFormation::CustomResource" => {
            let node = graph.add(Node::default());
            known.attributes.insert("*".to_owned(), node);
            paths.extend(pointers(known.schema, "readOnlyProperties"));
        }
        "AWS::ServiceCatalog::CloudFormationProvisionedProduct" => {
            open(graph, known, "Outputs.*", Kind::String);
            paths.extend(pointers(known.schema, "readOnlyProperties").filter(|path| *path != "Outputs"));
        }
        _ => paths.extend(pointers(known.schema, "readOnlyProperties")),
    }
    for path in paths {
        // The one attribute that is text where the property is a number.
        let node = if known.name == "AWS::DocDB::DBCluster" && path == "Port" {
            text(graph)
        } else {
            lead(graph, known.root, path)
        };
        known.attributes.insert(path.replace('/', "."), node);
    }
}

fn open(graph: &mut Graph, known: &mut Type<'_>, name: &str, kind: Kind) {
    let mut node = Node::default();
    node.facts.kinds = kind as u8;
    let node = graph.add(node);
    known.attributes.insert(name.to_owned(), node);
}

fn text(graph: &mut Graph) -> usize {
    let mut node = Node::default();
    node.facts.kinds = Kind::String as u8;
    graph.add(node)
}

fn pointers<'a>(schema: &'a Json, list: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let paths = schema[list].as_array().into_iter().flatten().filter_map(Json::as_str);
    paths.filter_map(|path| path.strip_prefix("/properties/"))
}

/// The shape at a path below the properties; where the path is lost, one that says nothing.
fn lead(graph: &mut Graph, root: usize, path: &str) -> usize {
    let mut at = root;
    for step in path.split('/') {
        let children = &graph.nodes[at].children;
        let child = if step == "*" {
            children.get(&Slot::Child(field::ITEMS))
        } else {
            children.get(&Slot::Property(step.to_owned()))
        };
        match child {
            Some(child) => at = *child,
            None => return graph.add(Node::default()),
        }
    }
    at
}

/// All scalars and lists of scalars below a property.
fn every(document: &Json, schema: &Json, path: &str, names: &mut Vec<String>) {
    let has = |kind: &str| match &schema["type"] {
        Json::Array(kinds) => kinds.iter().any(|known| known == kind),
        known => known == kind,
    };
    if has("object") {
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            every(document, inner, &format!("{path}.{name}"), names);
        }
    } else if has("array") {
        let inner = &schema["items"]["type"];
        if inner != "object" && inner != "array" {
            names.push(path.to_owned());
        }
    } else if let Some(target) = schema["$ref"].as_str() {
        let target = target.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        every(document, target.unwrap_or(&Json::Null), path, names);
    } else {
        names.push(path.to_owned());
    }
}

//! What a YAML reader that knows no tags makes of a template: for tests that read printed templates back.

use serde_json::Value as Json;

/// A template with every intrinsic as its bare text.
pub(crate) fn bare(value: Json) -> Json {
    match value {
        Json::Object(members) if members.len() == 1 => {
            let (key, value) = members.into_iter().next().unwrap();
            match (key.as_str(), value) {
                ("Ref" | "Fn::Sub", text) => text,
                ("Fn::GetAtt", Json::Array(path)) => {
                    path.iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join(".").into()
                }
                (key, value) => serde_json::json!({ key: bare(value) }),
            }
        }
        Json::Object(members) => members.into_iter().map(|(key, value)| (key, bare(value))).collect(),
        Json::Array(items) => items.into_iter().map(bare).collect(),
        scalar => scalar,
    }
}

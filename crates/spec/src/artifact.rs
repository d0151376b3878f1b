//! What a build hands on beside its packages.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::Located;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use yaml::{Node, Value};

/// Files that a build hands on under a name: a list, or a mapping that also says where they are.
#[derive(Debug, Clone)]
pub struct ArtifactFiles {
    /// The files, from `base-directory`.
    pub files: Vec<Located<String>>,
    /// Where the files are, from the repository's root.
    pub base_directory: Option<Located<String>>,
}

impl Read for ArtifactFiles {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(_) = &node.value else {
            return Vec::read(node, findings).map(|files| Self { files, base_directory: None });
        };
        Fields::read(node, "artifact", findings, |fields| {
            Some(Self { base_directory: fields.optional("base-directory"), files: fields.required("files")? })
        })
    }
}

/// Files and their folder.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "artifact")]
#[expect(dead_code, reason = "only its schema is used")]
struct ArtifactForm {
    /// The files, from `base-directory`; `**/*` stands for any file below.
    files: Vec<String>,
    /// Where the files are, from the repository's root: their paths in the artifact begin there.
    base_directory: Option<String>,
}

impl JsonSchema for ArtifactFiles {
    fn schema_name() -> Cow<'static, str> {
        "ArtifactFiles".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Files that a build hands on.",
            "anyOf": [
                { "type": "array", "items": { "type": "string" }, "description": "The files, from the repository's root; `**/*` stands for any file below." },
                generator.subschema_for::<ArtifactForm>(),
            ],
        })
    }
}

//! What goes into a function's package.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::Located;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use yaml::{Node, Value};

/// What goes into a function's package.
#[derive(Debug, Clone)]
pub enum Code {
    /// A folder of the repository, zipped reproducibly by the build.
    Folder {
        /// The folder, from the repository's root.
        folder: Located<String>,
        /// Files to leave out: patterns as in a shell, from the folder.
        exclude: Vec<Located<String>>,
        /// What is installed beside the code.
        dependencies: Option<Dependencies>,
    },
    /// A zip or jar that the build's own commands leave behind.
    Archive(Located<String>),
}

impl From<&str> for Code {
    fn from(folder: &str) -> Self {
        Self::Folder { folder: folder.into(), exclude: Vec::new(), dependencies: None }
    }
}

/// Third-party packages that go into the zip.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", title = "dependencies")]
pub enum Dependencies {
    /// A requirements file for pip, from the repository's root.
    Pip(Located<String>),
    /// A folder of the repository with `package.json` and `package-lock.json` for `npm ci`.
    Npm(Located<String>),
}

/// `code: app`, or a mapping.
impl Read for Code {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(_) = &node.value else {
            let folder = Located::read(node, findings)?;
            return Some(Self::Folder { folder, exclude: Vec::new(), dependencies: None });
        };
        Fields::read(node, "code", findings, |fields| {
            let Some((key, value)) = fields.one_of(&["folder", "archive"]) else {
                // The other keys belong to a folder, and are no mistake on top of this one.
                let _: (Option<Vec<String>>, Option<Dependencies>) =
                    (fields.optional("exclude"), fields.optional("dependencies"));
                return None;
            };
            let value = Located::read(value, fields.findings);
            if key == "archive" {
                return value.map(Self::Archive);
            }
            let (exclude, dependencies) = (fields.or_default("exclude"), fields.optional("dependencies"));
            Some(Self::Folder { folder: value?, exclude, dependencies })
        })
    }
}

impl Read for Dependencies {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "dependencies", findings, |fields| match fields.one_of(&["pip", "npm"])? {
            ("pip", file) => Located::read(file, fields.findings).map(Self::Pip),
            (_, folder) => Located::read(folder, fields.findings).map(Self::Npm),
        })
    }
}

/// A folder of the repository, zipped reproducibly by the build.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "code")]
#[expect(dead_code, reason = "only its schema is used")]
struct CodeFolder {
    /// The folder, from the repository's root.
    folder: String,
    /// Files to leave out: patterns as in a shell, from the folder.
    #[schemars(default, extend("examples" = [["tests/**", "*.md"]]))]
    exclude: Vec<String>,
    /// What is installed beside the code.
    dependencies: Option<Dependencies>,
}

/// An archive that the build makes itself.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "code")]
#[expect(dead_code, reason = "only its schema is used")]
struct CodeArchive {
    /// A zip or jar that the build's own commands leave behind, from the repository's root. It goes to Lambda as it is: where
    /// equal code gives other bytes each time, every execution releases a version.
    archive: String,
}

impl JsonSchema for Code {
    fn schema_name() -> Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What goes into a function's package: a folder of the repository, or an archive.",
            "anyOf": [
                { "type": "string", "description": "A folder of the repository, zipped reproducibly by the build." },
                generator.subschema_for::<CodeFolder>(),
                generator.subschema_for::<CodeArchive>(),
            ],
        })
    }
}

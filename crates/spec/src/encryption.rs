//! Encryption under a customer key, on request.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use yaml::{Node, Value};

use crate::Setting;
use crate::findings::Findings;
use crate::read::{Fields, Read, scalar, wrong_type};

/// What encrypts artifacts, logs and messages.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "encryption")]
pub struct Encryption {
    /// `created`, for a key of the stack's own, which costs by the month
    /// ([pricing](https://aws.amazon.com/kms/pricing/)); or one that exists: `{ existing: … }`.
    pub kms_key: KmsKey,
}

/// A customer key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KmsKey {
    /// The stack makes it.
    Created,
    /// It exists, by its ARN; its policy has to let in whoever uses it.
    Existing(Setting),
}

impl Encryption {
    /// Under that key.
    pub fn under(kms_key: KmsKey) -> Self {
        Self { kms_key }
    }
}

impl Read for Encryption {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "encryption", findings, |fields| {
            Some(Self { kms_key: fields.required("kms-key")? })
        })
    }
}

const WANTED: &str = "`created` or `{ existing: … }`";

impl Read for KmsKey {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        if let Value::Map(_) = &node.value {
            return Fields::read(node, "key", findings, |fields| {
                Some(Self::Existing(fields.required("existing")?))
            });
        }
        let word = scalar(node, WANTED, findings)?;
        if word.text == "created" {
            return Some(Self::Created);
        }
        findings.push(wrong_type(node, WANTED));
        None
    }
}

impl JsonSchema for KmsKey {
    fn schema_name() -> Cow<'static, str> {
        "KmsKey".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "string", "enum": ["created"] },
                {
                    "title": "key",
                    "type": "object",
                    "properties": { "existing": generator.subschema_for::<Setting>() },
                    "required": ["existing"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

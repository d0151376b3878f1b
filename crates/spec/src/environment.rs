//! Environment variables of a build.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::{Spelled, SpelledSetting};
use crate::{Located, ParameterRef, Setting};
use yaml::{Node, Value};

/// The value of a build's environment variable.
#[derive(Debug, Clone)]
pub enum BuildValue {
    /// In clear, or by a deploy-time parameter; never a secret.
    Plain(Setting),
    /// From Systems Manager Parameter Store, read when the build starts.
    ParameterStore(ParameterStore),
    /// From Secrets Manager, read when the build starts.
    SecretsManager(SecretsManager),
}

impl BuildValue {
    /// The text, where it holds variables of the execution, `#{namespace.key}`: its action passes it to the build.
    pub fn with_variables(&self) -> Option<&Located<String>> {
        match self {
            Self::Plain(Setting::Literal(text)) => Some(text).filter(|text| holds_variable(text)),
            _ => None,
        }
    }

    /// The customer key that encrypts it, if one does.
    pub fn kms_key(&self) -> Option<&Setting> {
        match self {
            Self::Plain(_) => None,
            Self::ParameterStore(parameter) => parameter.kms_key.as_ref(),
            Self::SecretsManager(secret) => secret.kms_key.as_ref(),
        }
    }
}

/// Whether `#{namespace.key}` stands in a text.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-variables.html>
fn holds_variable(text: &str) -> bool {
    let word = |word: &str| {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || "_@-".contains(letter);
        !word.is_empty() && word.chars().all(fits)
    };
    let names = text.split("#{").skip(1).filter_map(|rest| rest.split_once('}')?.0.split_once('.'));
    names.into_iter().any(|(namespace, key)| word(namespace) && word(key))
}

/// A parameter of Systems Manager Parameter Store.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "Parameter Store reference")]
pub struct ParameterStore {
    /// Its name: `/orders/registry-token`.
    pub name: Located<String>,
    /// The ARN of the customer key that encrypts it, if one does.
    pub kms_key: Option<Setting>,
}

/// A secret of Secrets Manager.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "Secrets Manager reference")]
pub struct SecretsManager {
    /// The secret's name or ARN.
    pub id: Located<String>,
    /// The key of a secret that holds a JSON object; the whole secret otherwise.
    pub key: Option<Located<String>>,
    /// The ARN of the customer key that encrypts it, if one does.
    pub kms_key: Option<Setting>,
}

impl Read for BuildValue {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(_) = &node.value else {
            return SpelledSetting::read(node, findings).map(|setting| Self::Plain(setting.0));
        };
        Fields::read(node, "build value", findings, |fields| {
            match fields.one_of(&["parameter", "parameter-store", "secrets-manager"])? {
                ("parameter", name) => {
                    let name = Located::read(name, fields.findings)?;
                    Some(Self::Plain(Setting::Parameter(ParameterRef::new(name))))
                }
                ("parameter-store", value) => Read::read(value, fields.findings).map(Self::ParameterStore),
                (_, value) => Read::read(value, fields.findings).map(Self::SecretsManager),
            }
        })
    }
}

impl Read for ParameterStore {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "Parameter Store reference", findings, |fields| {
            Some(Self { kms_key: fields.optional("kms-key"), name: fields.required("name")? })
        })
    }
}

impl Read for SecretsManager {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "Secrets Manager reference", findings, |fields| {
            Some(Self {
                key: fields.optional("key"),
                kms_key: fields.optional("kms-key"),
                id: fields.required("id")?,
            })
        })
    }
}

/// A reference to a value: exactly one of these keys.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "build value")]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
#[expect(dead_code, reason = "only its schema is used")]
struct BuildReference {
    /// The name of one of the stack's `parameters`; never for a secret.
    parameter: Option<String>,
    /// A parameter of Systems Manager Parameter Store, read when the build starts.
    parameter_store: Option<ParameterStore>,
    /// A secret of Secrets Manager, read when the build starts.
    secrets_manager: Option<SecretsManager>,
}

impl JsonSchema for BuildValue {
    fn schema_name() -> Cow<'static, str> {
        "BuildValue".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A value in clear, or a reference to one that is read when the build starts.",
            "anyOf": [generator.subschema_for::<Spelled>(), generator.subschema_for::<BuildReference>()],
        })
    }
}

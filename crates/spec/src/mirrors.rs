//! Package registries that a build uses instead of the public ones.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{BuildValue, Located, ParameterStore, SecretsManager};
use yaml::Node;

/// Registries by package manager.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "mirrors")]
pub struct Mirrors {
    /// For npm: a registry. Log in with `token`, or with `username` and `password`.
    pub npm: Option<Mirror>,
    /// For pip: a simple index. Log in with `username` and `password`.
    pub pip: Option<Mirror>,
    /// For Maven: a mirror of every repository. Log in with `username` and `password`.
    pub maven: Option<Mirror>,
}

impl Mirrors {
    /// Whether no registry is set.
    pub fn is_empty(&self) -> bool {
        self.npm.is_none() && self.pip.is_none() && self.maven.is_none()
    }
}

/// One registry. Its credentials are references; a literal one is an error.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "mirror")]
pub struct Mirror {
    /// Its address, `https://` and without credentials.
    #[schemars(regex(pattern = r"^https://[^@\s]+$"))]
    pub url: Located<String>,
    /// The user, for registries that want user and password; a reference like the password.
    #[schemars(with = "Option<SecretReference>")]
    pub username: Option<BuildValue>,
    /// The password; with `username`.
    #[schemars(with = "Option<SecretReference>")]
    pub password: Option<BuildValue>,
    /// A bearer token, for npm alone; instead of `username` and `password`.
    #[schemars(with = "Option<SecretReference>")]
    pub token: Option<BuildValue>,
}

/// A secret, read when the build starts: exactly one of these keys.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "build value")]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
#[expect(dead_code, reason = "only its schema is used")]
struct SecretReference {
    /// A parameter of Systems Manager Parameter Store.
    parameter_store: Option<ParameterStore>,
    /// A secret of Secrets Manager.
    secrets_manager: Option<SecretsManager>,
}

impl Read for Mirrors {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "mirrors", findings, |fields| {
            Some(Self {
                npm: fields.optional("npm"),
                pip: fields.optional("pip"),
                maven: fields.optional("maven"),
            })
        })
    }
}

impl Read for Mirror {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "mirror", findings, |fields| {
            Some(Self {
                username: fields.optional("username"),
                password: fields.optional("password"),
                token: fields.optional("token"),
                url: fields.required("url")?,
            })
        })
    }
}

//! Package registries that a build uses instead of the public ones.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::node::Node;
use crate::read::{Fields, Read};
use crate::{BuildValue, Located};

/// Registries by package manager.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "mirrors")]
pub struct Mirrors {
    /// For npm: a registry.
    pub npm: Option<Mirror>,
    /// For pip: a simple index.
    pub pip: Option<Mirror>,
    /// For Maven: a mirror of every repository.
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
    /// The user, for registries that want user and password.
    pub username: Option<BuildValue>,
    /// The password; with `username`.
    pub password: Option<BuildValue>,
    /// A bearer token, for npm alone; instead of `username` and `password`.
    pub token: Option<BuildValue>,
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

//! A source at a provider outside AWS, reached through a connection.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Located, Setting, Triggers};
use yaml::Node;

/// One branch of a repository at GitHub, GitLab or Bitbucket. The provider tells AWS of a push, and that starts the
/// pipeline.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The owner and the name, as in `acme/orders`; at GitLab also the groups between them.
    pub repository: Located<String>,
    /// The branch that the pipeline takes.
    pub branch: Setting,
    /// How AWS reaches the provider.
    pub through: Through,
    /// What starts the pipeline, where it is not every push to the branch.
    pub triggers: Option<Triggers>,
}

/// How AWS reaches the provider of a repository.
#[derive(Debug, Clone)]
pub enum Through {
    /// By a connection that the stack creates. A person finishes its handshake once, in the console.
    Provider(Located<Provider>),
    /// By a connection that the stack creates, to a server of one's own: the ARN of its host.
    Host(Setting),
    /// By a connection that exists already: its ARN.
    Existing(Setting),
}

/// A provider that everybody reaches at the same address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Provider {
    GitHub,
    GitLab,
    Bitbucket,
}

choice!(Provider, "a provider", [
    "GitHub" => Provider::GitHub,
    "GitLab" => Provider::GitLab,
    "Bitbucket" => Provider::Bitbucket,
], help: installed);

/// The two that AWS knows besides: each is reached through a host, which tells which of them it is.
fn installed(wrong: &str) -> Option<String> {
    ["GitHubEnterpriseServer", "GitLabSelfManaged"].contains(&wrong).then(|| {
        "a server of one's own is reached through its host: `host: arn:aws:codeconnections:…` in place of `provider`"
            .to_owned()
    })
}

impl Connection {
    /// The branch `main` of a repository, through a connection that the stack creates.
    pub fn to(provider: Provider, repository: impl Into<Located<String>>) -> Self {
        Self {
            repository: repository.into(),
            branch: "main".into(),
            through: Through::Provider(provider.into()),
            triggers: None,
        }
    }
}

impl Provider {
    /// As AWS spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GitHub => "GitHub",
            Self::GitLab => "GitLab",
            Self::Bitbucket => "Bitbucket",
        }
    }
}

impl Read for Connection {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "connection source", findings, |fields| {
            let branch = fields.or("branch", "main");
            let repository = fields.required("repository");
            let triggers = fields.optional("triggers");
            let through = match fields.one_of(&["provider", "host", "existing"])? {
                ("provider", name) => Located::read(name, fields.findings).map(Through::Provider),
                ("host", arn) => Setting::read(arn, fields.findings).map(Through::Host),
                (_, arn) => Setting::read(arn, fields.findings).map(Through::Existing),
            };
            Some(Self { repository: repository?, branch, through: through?, triggers })
        })
    }
}

/// One branch of a repository at GitHub, GitLab or Bitbucket, through a connection: `provider`, `host` or `existing`. The
/// provider tells AWS of a push, and that starts the pipeline.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "connection source")]
#[schemars(extend("oneOf" = [{ "required": ["provider"] }, { "required": ["host"] }, { "required": ["existing"] }]))]
#[expect(dead_code, reason = "only its schema is used")]
struct Form {
    /// The owner and the name, as in `acme/orders`; at GitLab also the groups between them.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+$"))]
    repository: String,
    /// The branch whose pushes start the pipeline, where `triggers` say nothing else.
    #[schemars(with = "Option<Setting>", extend("default" = "main"))]
    branch: Option<Setting>,
    /// The stack creates a connection to this provider, which is called like the pipeline: 32 characters at most. It works
    /// once a person has finished its handshake in the console
    /// ([pending connections](https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html)).
    provider: Option<Provider>,
    /// The stack creates a connection to a server of one's own (GitHub Enterprise Server, GitLab self-managed): the ARN of
    /// the host that stands for it
    /// ([hosts](https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-hosts.html)).
    host: Option<Setting>,
    /// The ARN of a connection that exists already. One that begins with `arn:aws:codestar-connections` cannot be a
    /// parameter, because the name of the right to use it follows from its ARN.
    existing: Option<Setting>,
    /// What starts the pipeline, in place of every push to `branch`.
    triggers: Option<Triggers>,
}

impl JsonSchema for Connection {
    fn schema_name() -> Cow<'static, str> {
        "Connection".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Form::json_schema(generator)
    }
}

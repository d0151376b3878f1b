//! Where a change comes from.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Connection, Located, Setting};
use yaml::Node;

/// The source whose change starts an execution.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", title = "source")]
pub enum Source {
    /// A CodeCommit repository.
    Codecommit(CodeCommit),
    /// A repository at GitHub, GitLab or Bitbucket.
    Connection(Connection),
}

/// One branch of a CodeCommit repository. A push starts the pipeline through EventBridge; nothing polls.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "codecommit source")]
pub struct CodeCommit {
    /// The repository's name: 1 to 100 of `A-Z`, `a-z`, `0-9`, `.`, `_` and `-`, not ending in `.git`
    /// ([CodeCommit quotas](https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html)).
    #[schemars(regex(pattern = r"^[A-Za-z0-9._-]{1,100}$"))]
    pub repository: Located<String>,
    /// The branch whose pushes start the pipeline.
    #[schemars(with = "Option<Setting>", extend("default" = "main"))]
    pub branch: Setting,
    /// Whether the repository exists already; otherwise the stack creates it.
    #[schemars(with = "Option<bool>", extend("default" = false))]
    pub existing: Located<bool>,
}

impl CodeCommit {
    /// The branch `main` of a repository that the stack creates.
    pub fn new(repository: impl Into<Located<String>>) -> Self {
        Self { repository: repository.into(), branch: "main".into(), existing: false.into() }
    }
}

impl Source {
    /// The repository, as the provider calls it.
    pub fn repository(&self) -> &Located<String> {
        match self {
            Self::Codecommit(source) => &source.repository,
            Self::Connection(source) => &source.repository,
        }
    }

    /// The branch that the pipeline takes.
    pub fn branch(&self) -> &Setting {
        match self {
            Self::Codecommit(source) => &source.branch,
            Self::Connection(source) => &source.branch,
        }
    }

    /// The same, to be changed.
    pub fn branch_mut(&mut self) -> &mut Setting {
        match self {
            Self::Codecommit(source) => &mut source.branch,
            Self::Connection(source) => &mut source.branch,
        }
    }
}

impl From<CodeCommit> for Source {
    fn from(source: CodeCommit) -> Self {
        Self::Codecommit(source)
    }
}

impl From<Connection> for Source {
    fn from(source: Connection) -> Self {
        Self::Connection(source)
    }
}

impl Read for Source {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "source", findings, |fields| {
            match fields.one_of(&["codecommit", "connection"])? {
                ("codecommit", source) => CodeCommit::read(source, fields.findings).map(Self::Codecommit),
                (_, source) => Connection::read(source, fields.findings).map(Self::Connection),
            }
        })
    }
}

impl Read for CodeCommit {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "codecommit source", findings, |fields| {
            Some(Self {
                branch: fields.or("branch", "main"),
                existing: fields.or("existing", false),
                repository: fields.required("repository")?,
            })
        })
    }
}

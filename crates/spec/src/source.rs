//! Where a change comes from.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Connection, Located, PushedImage, S3Object, Setting};
use yaml::{Node, Value};

/// The source whose change starts an execution.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", title = "source")]
pub enum Source {
    /// A CodeCommit repository.
    Codecommit(CodeCommit),
    /// A repository at GitHub, GitLab or Bitbucket.
    Connection(Connection),
    /// A zip in S3.
    S3(S3Object),
    /// An image in ECR: only beside a source that has code.
    Ecr(PushedImage),
}

/// A source beside the first: builds and tests find its files in `$CODEBUILD_SRC_DIR_<name>`, and its variables are
/// `#{<name>Source.…}`.
#[derive(Debug, Clone)]
pub struct FurtherSource {
    /// 1 to 10 letters and digits.
    pub name: Located<String>,
    /// Where it is.
    pub source: Source,
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
    /// The repository, as the provider calls it; of an object its key.
    pub fn repository(&self) -> &Located<String> {
        match self {
            Self::Codecommit(source) => &source.repository,
            Self::Connection(source) => &source.repository,
            Self::S3(source) => &source.key,
            Self::Ecr(source) => &source.repository,
        }
    }

    /// The branch that the pipeline takes, where there are branches.
    pub fn branch(&self) -> Option<&Setting> {
        match self {
            Self::Codecommit(source) => Some(&source.branch),
            Self::Connection(source) => Some(&source.branch),
            Self::S3(_) | Self::Ecr(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn branch_mut(&mut self) -> Option<&mut Setting> {
        match self {
            Self::Codecommit(source) => Some(&mut source.branch),
            Self::Connection(source) => Some(&mut source.branch),
            Self::S3(_) | Self::Ecr(_) => None,
        }
    }
}

impl FurtherSource {
    /// What stands before the variables of a source: `Source`, or with its name before it.
    pub fn namespace(name: Option<&Located<String>>) -> String {
        format!("{}Source", name.map_or("", |name| name.as_str()))
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
        Fields::read(node, "source", findings, Self::one)
    }
}

impl Source {
    fn one(fields: &mut Fields<'_>) -> Option<Self> {
        match fields.one_of(&["codecommit", "connection", "s3", "ecr"])? {
            ("codecommit", source) => CodeCommit::read(source, fields.findings).map(Self::Codecommit),
            ("connection", source) => Connection::read(source, fields.findings).map(Self::Connection),
            ("s3", source) => S3Object::read(source, fields.findings).map(Self::S3),
            (_, source) => PushedImage::read(source, fields.findings).map(Self::Ecr),
        }
    }
}

impl Read for FurtherSource {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "further source", findings, |fields| {
            let (name, source) = (fields.required("name"), Source::one(fields));
            Some(Self { name: name?, source: source? })
        })
    }
}

/// One source, or a list of which the first is what is delivered.
pub(crate) struct Sources(pub(crate) Source, pub(crate) Vec<FurtherSource>);

impl Read for Sources {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::List(items) = &node.value else {
            return Source::read(node, findings).map(|source| Self(source, Vec::new()));
        };
        let Some((first, further)) = items.split_first() else {
            // An empty list is a source without any of its keys.
            return Source::read(node, findings).map(|source| Self(source, Vec::new()));
        };
        let first = Source::read(first, findings);
        let further: Vec<_> = further.iter().map(|one| FurtherSource::read(one, findings)).collect();
        Some(Self(first?, further.into_iter().collect::<Option<_>>()?))
    }
}

impl JsonSchema for Sources {
    fn schema_name() -> Cow<'static, str> {
        "Sources".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (source, further) =
            (generator.subschema_for::<Source>(), generator.subschema_for::<FurtherForm>());
        json_schema!({ "anyOf": [
            source,
            { "type": "array", "minItems": 1, "maxItems": 5, "items": { "anyOf": [source, further] } },
        ] })
    }
}

/// A name, and exactly one of the other keys.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "further source")]
#[schemars(extend("minProperties" = 2, "maxProperties" = 2))]
#[expect(dead_code, reason = "only its schema is used")]
struct FurtherForm {
    /// 1 to 10 letters and digits: builds and tests find its files in `$CODEBUILD_SRC_DIR_<name>`, and its variables are
    /// `#{<name>Source.…}`.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9]{0,9}$"))]
    name: String,
    /// A CodeCommit repository.
    codecommit: Option<CodeCommit>,
    /// A repository at GitHub, GitLab or Bitbucket.
    connection: Option<Connection>,
    /// A zip in S3.
    s3: Option<S3Object>,
    /// An image in ECR.
    ecr: Option<PushedImage>,
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

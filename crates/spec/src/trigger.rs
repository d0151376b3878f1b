//! What starts a pipeline whose source has a connection: pushes and pull requests that fit patterns.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::Located;
use crate::choice::choice;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use yaml::{Node, Value};

/// What starts the pipeline, in place of every push to `branch`: at most three filters of each kind, any of which is
/// enough ([triggers](https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html)). An execution that
/// somebody starts by hand still takes `branch`.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "triggers")]
pub struct Triggers {
    /// Pushes to branches, or of tags. The execution takes the commit that was pushed.
    #[schemars(default, length(max = 3))]
    pub push: Vec<Push>,
    /// Pull requests. The execution takes the newest commit of the branch that is to be merged, which nobody has merged yet.
    #[schemars(default, length(max = 3))]
    pub pull_requests: Vec<PullRequest>,
}

/// The pushes that start the pipeline.
#[derive(Debug, Clone)]
pub enum Push {
    /// To a branch that fits, of a commit that changes a file which fits.
    Branches {
        /// The branches.
        branches: Patterns,
        /// The files, if not all of them.
        file_paths: Option<Patterns>,
    },
    /// Of a tag that fits.
    Tags(Patterns),
}

/// The pull requests that start the pipeline.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "pull request filter")]
pub struct PullRequest {
    /// The branches that a pull request is to be merged into.
    pub branches: Patterns,
    /// The files that it changes; left out, any.
    pub file_paths: Option<Patterns>,
    /// What happens to it: it is opened, gets new commits, is closed (merged).
    #[schemars(default, extend("default" = ["opened", "updated"]))]
    pub events: Vec<Located<PullRequestEvent>>,
}

/// What CodePipeline hears of a pull request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PullRequestEvent {
    Opened,
    Updated,
    Closed,
}

choice!(PullRequestEvent, "an event of a pull request", [
    "opened" => PullRequestEvent::Opened,
    "updated" => PullRequestEvent::Updated,
    "closed" => PullRequestEvent::Closed,
]);

impl PullRequestEvent {
    /// As CodePipeline spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Opened => "OPEN",
            Self::Updated => "UPDATED",
            Self::Closed => "CLOSED",
        }
    }
}

/// Names or paths, by glob patterns: `*` stands for anything but a `/`, `**` for anything.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    /// One of these fits, if there are any.
    pub includes: Vec<Located<String>>,
    /// And none of these.
    pub excludes: Vec<Located<String>>,
}

impl Patterns {
    /// Whatever fits one of these.
    pub fn of<T: Into<Located<String>>>(includes: impl IntoIterator<Item = T>) -> Self {
        Self { includes: includes.into_iter().map(Into::into).collect(), excludes: Vec::new() }
    }

    /// Both lists, one after the other.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Located<String>> {
        self.includes.iter().chain(&self.excludes)
    }
}

impl Push {
    /// The branches or tags.
    pub(crate) fn names(&self) -> &Patterns {
        match self {
            Self::Branches { branches, .. } => branches,
            Self::Tags(tags) => tags,
        }
    }
}

impl Triggers {
    /// All patterns of all filters, each list with what it is for.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = (&'static str, &Patterns)> {
        let push = self.push.iter().flat_map(|push| match push {
            Push::Branches { branches, file_paths } => {
                [Some(("branches", branches)), file_paths.as_ref().map(|paths| ("file-paths", paths))]
            }
            Push::Tags(tags) => [Some(("tags", tags)), None],
        });
        let requests = self.pull_requests.iter().flat_map(|request| {
            [
                Some(("branches", &request.branches)),
                request.file_paths.as_ref().map(|paths| ("file-paths", paths)),
            ]
        });
        push.chain(requests).flatten()
    }
}

impl Read for Triggers {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "triggers", findings, |fields| {
            Some(Self { push: fields.or_default("push"), pull_requests: fields.or_default("pull-requests") })
        })
    }
}

impl Read for Push {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "push filter", findings, |fields| {
            let file_paths: Option<Patterns> = fields.optional("file-paths");
            match fields.one_of(&["branches", "tags"])? {
                ("branches", branches) => {
                    let branches = Patterns::read(branches, fields.findings)?;
                    Some(Self::Branches { branches, file_paths })
                }
                (_, tags) => {
                    if let Some(paths) = node.get("file-paths") {
                        paths_of_tags(paths, tags, fields.findings);
                    }
                    Patterns::read(tags, fields.findings).map(Self::Tags)
                }
            }
        })
    }
}

fn paths_of_tags(paths: &Node, tags: &Node, findings: &mut Findings) {
    findings.push(
        Finding::KeysExclude
            .error("the push filter has both `tags` and `file-paths`")
            .at(paths.owner)
            .label("one too many")
            .related(tags.owner, "the first one")
            .help("a tag says nothing about files: CodePipeline takes `tags`, `branches`, or `branches` with `file-paths`"),
    );
}

impl Read for PullRequest {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "pull request filter", findings, |fields| {
            let opened_or_updated = || [PullRequestEvent::Opened, PullRequestEvent::Updated].map(Into::into);
            Some(Self {
                file_paths: fields.optional("file-paths"),
                events: fields.optional("events").unwrap_or_else(|| opened_or_updated().to_vec()),
                branches: fields.required("branches")?,
            })
        })
    }
}

impl Read for Patterns {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(_) = &node.value else {
            return Some(Self { includes: Vec::read(node, findings)?, excludes: Vec::new() });
        };
        Fields::read(node, "patterns", findings, |fields| {
            Some(Self { includes: fields.or_default("includes"), excludes: fields.or_default("excludes") })
        })
    }
}

/// Pushes to branches, if need be only those that change certain files; or of tags.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "push filter")]
#[schemars(extend("oneOf" = [{ "required": ["branches"] }, { "required": ["tags"] }]))]
#[expect(dead_code, reason = "only its schema is used")]
struct PushFilter {
    /// The branches.
    branches: Option<Patterns>,
    /// The files that a push to one of the branches changes; left out, any. Not with `tags`.
    file_paths: Option<Patterns>,
    /// The tags.
    tags: Option<Patterns>,
}

impl JsonSchema for Push {
    fn schema_name() -> Cow<'static, str> {
        "Push".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        PushFilter::json_schema(generator)
    }
}

/// Patterns, and what is left out again: at most eight of each.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "patterns")]
#[expect(dead_code, reason = "only its schema is used")]
struct BothLists {
    /// One of these has to fit, if there are any.
    #[schemars(default, length(max = 8))]
    includes: Vec<String>,
    /// None of these may fit.
    #[schemars(default, length(max = 8))]
    excludes: Vec<String>,
}

impl JsonSchema for Patterns {
    fn schema_name() -> Cow<'static, str> {
        "Patterns".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Glob patterns: `*` stands for anything but a `/`, `**` for anything ([syntax](https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html)).",
            "anyOf": [
                { "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 8 },
                generator.subschema_for::<BothLists>(),
            ],
        })
    }
}

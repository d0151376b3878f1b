//! The build stage: the user's commands, in CodeBuild.

use indexmap::IndexMap;
use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::{Spelled, spelled};
use crate::{
    ArtifactFiles, BuildValue, Cache, Compute, Duration, FunctionRef, Image, Located, Mirrors, Report, Vpc,
};
use yaml::Node;

/// Tests, reports and packages, in CodeBuild; then the new versions are released. What runs is told by one of
/// `commands`, `phases` and `buildspec`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "build")]
pub struct Build {
    /// Where the commands run.
    #[schemars(with = "Option<Image>", extend("default" = { "managed": "aws/codebuild/amazonlinux-x86_64-standard:5.0" }))]
    pub image: Image,
    /// How large the machine is: `small` has 2 vCPUs and 4 GB, `lambda-2gb` is a function of that much memory, which starts
    /// at once, ends after 15 minutes and runs a managed image for it, `aws/codebuild/amazonlinux-x86_64-lambda-standard:…`
    /// ([compute types](https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html)).
    #[schemars(with = "Option<Compute>", extend("default" = "small"))]
    pub compute: Located<Compute>,
    /// How long the build may take, `5m` to `36h`; on `lambda-…` it is always 15 minutes
    /// ([CodeBuild quotas](https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html)).
    #[schemars(with = "Option<Duration>", extend("default" = "30m"))]
    pub timeout: Located<Duration>,
    /// Environment variables. Variables of the execution such as `#{Source.BranchName}` are filled in
    /// ([CodePipeline variables](https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html)). Secrets come from Parameter Store or Secrets Manager, never in clear.
    #[schemars(default, extend("examples" = [{ "STAGE": "test", "API_TOKEN": { "secrets-manager": { "id": "orders/api", "key": "token" } } }]))]
    pub environment: IndexMap<Located<String>, BuildValue>,
    /// Language versions of a managed image: `{ python: "3.13" }`
    /// ([versions](https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html)).
    #[schemars(default, with = "IndexMap<String, Spelled>")]
    pub runtime_versions: IndexMap<Located<String>, Located<String>>,
    /// The commands of the `build` phase: short for `phases: { build: … }`.
    #[schemars(default)]
    pub commands: Vec<Located<String>>,
    /// Commands by CodeBuild's phases, instead of `commands`.
    #[schemars(default)]
    pub phases: Phases,
    /// The repository's own buildspec file instead of commands; it must leave `<function>.zip` for every function.
    pub buildspec: Option<Located<String>>,
    /// Test and coverage reports by name; the approval's mail links to them. The short form is the file of a
    /// JUnit report: `{ unit: report.xml }`.
    #[schemars(default)]
    pub reports: IndexMap<Located<String>, Report>,
    /// What is kept from one build to the next: by default nothing.
    pub cache: Option<Cache>,
    /// Package registries to use instead of the public ones.
    #[schemars(default)]
    pub mirrors: Mirrors,
    /// Whether the commands may run a Docker daemon: needed to build images, and by `cache: { local: [docker-layer] }`.
    #[schemars(with = "Option<bool>", extend("default" = false))]
    pub privileged: Located<bool>,
    /// A network of the account's own to run in: by default AWS's, with a way to the internet.
    pub vpc: Option<Vpc>,
    /// Variables that the commands set, for later stages: `#{Build.NAME}` in their `environment` and in messages, or `#{Stage.NAME}`
    /// for a test in that stage. Never a secret: they can be seen.
    #[schemars(default, extend("examples" = [["SCHEMA_VERSION"]]))]
    pub exports: Vec<Located<String>>,
    /// The functions that it packages: all, where there is one build. Of several builds each names its own, and the new
    /// versions are released after the last of them.
    pub functions: Option<Vec<FunctionRef>>,
    /// Files that it hands on, by a name of up to ten letters and digits: later stages take them under `inputs`, or as
    /// `template: { from: … }`.
    #[schemars(default, extend("examples" = [{ "site": { "files": ["**/*"], "base-directory": "dist" } }]))]
    pub artifacts: IndexMap<Located<String>, ArtifactFiles>,
    /// Artifacts of earlier builds, each in the folder `$CODEBUILD_SRC_DIR_<name>`.
    #[schemars(default, extend("examples" = [["site"]]))]
    pub inputs: Vec<Located<String>>,
}

impl Default for Build {
    fn default() -> Self {
        Self {
            image: Image::default(),
            compute: Compute::Small.into(),
            timeout: Duration::minutes(30).into(),
            environment: IndexMap::new(),
            runtime_versions: IndexMap::new(),
            commands: Vec::new(),
            phases: Phases::default(),
            buildspec: None,
            reports: IndexMap::new(),
            cache: None,
            mirrors: Mirrors::default(),
            privileged: false.into(),
            vpc: None,
            exports: Vec::new(),
            functions: None,
            artifacts: IndexMap::new(),
            inputs: Vec::new(),
        }
    }
}

/// Commands by CodeBuild's phases
/// ([buildspec reference](https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html)).
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "phases")]
pub struct Phases {
    /// Installs what the build needs.
    #[schemars(default)]
    pub install: Vec<Located<String>>,
    /// Before the build: a login, say.
    #[schemars(default)]
    pub pre_build: Vec<Located<String>>,
    /// Builds and tests.
    #[schemars(default)]
    pub build: Vec<Located<String>>,
    /// After the build; runs when the build has failed, too.
    #[schemars(default)]
    pub post_build: Vec<Located<String>>,
}

impl Phases {
    /// Whether no phase has a command.
    pub fn is_empty(&self) -> bool {
        [&self.install, &self.pre_build, &self.build, &self.post_build]
            .iter()
            .all(|commands| commands.is_empty())
    }
}

impl Build {
    /// Every value of a variable: of the environment, and of the mirrors' credentials.
    pub fn values(&self) -> impl Iterator<Item = &BuildValue> {
        let mirrors = [&self.mirrors.npm, &self.mirrors.pip, &self.mirrors.maven].into_iter().flatten();
        let credentials =
            mirrors.flat_map(|mirror| [&mirror.username, &mirror.password, &mirror.token]).flatten();
        self.environment.values().chain(credentials)
    }
}

impl Build {
    /// Whether it packages the function of that name.
    pub fn packages(&self, function: &Located<String>) -> bool {
        self.functions.as_ref().is_none_or(|named| named.iter().any(|one| one.name() == function))
    }

    /// The keys of whatever runs commands in CodeBuild.
    pub(crate) fn fields(fields: &mut Fields<'_>) -> Self {
        let default = Self::default();
        Self {
            image: fields.or("image", default.image),
            compute: fields.or("compute", default.compute),
            timeout: fields.or("timeout", default.timeout),
            environment: fields.or_default("environment"),
            runtime_versions: spelled(fields.or_default("runtime-versions")),
            commands: fields.or_default("commands"),
            phases: fields.or_default("phases"),
            buildspec: fields.optional("buildspec"),
            reports: fields.or_default("reports"),
            cache: fields.optional("cache"),
            mirrors: fields.or_default("mirrors"),
            privileged: fields.or("privileged", default.privileged),
            vpc: fields.optional("vpc"),
            exports: fields.or_default("exports"),
            inputs: fields.or_default("inputs"),
            ..default
        }
    }
}

impl Read for Build {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "build", findings, |fields| {
            Some(Self {
                functions: fields.optional("functions"),
                artifacts: fields.or_default("artifacts"),
                ..Self::fields(fields)
            })
        })
    }
}

impl Read for Phases {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "phases", findings, |fields| {
            Some(Self {
                install: fields.or_default("install"),
                pre_build: fields.or_default("pre-build"),
                build: fields.or_default("build"),
                post_build: fields.or_default("post-build"),
            })
        })
    }
}

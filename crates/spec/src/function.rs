//! A Lambda function that the pipeline delivers.

use indexmap::IndexMap;
use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::{SpelledSetting, settings};
use crate::{Architecture, Code, Duration, FunctionImage, Located, Runtime, Setting};
use yaml::Node;

/// A Lambda function: created by the stack (`runtime`, or `image` for a container image), or one that exists already (`existing`).
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "function")]
pub struct Function {
    /// The name or ARN of a function that exists already, or a parameter that will hold its name; its alias must exist
    /// too.
    pub existing: Option<Setting>,
    /// The runtime of a function that the stack creates: Python and Node.js only, because its first version is
    /// placeholder code inside the template. Functions in other languages exist already (`existing`).
    pub runtime: Option<Located<Runtime>>,
    /// The container image that it runs, in place of `runtime`, `handler`, `layers` and `code`: one that the pipeline builds.
    pub image: Option<FunctionImage>,
    /// What goes into the function's package.
    pub code: Option<Code>,
    /// What Lambda calls: `file.function`. Version 1 is placeholder code in `index`, so another handler cannot run
    /// before the first release.
    #[schemars(extend("default" = "index.handler"), length(max = 128))]
    pub handler: Option<Located<String>>,
    /// What the function is for: up to 256 characters.
    #[schemars(length(max = 256))]
    pub description: Option<Located<String>>,
    /// Memory in MB, 128 to 10,240; the processor's share grows with it
    /// ([Lambda quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)).
    #[schemars(extend("default" = 128), range(min = 128, max = 10240))]
    pub memory: Option<Located<u32>>,
    /// How long one invocation may take, `1s` to `15m`.
    #[schemars(extend("default" = "3s"))]
    pub timeout: Option<Located<Duration>>,
    /// The processor, for a container image that of the image. `arm64` costs less; with `dependencies`, build on it too (`image`). Changing it makes an update send
    /// the placeholder to `$LATEST` again: live traffic stays where it is, and the next release puts it right.
    #[schemars(extend("default" = "x86_64"))]
    pub architecture: Option<Located<Architecture>>,
    /// Environment variables, 4 KB in all; never secrets: they can be read by everybody who may see the function.
    #[schemars(default, with = "IndexMap<String, SpelledSetting>")]
    pub environment: IndexMap<Located<String>, Setting>,
    /// Layers below the package, in order: ARNs of their versions, or parameters that will hold them; at most 5
    /// ([layers](https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html)).
    #[schemars(default, length(max = 5))]
    pub layers: Vec<Setting>,
    /// The size of `/tmp` in MB, 512 to 10,240.
    #[schemars(extend("default" = 512), range(min = 512, max = 10240))]
    pub ephemeral_storage: Option<Located<u32>>,
    /// Instances of the alias that are kept ready, whether they are called or not: they cost by the hour.
    pub provisioned_concurrency: Option<ProvisionedConcurrency>,
    /// How many versions are kept, 2 or more: each release deletes older ones that no alias names. Left out, all are kept, and
    /// count towards the 75 GB of a region ([Lambda quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)).
    #[schemars(range(min = 2, max = 1000))]
    pub keep_versions: Option<Located<u32>>,
    /// The alias that callers use and whose traffic is shifted. A new name is a new alias, which begins at the first
    /// version, and the old one goes.
    #[schemars(extend("default" = "live"), regex(pattern = r"^(?![0-9]+$)[A-Za-z0-9_-]{1,128}$"))]
    pub alias: Option<Located<String>>,
    /// What the function itself may do besides writing its log.
    #[schemars(default)]
    pub policy: Vec<PolicyStatement>,
    /// How long the function's log is kept, in days as CloudWatch knows them (`7d`, `30d`, `365d`, …); the stack's
    /// `log-retention` otherwise.
    pub log_retention: Option<Located<Duration>>,
}

/// The name of a function of the same stack: made by [`Stack::function`](crate::Stack::function) alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FunctionRef(Located<String>);

impl FunctionRef {
    pub(crate) fn new(name: Located<String>) -> Self {
        Self(name)
    }

    /// The function's name in the stack file.
    pub fn name(&self) -> &Located<String> {
        &self.0
    }
}

impl Function {
    /// A function that the stack creates.
    pub fn created(runtime: Runtime, code: impl Into<Code>) -> Self {
        Self { runtime: Some(runtime.into()), code: Some(code.into()), ..Self::default() }
    }

    /// A function that exists already.
    pub fn existing(function: impl Into<Setting>, code: impl Into<Code>) -> Self {
        Self { existing: Some(function.into()), code: Some(code.into()), ..Self::default() }
    }

    /// The handler, or its default.
    pub fn handler(&self) -> &str {
        self.handler.as_ref().map_or("index.handler", |handler| handler.as_str())
    }

    /// The alias, or its default.
    pub fn alias(&self) -> &str {
        self.alias.as_ref().map_or("live", |alias| alias.as_str())
    }

    /// The memory in MB, or its default.
    pub fn memory(&self) -> u32 {
        self.memory.as_deref().copied().unwrap_or(128)
    }

    /// The time-out, or its default.
    pub fn timeout(&self) -> Duration {
        self.timeout.as_deref().copied().unwrap_or(Duration::seconds(3))
    }

    /// The architecture, or its default.
    pub fn architecture(&self) -> Architecture {
        self.architecture.as_deref().copied().unwrap_or_default()
    }
}

/// How many instances of an alias are kept ready.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "provisioned concurrency")]
pub struct ProvisionedConcurrency {
    /// At least so many, 1 or more.
    #[schemars(with = "Option<u32>", extend("default" = 1), range(min = 1))]
    pub min: Located<u32>,
    /// At most so many.
    #[schemars(range(min = 1))]
    pub max: Located<u32>,
    /// How many percent of them are to be in use, 10 to 90: above it there will be more, below it fewer
    /// ([scaling](https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html)).
    #[schemars(with = "Option<u32>", extend("default" = 70), range(min = 10, max = 90))]
    pub utilization: Located<u32>,
}

impl Read for ProvisionedConcurrency {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "provisioned concurrency", findings, |fields| {
            Some(Self {
                min: fields.or("min", 1),
                utilization: fields.or("utilization", 70),
                max: fields.required("max")?,
            })
        })
    }
}

/// Something that the function's role may do.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "policy statement")]
pub struct PolicyStatement {
    /// Why it may: letters and digits, as in `ReadOrders`. Needed where a resource is `*`.
    #[schemars(regex(pattern = r"^[A-Za-z0-9]+$"))]
    pub sid: Option<Located<String>>,
    /// IAM actions, no wildcards: `dynamodb:GetItem`.
    pub actions: Vec<Located<String>>,
    /// ARNs, with `*`, `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` as in CloudFormation.
    pub resources: Vec<Setting>,
}

impl Read for Function {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "function", findings, |fields| {
            Some(Self {
                existing: fields.optional("existing"),
                runtime: fields.optional("runtime"),
                image: fields.optional("image"),
                code: fields.optional("code"),
                handler: fields.optional("handler"),
                description: fields.optional("description"),
                memory: fields.optional("memory"),
                timeout: fields.optional("timeout"),
                architecture: fields.optional("architecture"),
                layers: fields.or_default("layers"),
                ephemeral_storage: fields.optional("ephemeral-storage"),
                provisioned_concurrency: fields.optional("provisioned-concurrency"),
                environment: settings(fields.or_default("environment")),
                keep_versions: fields.optional("keep-versions"),
                alias: fields.optional("alias"),
                policy: fields.or_default("policy"),
                log_retention: fields.optional("log-retention"),
            })
        })
    }
}

impl Read for PolicyStatement {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "policy statement", findings, |fields| {
            let (actions, resources) = (fields.required("actions"), fields.required("resources"));
            Some(Self { sid: fields.optional("sid"), actions: actions?, resources: resources? })
        })
    }
}

//! A stage that builds an image: from a Dockerfile in the source into ECR, and past its scan.

use schemars::JsonSchema;

use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Architecture, Compute, Duration, Located};
use yaml::Node;

/// Builds an image from a Dockerfile of the source, pushes it to a repository in ECR, and waits for what ECR's scan finds. Later
/// builds and tests run in it, functions run it, `image: { built-by: <stage> }`; later stages know it as `#{<stage>.IMAGE_URI}` and
/// `#{<stage>.IMAGE_DIGEST}`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "image")]
pub struct ImageBuild {
    /// The Dockerfile.
    #[schemars(with = "Option<String>", extend("default" = "Dockerfile"))]
    pub dockerfile: Located<String>,
    /// The folder that it may copy from.
    #[schemars(with = "Option<String>", extend("default" = "."))]
    pub context: Located<String>,
    /// The name of a repository that exists already, in this account and region; otherwise the stack creates one. It scans what is pushed,
    /// and the tag `current` may be moved.
    pub existing: Option<Located<String>>,
    /// The processor that the image is for, and that builds it.
    #[schemars(with = "Option<Architecture>", extend("default" = "x86_64"))]
    pub architecture: Located<Architecture>,
    /// How large the machine is: not `lambda-…`, which has no Docker.
    #[schemars(with = "Option<Compute>", extend("default" = "small"))]
    pub compute: Located<Compute>,
    /// How long it may take, `5m` to `36h`; the scan takes up to 15 minutes of it.
    #[schemars(with = "Option<Duration>", extend("default" = "1h"))]
    pub timeout: Located<Duration>,
    /// The least severity of a finding that stops the pipeline
    /// ([scanning](https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html)).
    #[schemars(with = "Option<Severity>", extend("default" = "high"))]
    pub fail_on: Located<Severity>,
}

/// How severe ECR takes a finding to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Severity {
    Critical,
    High,
    Medium,
    Low,
}

impl Severity {
    /// This severity and those that are worse.
    pub const fn and_worse(self) -> &'static [&'static str] {
        match self {
            Self::Critical => &["critical"],
            Self::High => &["critical", "high"],
            Self::Medium => &["critical", "high", "medium"],
            Self::Low => &["critical", "high", "medium", "low"],
        }
    }
}

choice!(Severity, "a severity", [
    "critical" => Severity::Critical,
    "high" => Severity::High,
    "medium" => Severity::Medium,
    "low" => Severity::Low,
]);

impl ImageBuild {
    /// What it tells later stages.
    pub const VARIABLES: [&'static str; 2] = ["IMAGE_DIGEST", "IMAGE_URI"];
    /// The tag of the image that has last passed its scan.
    pub const TAG: &'static str = "current";
}

impl Default for ImageBuild {
    fn default() -> Self {
        Self {
            dockerfile: "Dockerfile".into(),
            context: ".".into(),
            existing: None,
            architecture: Architecture::X86_64.into(),
            compute: Compute::Small.into(),
            timeout: Duration::minutes(60).into(),
            fail_on: Severity::High.into(),
        }
    }
}

impl Read for ImageBuild {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "image", findings, |fields| {
            let default = Self::default();
            Some(Self {
                dockerfile: fields.or("dockerfile", default.dockerfile),
                context: fields.or("context", default.context),
                existing: fields.optional("existing"),
                architecture: fields.or("architecture", default.architecture),
                compute: fields.or("compute", default.compute),
                timeout: fields.or("timeout", default.timeout),
                fail_on: fields.or("fail-on", default.fail_on),
            })
        })
    }
}

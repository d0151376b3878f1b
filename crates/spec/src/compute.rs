//! The machine that a build runs on: its size, and what it keeps from one build to the next.

use schemars::JsonSchema;

use crate::Located;
use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use yaml::Node;

/// CodeBuild's compute types, on EC2 and on Lambda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Compute {
    #[default]
    Small,
    Medium,
    Large,
    Xlarge,
    TwoXlarge,
    Lambda1Gb,
    Lambda2Gb,
    Lambda4Gb,
    Lambda8Gb,
    Lambda10Gb,
}

impl Compute {
    /// As CodeBuild spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Small => "BUILD_GENERAL1_SMALL",
            Self::Medium => "BUILD_GENERAL1_MEDIUM",
            Self::Large => "BUILD_GENERAL1_LARGE",
            Self::Xlarge => "BUILD_GENERAL1_XLARGE",
            Self::TwoXlarge => "BUILD_GENERAL1_2XLARGE",
            Self::Lambda1Gb => "BUILD_LAMBDA_1GB",
            Self::Lambda2Gb => "BUILD_LAMBDA_2GB",
            Self::Lambda4Gb => "BUILD_LAMBDA_4GB",
            Self::Lambda8Gb => "BUILD_LAMBDA_8GB",
            Self::Lambda10Gb => "BUILD_LAMBDA_10GB",
        }
    }

    /// Whether the build is a Lambda function.
    pub const fn is_lambda(self) -> bool {
        matches!(
            self,
            Self::Lambda1Gb | Self::Lambda2Gb | Self::Lambda4Gb | Self::Lambda8Gb | Self::Lambda10Gb
        )
    }
}

/// What is kept from one build to the next.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", title = "cache")]
pub enum Cache {
    /// These paths, in the artifact bucket under a prefix of their own.
    S3(Vec<Located<String>>),
    /// On the build host, while it lasts: layers of Docker's, or git metadata, which a source that CodePipeline hands over does not
    /// have ([local caching](https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html)).
    Local(Vec<Located<LocalCache>>),
    /// These folders, on the build host while it lasts.
    LocalPaths(Vec<Located<String>>),
}

/// CodeBuild's local cache modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalCache {
    /// Docker layers.
    DockerLayer,
    /// Git metadata.
    Source,
}

impl LocalCache {
    /// As CodeBuild spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::DockerLayer => "LOCAL_DOCKER_LAYER_CACHE",
            Self::Source => "LOCAL_SOURCE_CACHE",
        }
    }
}

choice!(Compute, "a compute type", [
    "small" => Compute::Small,
    "medium" => Compute::Medium,
    "large" => Compute::Large,
    "xlarge" => Compute::Xlarge,
    "2xlarge" => Compute::TwoXlarge,
    "lambda-1gb" => Compute::Lambda1Gb,
    "lambda-2gb" => Compute::Lambda2Gb,
    "lambda-4gb" => Compute::Lambda4Gb,
    "lambda-8gb" => Compute::Lambda8Gb,
    "lambda-10gb" => Compute::Lambda10Gb,
]);

choice!(LocalCache, "a local cache", ["docker-layer" => LocalCache::DockerLayer, "source" => LocalCache::Source]);

impl Read for Cache {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "cache", findings, |fields| {
            match fields.one_of(&["s3", "local", "local-paths"])? {
                ("s3", paths) => Vec::read(paths, fields.findings).map(Self::S3),
                ("local-paths", paths) => Vec::read(paths, fields.findings).map(Self::LocalPaths),
                (_, modes) => Vec::read(modes, fields.findings).map(Self::Local),
            }
        })
    }
}

//! The machine that a build runs on: its size, and what it keeps from one build to the next.

use schemars::JsonSchema;

use crate::Located;
use crate::choice::choice;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use yaml::Node;

/// CodeBuild's compute types, on EC2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Compute {
    #[default]
    Small,
    Medium,
    Large,
    Xlarge,
    TwoXlarge,
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
        }
    }
}

/// What is kept from one build to the next.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", title = "cache")]
pub enum Cache {
    /// These paths, in the artifact bucket under a prefix of their own.
    S3(Vec<Located<String>>),
    /// On the build host, while it lasts.
    Local(Vec<Located<LocalCache>>),
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
]);

choice!(LocalCache, "a local cache", ["docker-layer" => LocalCache::DockerLayer, "source" => LocalCache::Source]);

impl Read for Cache {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "cache", findings, |fields| match fields.one_of(&["s3", "local"])? {
            ("s3", paths) => Vec::read(paths, fields.findings).map(Self::S3),
            (_, modes) => Vec::read(modes, fields.findings).map(Self::Local),
        })
    }
}

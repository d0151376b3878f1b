//! The image that a build runs in.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Architecture, Located, Setting};
use yaml::Node;

/// Where the build's commands run.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", title = "image")]
pub enum Image {
    /// An image that AWS maintains: `aws/codebuild/amazonlinux-x86_64-standard:5.0`
    /// ([images of CodeBuild](https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html)).
    Managed(
        #[schemars(extend("examples" = [
            "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            "aws/codebuild/amazonlinux-aarch64-standard:3.0",
            "aws/codebuild/standard:7.0",
        ]))]
        Located<String>,
    ),
    /// An image of the user's own, in ECR.
    Ecr(EcrImage),
    /// The image that an earlier stage or action of that name builds, which is an `image`: the last one that has passed its scan.
    BuiltBy(Located<String>),
}

impl Default for Image {
    fn default() -> Self {
        Self::Managed("aws/codebuild/amazonlinux-x86_64-standard:5.0".into())
    }
}

/// An image in ECR, pulled by the build's own role.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "ECR image")]
pub struct EcrImage {
    /// The name of a repository that exists already, in this account and region; otherwise the stack creates one.
    pub existing: Option<Located<String>>,
    /// The image's tag.
    #[schemars(with = "Option<Setting>", extend("default" = "latest"))]
    pub tag: Setting,
    /// The processor that the image is built for.
    #[schemars(with = "Option<Architecture>", extend("default" = "x86_64"))]
    pub architecture: Located<Architecture>,
}

impl Read for Image {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "image", findings, |fields| {
            match fields.one_of(&["managed", "ecr", "built-by"])? {
                ("managed", name) => Located::read(name, fields.findings).map(Self::Managed),
                ("built-by", name) => Located::read(name, fields.findings).map(Self::BuiltBy),
                (_, image) => EcrImage::read(image, fields.findings).map(Self::Ecr),
            }
        })
    }
}

impl Read for EcrImage {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "ECR image", findings, |fields| {
            Some(Self {
                existing: fields.optional("existing"),
                tag: fields.or("tag", "latest"),
                architecture: fields.or("architecture", Architecture::X86_64),
            })
        })
    }
}

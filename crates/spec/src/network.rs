//! The network that a build runs in.

use schemars::JsonSchema;

use crate::Setting;
use crate::findings::Findings;
use crate::read::{Fields, Read};
use yaml::Node;

/// A network of the account's own, for builds that reach a private registry or database. Its subnets are private ones with a
/// way to AWS and to what the build downloads, by a NAT gateway or endpoints: a build gets no public address
/// ([VPC support](https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html)).
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "vpc")]
pub struct Vpc {
    /// The VPC: `vpc-0a1b2c3d4e5f67890`, or a parameter.
    pub id: Setting,
    /// Its subnets, 1 to 16, of this account.
    #[schemars(length(min = 1, max = 16))]
    pub subnets: Vec<Setting>,
    /// The security groups of the build, 1 to 5.
    #[schemars(length(min = 1, max = 5))]
    pub security_groups: Vec<Setting>,
}

impl Read for Vpc {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "vpc", findings, |fields| {
            let (id, subnets, security_groups) =
                (fields.required("id"), fields.required("subnets"), fields.required("security-groups"));
            Some(Self { id: id?, subnets: subnets?, security_groups: security_groups? })
        })
    }
}

//! What a deployment would be given.

use std::collections::BTreeMap;

/// What a deployment would be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Values for the template's parameters; the others have their defaults.
    pub parameters: BTreeMap<String, String>,
    /// The account's ID.
    pub account: String,
    /// The region; the partition follows from it.
    pub region: String,
    /// The stack's name.
    pub stack: String,
}

impl Default for Given {
    fn default() -> Self {
        Self {
            parameters: BTreeMap::new(),
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            stack: "stack".to_owned(),
        }
    }
}

impl Given {
    /// The partition that the region is in.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
    pub fn partition(&self) -> &'static str {
        match self.region.as_str() {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            region if region.starts_with("us-iso-") => "aws-iso",
            region if region.starts_with("us-isob-") => "aws-iso-b",
            region if region.starts_with("eu-isoe-") => "aws-iso-e",
            region if region.starts_with("us-isof-") => "aws-iso-f",
            region if region.starts_with("eusc-") => "aws-eusc",
            _ => "aws",
        }
    }

    /// What the addresses of services end with there.
    pub fn url_suffix(&self) -> &'static str {
        match self.partition() {
            "aws-cn" => "amazonaws.com.cn",
            "aws-iso" => "c2s.ic.gov",
            "aws-iso-b" => "sc2s.sgov.gov",
            "aws-iso-e" => "cloud.adc-e.uk",
            "aws-iso-f" => "csp.hci.ic.gov",
            "aws-eusc" => "amazonaws.eu",
            _ => "amazonaws.com",
        }
    }
}

//! CodeCommit.

use serde::Serialize;

use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::CodeCommit::Repository`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Repository {
    pub repository_name: String,
    pub repository_description: String,
}

impl Resource for Repository {
    const TYPE: &'static str = "AWS::CodeCommit::Repository";
}

impl Handle<Repository> {
    /// The repository's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }

    /// The repository's name.
    pub fn name(&self) -> Text {
        self.attribute("Name")
    }

    /// Where git clones from over HTTPS.
    pub fn clone_url_http(&self) -> Text {
        self.attribute("CloneUrlHttp")
    }
}

//! Lambda.

use indexmap::IndexMap;
use serde::Serialize;

use crate::{Arn, Handle, Resource, Text, Value};

/// `AWS::Lambda::Function` with inline code, or with a container image.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Function {
    pub function_name: String,
    pub description: String,
    /// `Image`, or nothing for a package.
    pub package_type: Option<&'static str>,
    pub runtime: Option<&'static str>,
    pub handler: Option<String>,
    pub architectures: Vec<&'static str>,
    /// In MB, 128 to 10,240.
    pub memory_size: u32,
    /// In seconds, 1 to 900.
    pub timeout: u64,
    pub layers: Vec<Text>,
    pub ephemeral_storage: Option<EphemeralStorage>,
    pub role: Value<Arn>,
    pub logging_config: LoggingConfig,
    pub environment: Option<Environment>,
    pub image_config: Option<ImageConfig>,
    pub code: Code,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct EphemeralStorage {
    /// In MB, 512 to 10,240.
    pub size: u32,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct LoggingConfig {
    pub log_group: Text,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Environment {
    pub variables: IndexMap<String, Text>,
}

/// What stands in place of the image's own settings.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct ImageConfig {
    pub entry_point: Vec<String>,
    pub command: Vec<String>,
    pub working_directory: Option<String>,
}

/// Code in the template itself: Python and Node.js alone, and the module is called `index`. Or an image in ECR.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub enum Code {
    ZipFile(String),
    ImageUri(Text),
}

impl Resource for Function {
    const TYPE: &'static str = "AWS::Lambda::Function";
}

impl Handle<Function> {
    /// The function's ARN, unqualified.
    pub fn arn(&self) -> Value<Arn> {
        self.attribute("Arn")
    }
}

/// `AWS::Lambda::Version`, frozen: any change of its properties would publish again.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Version {
    pub function_name: Text,
}

impl Resource for Version {
    const TYPE: &'static str = "AWS::Lambda::Version";
    const TAGGABLE: bool = false;
}

impl Handle<Version> {
    /// The version's number.
    pub fn version(&self) -> Text {
        self.attribute("Version")
    }
}

/// `AWS::Lambda::Alias` with exactly these three properties: any other would make an update of the stack send the first
/// version again, and live traffic would fall back to it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Alias {
    pub name: String,
    pub function_name: Text,
    pub function_version: Text,
}

impl Resource for Alias {
    const TYPE: &'static str = "AWS::Lambda::Alias";
    const TAGGABLE: bool = false;
}

impl Handle<Alias> {
    /// The alias's ARN.
    pub fn arn(&self) -> Value<Arn> {
        self.reference_as()
    }
}

/// `AWS::Lambda::EventInvokeConfig`: what Lambda does with asynchronous invocations.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct EventInvokeConfig {
    pub function_name: Text,
    pub qualifier: &'static str,
    pub maximum_event_age_in_seconds: u64,
    pub maximum_retry_attempts: u64,
}

impl Resource for EventInvokeConfig {
    const TYPE: &'static str = "AWS::Lambda::EventInvokeConfig";
    const TAGGABLE: bool = false;
}

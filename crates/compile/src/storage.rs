//! The artifact bucket: what one action hands to the next, and the AppSpecs.
//!
//! Keys: `<pipeline>/<artifact>/…` is CodePipeline's; `CodeDeploy/…` the AppSpecs; `Release/…` packages too large for a
//! direct upload; `cache/…` the build's. Roles are scoped by these prefixes.

use cfn::iam::{DenyAll, Operator, PolicyDocument, Principal, Statement};
use cfn::s3::{Bucket, BucketPolicy};
use cfn::{Arn, Handle, Resource, Text, Value};
use diag::Diagnostic;

use crate::access_logs;
use crate::build;
use crate::context::Context;

/// The source's output: at most ten characters, because CodePipeline cuts object keys there.
pub(crate) const SOURCE_CODE: &str = "SourceCode";
/// The build's output: one zip per function.
pub(crate) const PACKAGES: &str = "Packages";

/// Where artifacts are.
pub(crate) struct Storage {
    pub(crate) bucket: Handle<Bucket>,
    /// How the keys of this pipeline's artifacts begin.
    prefix: String,
}

impl Storage {
    /// The objects of one artifact.
    pub(crate) fn artifact(&self, artifact: &str) -> Value<Arn> {
        self.bucket.arn().below(format!("{}/{artifact}/*", self.prefix))
    }

    /// The objects of every source.
    pub(crate) fn sources(&self, stack: &spec::Stack) -> Vec<Value<Arn>> {
        stack
            .sources()
            .map(|(name, _)| self.artifact(name.map_or(SOURCE_CODE, |name| name.as_str())))
            .collect()
    }

    /// Every artifact of the pipeline.
    pub(crate) fn artifacts(&self) -> Value<Arn> {
        self.bucket.arn().below(format!("{}/*", self.prefix))
    }

    /// The AppSpecs of every function.
    pub(crate) fn app_specs(&self) -> Value<Arn> {
        self.bucket.arn().below("CodeDeploy/*")
    }

    /// The AppSpecs of one function.
    pub(crate) fn app_specs_of(&self, function: &str) -> Value<Arn> {
        self.bucket.arn().below(format!("CodeDeploy/*/{function}/*"))
    }

    /// Packages on their way into Lambda.
    pub(crate) fn large_packages(&self) -> Value<Arn> {
        self.bucket.arn().below("Release/*")
    }

    /// What the build keeps for the next one.
    pub(crate) fn cache(&self) -> Value<Arn> {
        self.bucket.arn().below("cache/*")
    }

    /// What one of several builds keeps for the next one.
    pub(crate) fn cache_of_build(&self, build: &str) -> Value<Arn> {
        self.bucket.arn().below(format!("cache/builds/{build}/*"))
    }

    /// What a test keeps for the next one: never what a build would use.
    pub(crate) fn cache_of(&self, test: &str) -> Value<Arn> {
        self.bucket.arn().below(format!("cache/tests/{test}/*"))
    }
}

/// How CodePipeline begins the keys of a pipeline's artifacts: the name, of which it keeps 20 characters. It says so
/// nowhere in so many words, so a longer name also matches whole.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html#troubleshooting-truncated-artifacts>
fn key_prefix(pipeline: &str) -> String {
    match pipeline.char_indices().nth(20) {
        None => pipeline.to_owned(),
        Some((end, _)) => format!("{}*", &pipeline[..end]),
    }
}

pub(crate) fn add(cx: &mut Context<'_>) -> Result<Storage, Diagnostic> {
    let access_logs = access_logs::add(cx)?;
    cx.template.section("What one action hands to the next, and the AppSpecs");
    let days = cx.stack.artifact_retention.as_days().unwrap_or(90);
    let prefix = key_prefix(cx.name());
    // AppSpecs stay: CodeDeploy rolls back by deploying the last good one again, however old it is.
    let artifacts = prefix.strip_suffix('*').map_or_else(|| format!("{prefix}/"), ToOwned::to_owned);
    let cache = build::uses_bucket(cx.stack).then_some("cache/");
    let mut bucket = Bucket::expiring(days, [artifacts.as_str(), "Release/"].into_iter().chain(cache));
    bucket.logging_configuration = access_logs.as_ref().map(access_logs::configuration);
    let bucket = bucket.entry().retain();
    let bucket = match access_logs {
        Some(_) => bucket,
        None => bucket.skip("CKV_AWS_18", "Access logs would need a second bucket."),
    };
    let bucket = cx.add("ArtifactBucket", bucket)?;
    cx.add(
        "ArtifactBucketPolicy",
        BucketPolicy {
            bucket: bucket.reference(),
            policy_document: PolicyDocument::new([tls_only(&bucket)]),
        },
    )?;
    if let Some(logs) = &access_logs {
        access_logs::let_in(cx, logs, &bucket)?;
    }
    Ok(Storage { bucket, prefix })
}

/// The bucket of an environment elsewhere: its AppSpecs, and packages too large for a direct upload.
pub(crate) fn abroad(cx: &mut Context<'_>, name: Text) -> Result<Storage, Diagnostic> {
    cx.template.section("AppSpecs, and packages on their way into Lambda");
    let days = cx.stack.artifact_retention.as_days().unwrap_or(90);
    let bucket = Bucket { bucket_name: Some(name), ..Bucket::expiring(days, ["Release/"]) };
    let bucket = bucket.entry().retain().skip("CKV_AWS_18", "Access logs would need a second bucket.");
    let bucket = cx.add("Bucket", bucket)?;
    let policy_document = PolicyDocument::new([tls_only(&bucket)]);
    cx.add("BucketPolicy", BucketPolicy { bucket: bucket.reference(), policy_document })?;
    Ok(Storage { bucket, prefix: String::new() })
}

/// Nobody, whoever it is, comes without TLS.
pub(crate) fn tls_only(bucket: &Handle<Bucket>) -> Statement {
    Statement::deny_all("TlsOnly", DenyAll::S3)
        .to(Principal::Everybody)
        .on([bucket.arn(), bucket.arn().below("*")])
        .when(Operator::Bool, "aws:SecureTransport", "false")
}

#[cfg(test)]
mod tests {
    use super::key_prefix;

    #[test]
    fn a_key_begins_with_twenty_characters_of_the_name() {
        assert_eq!(key_prefix("serverless-cicd"), "serverless-cicd");
        assert_eq!(key_prefix("CodeBuild-Python-Pip"), "CodeBuild-Python-Pip");
        assert_eq!(key_prefix("CodeBuild-Python-Pip-2"), "CodeBuild-Python-Pip*");
    }
}

//! The actions that fetch the sources, and what they ask of the pipeline's role.

use cfn::codepipeline::{Action, ActionTypeId, Configuration};
use cfn::iam::Statement;
use cfn::{Text, text};
use indexmap::IndexMap;

use super::{action, output};
use crate::permissions::actions;
use crate::source::{Origin, Place};

/// A connection's right has the name that the service had when the connection was made.
pub(crate) fn fetch(source: &Origin<'_>) -> Vec<Statement> {
    let sid = format!("Fetch{}", source.action());
    let sid = sid.as_str();
    vec![match &source.place {
        Place::Object { arn, key, .. } => {
            // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
            let look = Statement::allow(
                &format!("{sid}Bucket"),
                actions!["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
            )
            .on([arn.clone()]);
            let read = Statement::allow(sid, actions!["s3:GetObject", "s3:GetObjectVersion"]);
            return vec![look, read.on([arn.below(key.as_str())])];
        }
        Place::Image { arn, .. } => Statement::allow(sid, actions!["ecr:DescribeImages"]).on([arn.clone()]),
        Place::CodeCommit { arn, .. } => Statement::allow(
            sid,
            actions![
                "codecommit:CancelUploadArchive",
                "codecommit:GetBranch",
                "codecommit:GetCommit",
                "codecommit:GetUploadArchiveStatus",
                "codecommit:UploadArchive",
            ],
        )
        .on([arn.clone()]),
        Place::Connection { arn, former_name: true, .. } => {
            Statement::allow(sid, actions!["codestar-connections:UseConnection"]).on([arn.clone()])
        }
        Place::Connection { arn, .. } => {
            Statement::allow(sid, actions!["codeconnections:UseConnection"]).on([arn.clone()])
        }
    }]
}

pub(crate) fn source(source: &Origin<'_>) -> Action {
    let mut configuration = IndexMap::new();
    let provider = match &source.place {
        Place::Object { bucket, key, .. } => {
            configuration.insert("S3Bucket", Configuration::from(bucket.clone()));
            configuration.insert("S3ObjectKey", Configuration::from(key.as_str()));
            configuration.insert("PollForSourceChanges", Configuration::Flag(false));
            "S3"
        }
        Place::Image { repository, tag, .. } => {
            configuration.insert("RepositoryName", Configuration::from(repository.as_str()));
            configuration.insert("ImageTag", Configuration::from(tag.clone()));
            "ECR"
        }
        Place::CodeCommit { branch, repository, .. } => {
            configuration.insert("RepositoryName", Configuration::from(repository.clone()));
            configuration.insert("BranchName", Configuration::from(branch.clone()));
            configuration.insert("PollForSourceChanges", Configuration::Flag(false));
            "CodeCommit"
        }
        Place::Connection { branch, repository, arn, filtered, .. } => {
            configuration.insert("ConnectionArn", Configuration::from(text![arn] as Text));
            configuration.insert("FullRepositoryId", Configuration::from(repository.as_str()));
            configuration.insert("BranchName", Configuration::from(branch.clone()));
            configuration.insert("DetectChanges", Configuration::Flag(!filtered));
            "CodeStarSourceConnection"
        }
    };
    Action {
        namespace: Some(source.namespace()),
        output_artifacts: vec![output(source.artifact())],
        ..action(source.action(), ActionTypeId::aws("Source", provider), configuration)
    }
}

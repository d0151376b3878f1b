//! Source actions: what the pipeline's role asks of where the change is.

use super::names::{arn, bucket, in_region};
use super::{Calls, Table, When};
use crate::world::{Value, World};

#[derive(Debug, Clone, Copy)]
enum On {
    Repository,
    Bucket,
    Object,
    Connection,
}

const CODECOMMIT: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
    rows: &[
        ("codecommit:GetBranch", On::Repository, When::Always),
        ("codecommit:GetCommit", On::Repository, When::Always),
    ],
};
/// A zip of the commit, which CodeCommit makes and puts into the store.
const AS_ZIP: Table<On> = Table {
    page: CODECOMMIT.page,
    rows: &[
        ("codecommit:UploadArchive", On::Repository, When::Always),
        ("codecommit:GetUploadArchiveStatus", On::Repository, When::Always),
        ("codecommit:GetRepository", On::Repository, When::Listed("AWS's page grants it for both formats")),
        (
            "codecommit:CancelUploadArchive",
            On::Repository,
            // An execution that nobody stops does without.
            When::Perhaps("when the execution is stopped meanwhile"),
        ),
    ],
};
/// A reference, from which the build clones.
const AS_CLONE: Table<On> =
    Table { page: CODECOMMIT.page, rows: &[("codecommit:GetRepository", On::Repository, When::Always)] };

const S3: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html",
    rows: &[
        ("s3:GetBucketVersioning", On::Bucket, When::Always),
        ("s3:GetBucketAcl", On::Bucket, When::Perhaps(OWNER)),
        ("s3:GetBucketLocation", On::Bucket, When::Perhaps(OWNER)),
        ("s3:GetObject", On::Object, When::Always),
        ("s3:GetObjectVersion", On::Object, When::Always),
        ("s3:GetObjectTagging", On::Object, When::Perhaps(TAGGED)),
        ("s3:GetObjectVersionTagging", On::Object, When::Perhaps(TAGGED)),
    ],
};
const OWNER: &str =
    "when CodePipeline looks whose the bucket is and where, which AWS's older pages did not grant";
const TAGGED: &str = "when the object has tags";

const ECR: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html",
    rows: &[("ecr:DescribeImages", On::Repository, When::Always)],
};

const CODECONNECTIONS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html",
    rows: &[("codeconnections:UseConnection", On::Connection, When::Always)],
};
/// Connections from before the service's new name keep the old prefix in their ARNs, and IAM goes by that.
/// <https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html>
const CODESTAR_CONNECTIONS: Table<On> = Table {
    page: "https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html",
    rows: &[("codestar-connections:UseConnection", On::Connection, When::Always)],
};

pub(super) fn codecommit(world: &World<'_>, action: &Value<'_>) -> Calls {
    let configuration = action.get("Configuration");
    let Some(repository) = repository(world, action) else {
        return Calls::unknown("the source action names no repository");
    };
    let on = |_| vec![repository.clone()];
    let mut calls = Calls::none();
    calls.table(&CODECOMMIT, on);
    if configuration.get("OutputArtifactFormat").text() == Some("CODEBUILD_CLONE_REF") {
        calls.table(&AS_CLONE, on);
    } else {
        calls.table(&AS_ZIP, on);
    }
    calls
}

/// The ARN of the CodeCommit repository that a source action reads.
pub(super) fn repository(world: &World<'_>, action: &Value<'_>) -> Option<String> {
    let name = action.at(&["Configuration", "RepositoryName"]).text()?;
    let arn = arn(world, "AWS::CodeCommit::Repository", name, "codecommit", "");
    Some(in_region(world, arn, action.get("Region").text()))
}

pub(super) fn s3(world: &World<'_>, action: &Value<'_>) -> Calls {
    let configuration = action.get("Configuration");
    let (Some(name), Some(object)) =
        (configuration.get("S3Bucket").text(), configuration.get("S3ObjectKey").text())
    else {
        return Calls::unknown("the source action names no bucket or no object");
    };
    let bucket = bucket(world, name);
    let mut calls = Calls::none();
    calls.table(&S3, |on| match on {
        On::Bucket => vec![bucket.clone()],
        _ => vec![format!("{bucket}/{object}")],
    });
    calls
}

pub(super) fn ecr(world: &World<'_>, action: &Value<'_>) -> Calls {
    let Some(name) = action.at(&["Configuration", "RepositoryName"]).text() else {
        return Calls::unknown("the source action names no repository");
    };
    let arn = in_region(
        world,
        arn(world, "AWS::ECR::Repository", name, "ecr", "repository/"),
        action.get("Region").text(),
    );
    let mut calls = Calls::none();
    calls.table(&ECR, |_| vec![arn.clone()]);
    calls
}

pub(super) fn connection(action: &Value<'_>) -> Calls {
    let Some(connection) = action.at(&["Configuration", "ConnectionArn"]).text() else {
        return Calls::unknown("the source action names no connection");
    };
    use_connection(connection, When::Always)
}

/// Using a connection, under the name that its ARN has for the service.
pub(super) fn use_connection(connection: &str, when: When) -> Calls {
    let mut calls = Calls::none();
    if connection.contains(":codeconnections:") {
        calls.table(&CODECONNECTIONS, |_| vec![connection.to_owned()]);
    } else {
        calls.table(&CODESTAR_CONNECTIONS, |_| vec![connection.to_owned()]);
    }
    if connection.starts_with("arn:") {
        return calls.only(when);
    }
    // The ARN is not known, nor whether IAM calls the service codeconnections.
    calls.table(&CODECONNECTIONS, |_| vec![connection.to_owned()]);
    calls.all(When::Perhaps("where the connection's ARN has this service's name, which is not known"))
}

//! The artifact store: where the objects of a pipeline's artifacts are, and what reading and writing them calls.

use super::names::{bucket, key, token};
use super::{Calls, Table, When};
use crate::world::{PIPELINE_PREFIX, Resource, Value, World, beginning};

/// A bucket that holds artifacts.
#[derive(Debug, Clone)]
pub(super) struct Store {
    /// The bucket's ARN.
    bucket: String,
    region: String,
    /// The pipeline's own key for artifacts.
    key: Option<String>,
    /// The key that the bucket encrypts with where nobody asks for one.
    default_key: Option<String>,
    /// Whether the encryption context names the bucket instead of the object.
    bucket_key: bool,
    /// How the keys of the pipeline's objects begin.
    pipeline: String,
}

/// What a call is for.
#[derive(Debug, Clone, Copy)]
enum On {
    Bucket,
    Object,
}

const PIPELINES: &str = "https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html";
const BUILDS: &str = "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html";
/// The owner of the bucket is verified by who may ask for it.
const OWNER: &str = "where the service makes sure whose bucket it is, which it can do without";

const LOOK: Table<On> = Table {
    page: PIPELINES,
    rows: &[
        ("s3:GetBucketVersioning", On::Bucket, When::Always),
        ("s3:GetBucketAcl", On::Bucket, When::Perhaps(OWNER)),
        ("s3:GetBucketLocation", On::Bucket, When::Perhaps(OWNER)),
        // "If the action does not have permission to check, an AccessDenied error occurs", on a page about errors alone.
        ("s3:ListBucket", On::Bucket, When::Listed("AWS's page on troubleshooting grants it")),
    ],
};
const READ: Table<On> = Table {
    page: PIPELINES,
    rows: &[
        ("s3:GetObject", On::Object, When::Always),
        ("s3:GetObjectVersion", On::Object, When::Always),
        ("s3:GetObjectTagging", On::Object, TAGGED),
        ("s3:GetObjectVersionTagging", On::Object, TAGGED),
    ],
};
const WRITE: Table<On> = Table {
    page: PIPELINES,
    rows: &[
        ("s3:PutObject", On::Object, When::Always),
        ("s3:PutObjectAcl", On::Object, When::Listed("AWS's page grants it for all artifacts")),
        ("s3:PutObjectTagging", On::Object, TAGGED),
    ],
};
const TAGGED: When = When::Listed("AWS's page grants it for sources whose objects have tags");

/// "We strongly recommend": <https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-access-control-identity-based.html#secure-s3-buckets>
const LOOK_AS_BUILD: Table<On> = Table {
    page: BUILDS,
    rows: &[
        ("s3:GetBucketAcl", On::Bucket, When::Perhaps(OWNER)),
        ("s3:GetBucketLocation", On::Bucket, When::Perhaps(OWNER)),
    ],
};
const READ_AS_BUILD: Table<On> = Table {
    page: BUILDS,
    rows: &[("s3:GetObject", On::Object, When::Always), ("s3:GetObjectVersion", On::Object, When::Always)],
};
const WRITE_AS_BUILD: Table<On> = Table { page: BUILDS, rows: &[("s3:PutObject", On::Object, When::Always)] };

const ENCRYPTED: &str = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";
const PIPELINE_KEYS: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html";
const IN_PARTS: When = When::Only("when an object is sent in parts");
const LISTED: When = When::Listed("AWS's page grants it beside the other uses of the key");
const DEFAULT_KEY: When = When::Perhaps("where artifacts are encrypted with the bucket's own key");

impl Store {
    /// The store that an action of the pipeline uses, in the action's region if that has one of its own.
    pub(super) fn of(world: &World<'_>, pipeline: &Resource<'_>, region: Option<&str>) -> Option<Self> {
        let region = region.unwrap_or(world.region());
        let stores = pipeline.property("ArtifactStores").items();
        let regional = stores.iter().find(|store| store.get("Region").text() == Some(region));
        let store = match regional {
            Some(regional) => regional.get("ArtifactStore"),
            None => pipeline.property("ArtifactStore"),
        };
        let name = store.get("Location").text()?;
        let own = world.by_name("AWS::S3::Bucket", name);
        let rule = own.and_then(|own| {
            own.properties().at(&["BucketEncryption", "ServerSideEncryptionConfiguration"]).items().first()
        });
        let default_key = rule
            .and_then(|rule| rule.at(&["ServerSideEncryptionByDefault", "KMSMasterKeyID"]).text())
            .and_then(|name| key(world, name));
        Some(Self {
            bucket: bucket(world, name),
            region: region.to_owned(),
            key: store.at(&["EncryptionKey", "Id"]).text().and_then(|name| key(world, name)),
            default_key,
            bucket_key: rule.and_then(|rule| rule.get("BucketKeyEnabled").boolean()).unwrap_or_default(),
            pipeline: pipeline.name(),
        })
    }

    /// The bucket itself.
    pub(super) fn look(&self) -> Calls {
        self.fill(&LOOK, "")
    }

    /// Reading an artifact under the role that runs the action.
    pub(super) fn read(&self, world: &World<'_>, artifact: &str) -> Calls {
        let mut calls = self.fill(&READ, artifact);
        calls.extend(self.decrypt(world, artifact));
        calls
    }

    /// Writing an artifact under the role that runs the action.
    pub(super) fn write(&self, world: &World<'_>, artifact: &str) -> Calls {
        let mut calls = self.encrypting(self.fill(&WRITE, artifact));
        calls.extend(self.encrypt(world, artifact));
        calls
    }

    /// The bucket itself, as CodeBuild looks at it.
    pub(super) fn look_as_build(&self) -> Calls {
        self.fill(&LOOK_AS_BUILD, "")
    }

    /// Reading an artifact under a build's role.
    pub(super) fn read_as_build(&self, world: &World<'_>, artifact: &str) -> Calls {
        let mut calls = self.fill(&READ_AS_BUILD, artifact);
        calls.extend(self.decrypt(world, artifact));
        calls
    }

    /// Writing an artifact under a build's role.
    pub(super) fn write_as_build(&self, world: &World<'_>, artifact: &str) -> Calls {
        let mut calls = self.encrypting(self.fill(&WRITE_AS_BUILD, artifact));
        calls.extend(self.encrypt(world, artifact));
        calls
    }

    fn fill(&self, table: &Table<On>, artifact: &str) -> Calls {
        let mut calls = Calls::none();
        calls.table(table, |on| match on {
            On::Bucket => vec![self.bucket.clone()],
            On::Object => vec![self.object(artifact)],
        });
        if beginning(&self.pipeline, PIPELINE_PREFIX) != self.pipeline {
            // AWS says "truncated" and no length: a grant for the whole name is no needless one.
            let mut whole = Calls::none();
            whole.table(table, |on| match on {
                On::Bucket => Vec::new(),
                On::Object => vec![self.under(&self.pipeline, artifact)],
            });
            calls.extend(whole.only(When::Perhaps("if CodePipeline keeps more of the pipeline's name")));
        }
        calls
    }

    /// An artifact's object. CodePipeline cuts both names short; AWS's page gives no lengths, and everybody sees 20 and 10.
    /// <https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html#troubleshooting-truncated-artifacts>
    fn object(&self, artifact: &str) -> String {
        self.under(beginning(&self.pipeline, PIPELINE_PREFIX), artifact)
    }

    fn under(&self, pipeline: &str, artifact: &str) -> String {
        format!("{}/{pipeline}/{}/{}", self.bucket, beginning(artifact, 10), token("object"))
    }

    /// CodePipeline and CodeBuild ask for encryption with a key: the pipeline's, or S3's own.
    /// <https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html>
    fn encrypting(&self, calls: Calls) -> Calls {
        let calls = calls.with("s3:x-amz-server-side-encryption", "aws:kms");
        match &self.key {
            Some(key) => calls.with("s3:x-amz-server-side-encryption-aws-kms-key-id", key),
            None => calls,
        }
    }

    fn decrypt(&self, world: &World<'_>, artifact: &str) -> Calls {
        let mut calls = Calls::none();
        if let Some(key) = &self.key {
            calls.push("kms:Decrypt", key, When::Always, ENCRYPTED);
            calls.push("kms:DescribeKey", key, LISTED, PIPELINE_KEYS);
        } else if let Some(key) = &self.default_key {
            calls.push("kms:Decrypt", key, DEFAULT_KEY, ENCRYPTED);
        }
        self.through_s3(world, calls, artifact)
    }

    fn encrypt(&self, world: &World<'_>, artifact: &str) -> Calls {
        let mut calls = Calls::none();
        if let Some(key) = &self.key {
            calls.push("kms:GenerateDataKey", key, When::Always, ENCRYPTED);
            calls.push("kms:Decrypt", key, IN_PARTS, ENCRYPTED);
            for action in ["kms:DescribeKey", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"] {
                calls.push(action, key, LISTED, PIPELINE_KEYS);
            }
        } else if let Some(key) = &self.default_key {
            calls.push("kms:GenerateDataKey", key, DEFAULT_KEY, ENCRYPTED);
            calls.push("kms:Decrypt", key, DEFAULT_KEY, ENCRYPTED);
        }
        self.through_s3(world, calls, artifact)
    }

    /// S3 uses the key in the name of who calls S3.
    fn through_s3(&self, world: &World<'_>, calls: Calls, artifact: &str) -> Calls {
        let context = if self.bucket_key { self.bucket.clone() } else { self.object(artifact) };
        calls
            .with("kms:ViaService", &format!("s3.{}.amazonaws.com", self.region))
            .with("kms:CallerAccount", world.account())
            .with("kms:EncryptionContext:aws:s3:arn", &context)
    }
}

/// The names of the artifacts in one of an action's lists.
pub(super) fn names<'a>(action: &'a Value<'_>, list: &str) -> impl Iterator<Item = &'a str> {
    action.get(list).items().iter().filter_map(|artifact| artifact.get("Name").text())
}

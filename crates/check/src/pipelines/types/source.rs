//! Source actions.

use super::{Exports, Form, Key, Keys, Type};

const FORMATS: Form = Form::OneOf(&["CODE_ZIP", "CODEBUILD_CLONE_REF"]);

pub(super) const TYPES: &[Type] = &[
    Type {
        category: "Source",
        owner: "AWS",
        provider: "S3",
        keys: Keys::All(&[
            Key::required("S3Bucket", Form::Text),
            Key::required("S3ObjectKey", Form::Text),
            Key::optional("AllowOverrideForS3ObjectKey", Form::Flag),
            Key::optional("PollForSourceChanges", Form::Flag),
        ]),
        inputs: (0, 0),
        outputs: (1, 1),
        exports: Exports::Keys(&["BucketName", "ETag", "ObjectKey", "VersionId"]),
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html",
    },
    Type {
        category: "Source",
        owner: "AWS",
        provider: "ECR",
        keys: Keys::All(&[
            Key::required("RepositoryName", Form::Text),
            Key::optional("ImageTag", Form::Text),
        ]),
        inputs: (0, 0),
        outputs: (1, 1),
        exports: Exports::Keys(&["RegistryId", "RepositoryName", "ImageTag", "ImageDigest", "ImageURI"]),
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html",
    },
    Type {
        category: "Source",
        owner: "AWS",
        provider: "CodeCommit",
        keys: Keys::All(&[
            Key::required("RepositoryName", Form::Text),
            Key::required("BranchName", Form::Text),
            Key::optional("PollForSourceChanges", Form::Flag),
            Key::optional("OutputArtifactFormat", FORMATS),
        ]),
        inputs: (0, 0),
        outputs: (1, 1),
        exports: Exports::Keys(&[
            "AuthorDate",
            "BranchName",
            "CommitId",
            "CommitMessage",
            "CommitterDate",
            "RepositoryName",
        ]),
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
    },
    Type {
        category: "Source",
        owner: "AWS",
        provider: "CodeStarSourceConnection",
        keys: Keys::All(&[
            Key::required("ConnectionArn", Form::Text),
            Key::required("FullRepositoryId", Form::Text),
            Key::required("BranchName", Form::Text),
            Key::optional("OutputArtifactFormat", FORMATS),
            Key::optional("DetectChanges", Form::Flag),
        ]),
        inputs: (0, 0),
        outputs: (1, 1),
        exports: Exports::AtLeast {
            named: &[
                "AuthorDate",
                "BranchName",
                "CommitId",
                "CommitMessage",
                "ConnectionArn",
                "FullRepositoryName",
            ],
            seen: &["AuthorDisplayName", "AuthorEmail", "AuthorId", "PullRequestId", "TagName"],
        },
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html",
    },
    Type {
        category: "Source",
        owner: "ThirdParty",
        provider: "GitHub",
        keys: Keys::All(&[
            Key::required("Owner", Form::Text),
            Key::required("Repo", Form::Text),
            Key::required("Branch", Form::Text),
            Key::required("OAuthToken", Form::Secret),
            Key::optional("PollForSourceChanges", Form::Flag),
        ]),
        inputs: (0, 0),
        outputs: (1, 1),
        exports: Exports::Keys(&[
            "AuthorDate",
            "BranchName",
            "CommitId",
            "CommitMessage",
            "CommitterDate",
            "CommitUrl",
            "RepositoryName",
        ]),
        needs_v2: false,
        page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html",
    },
];

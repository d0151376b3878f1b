//! What stands in the `detail` of the events that a pipeline's rules wait for: the fields, and the values of those
//! that have few.
//!
//! Compiled from each service's own pages of sample events and EventBridge's schema registry; a service may send
//! more fields than its pages show, so a rule that uses this table never says more than a warning.
//!
//! <https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html>
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html>
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html>
//! <https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html>
//! <https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html>
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html>

/// A field of an event's `detail`.
pub(in crate::rules::events) enum Field {
    /// With any value; what may stand below it isn't listed.
    Any(&'static str),
    /// With one of these texts.
    OneOf(&'static str, &'static [&'static str]),
    /// With fields of its own.
    Inside(&'static str, &'static [Field]),
}

use Field::{Any, Inside, OneOf};

impl Field {
    pub(in crate::rules::events) const fn name(&self) -> &'static str {
        match self {
            Any(name) | OneOf(name, _) | Inside(name, _) => name,
        }
    }
}

/// The fields of a source's events of some detail types.
pub(in crate::rules::events) struct Shape {
    pub(in crate::rules::events) source: &'static str,
    pub(in crate::rules::events) detail_types: &'static [&'static str],
    pub(in crate::rules::events) fields: &'static [Field],
}

const REFERENCE_EVENTS: &[&str] =
    &["referenceCreated", "referenceUpdated", "referenceDeleted", "unreferencedMergeCommitCreated"];
const MERGES: &[&str] = &["FAST_FORWARD_MERGE", "SQUASH_MERGE", "THREE_WAY_MERGE"];
const PULL_REQUEST_EVENTS: &[&str] = &[
    "pullRequestCreated",
    "pullRequestSourceBranchUpdated",
    "pullRequestStatusChanged",
    "pullRequestMergeStatusUpdated",
    "pullRequestApprovalRuleCreated",
    "pullRequestApprovalRuleDeleted",
    "pullRequestApprovalRuleUpdated",
    "pullRequestApprovalRuleOverridden",
    "pullRequestApprovalStateChanged",
];
/// All that an execution of a pipeline, a stage or an action can come to.
const EXECUTION_STATES: &[&str] = &[
    "STARTED",
    "SUCCEEDED",
    "FAILED",
    "RESUMED",
    "STOPPING",
    "STOPPED",
    "SUPERSEDED",
    "CANCELED",
    "ABANDONED",
];
const BUILD_STATUS: &[&str] = &["SUCCEEDED", "FAILED", "STOPPED", "IN_PROGRESS", "FAULT", "TIMED_OUT"];
const BUILD_PHASES: &[&str] = &[
    "SUBMITTED",
    "QUEUED",
    "PROVISIONING",
    "DOWNLOAD_SOURCE",
    "INSTALL",
    "PRE_BUILD",
    "BUILD",
    "POST_BUILD",
    "UPLOAD_ARTIFACTS",
    "FINALIZING",
    "COMPLETED",
    "DOWNLOAD_BATCHSPEC",
    "BATCH_BUILD",
    "IN_PROGRESS",
    "COMBINE_ARTIFACTS",
    "SUCCEEDED",
    "STOPPED",
    "FAILED",
];
const PHASE_STATUS: &[&str] =
    &["SUCCEEDED", "FAILED", "STOPPED", "IN_PROGRESS", "FAULT", "TIMED_OUT", "CLIENT_ERROR"];
const DEPLOYMENT_STATES: &[&str] = &["START", "SUCCESS", "FAILURE", "STOP", "READY"];
const ALARM_STATES: &[&str] = &["OK", "ALARM", "INSUFFICIENT_DATA"];

const ALARM_STATE: &[Field] = &[
    Any("actionsSuppressedBy"),
    Any("actionsSuppressedReason"),
    Any("evaluationState"),
    Any("reason"),
    Any("reasonData"),
    Any("timestamp"),
    OneOf("value", ALARM_STATES),
];

/// What CloudTrail's records have, whatever service they are of.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
pub(in crate::rules::events) const OF_CLOUDTRAIL: &[Field] = &[
    Any("addendum"),
    Any("additionalEventData"),
    Any("apiVersion"),
    Any("awsRegion"),
    Any("errorCode"),
    Any("errorMessage"),
    Any("eventCategory"),
    Any("eventID"),
    Any("eventName"),
    Any("eventSource"),
    Any("eventTime"),
    Any("eventType"),
    Any("eventVersion"),
    Any("managementEvent"),
    Any("readOnly"),
    Any("recipientAccountId"),
    Any("requestID"),
    Any("requestParameters"),
    Any("resources"),
    Any("responseElements"),
    Any("serviceEventDetails"),
    Any("sharedEventID"),
    Any("sourceIPAddress"),
    Any("tlsDetails"),
    Any("userAgent"),
    Any("userIdentity"),
    Any("vpcEndpointId"),
];

/// Every shape that is known.
pub(in crate::rules::events) const SHAPES: &[Shape] = &[
    Shape {
        source: "aws.codecommit",
        detail_types: &["CodeCommit Repository State Change"],
        fields: &[
            Any("baseCommitId"),
            Any("callerUserArn"),
            Any("commitId"),
            Any("conflictDetailLevel"),
            Any("conflictDetailsLevel"),
            Any("conflictResolutionStrategy"),
            Any("destinationCommitId"),
            OneOf("event", REFERENCE_EVENTS),
            OneOf("mergeOption", MERGES),
            Any("oldCommitId"),
            Any("referenceFullName"),
            Any("referenceName"),
            OneOf("referenceType", &["branch", "tag"]),
            Any("repositoryId"),
            Any("repositoryName"),
            Any("sourceCommitId"),
        ],
    },
    Shape {
        source: "aws.codecommit",
        detail_types: &["CodeCommit Pull Request State Change"],
        fields: &[
            OneOf("approvalStatus", &["APPROVE", "REVOKE"]),
            Any("approvalRuleContentSha256"),
            Any("approvalRuleId"),
            Any("approvalRuleName"),
            Any("author"),
            Any("callerUserArn"),
            Any("creationDate"),
            Any("description"),
            Any("destinationCommit"),
            Any("destinationReference"),
            OneOf("event", PULL_REQUEST_EVENTS),
            OneOf("isMerged", &["True", "False"]),
            Any("lastModifiedDate"),
            OneOf("mergeOption", MERGES),
            Any("notificationBody"),
            OneOf("overrideStatus", &["OVERRIDE", "REVOKE"]),
            Any("pullRequestId"),
            OneOf("pullRequestStatus", &["Open", "Closed"]),
            Any("repositoryNames"),
            Any("revisionId"),
            Any("sourceCommit"),
            Any("sourceReference"),
            Any("title"),
        ],
    },
    Shape {
        source: "aws.codecommit",
        detail_types: &["CodeCommit Comment on Commit", "CodeCommit Comment on Pull Request"],
        fields: &[
            Any("afterCommitId"),
            Any("beforeCommitId"),
            Any("callerUserArn"),
            Any("commentId"),
            OneOf(
                "event",
                &[
                    "commentOnCommitCreated",
                    "commentOnCommitUpdated",
                    "commentOnPullRequestCreated",
                    "commentOnPullRequestUpdated",
                ],
            ),
            Any("inReplyTo"),
            Any("notificationBody"),
            Any("pullRequestId"),
            Any("repositoryId"),
            Any("repositoryName"),
        ],
    },
    Shape {
        source: "aws.codepipeline",
        detail_types: &["CodePipeline Pipeline Execution State Change"],
        fields: &[
            Any("execution-id"),
            Inside("execution-trigger", &[Any("trigger-type"), Any("trigger-detail")]),
            Any("pipeline"),
            Any("pipeline-execution-attempt"),
            Any("start-time"),
            OneOf("state", EXECUTION_STATES),
            Any("stop-execution-comments"),
            Any("version"),
        ],
    },
    Shape {
        source: "aws.codepipeline",
        detail_types: &["CodePipeline Stage Execution State Change"],
        fields: &[
            Any("execution-id"),
            Any("pipeline"),
            Any("pipeline-execution-attempt"),
            Any("stage"),
            Any("start-time"),
            OneOf("state", EXECUTION_STATES),
            Any("version"),
        ],
    },
    Shape {
        source: "aws.codepipeline",
        detail_types: &["CodePipeline Action Execution State Change"],
        fields: &[
            Any("action"),
            Any("action-execution-id"),
            Any("execution-id"),
            Any("execution-result"),
            Any("input-artifacts"),
            Any("output-artifacts"),
            Any("pipeline"),
            Any("pipeline-execution-attempt"),
            Any("region"),
            Any("stage"),
            Any("start-time"),
            OneOf("state", EXECUTION_STATES),
            Inside(
                "type",
                &[
                    OneOf(
                        "category",
                        &["Source", "Build", "Deploy", "Test", "Invoke", "Approval", "Compute"],
                    ),
                    OneOf("owner", &["AWS", "ThirdParty", "Custom"]),
                    Any("provider"),
                    Any("version"),
                ],
            ),
            Any("version"),
        ],
    },
    Shape {
        source: "aws.codebuild",
        detail_types: &["CodeBuild Build State Change"],
        fields: &[
            Any("additional-information"),
            Any("build-id"),
            OneOf("build-status", BUILD_STATUS),
            OneOf("current-phase", BUILD_PHASES),
            Any("current-phase-context"),
            Any("project-name"),
            Any("version"),
        ],
    },
    Shape {
        source: "aws.codebuild",
        detail_types: &["CodeBuild Build Phase Change"],
        fields: &[
            Any("additional-information"),
            Any("build-id"),
            OneOf("completed-phase", BUILD_PHASES),
            Any("completed-phase-context"),
            Any("completed-phase-duration-seconds"),
            Any("completed-phase-end"),
            Any("completed-phase-start"),
            OneOf("completed-phase-status", PHASE_STATUS),
            Any("project-name"),
            Any("version"),
        ],
    },
    Shape {
        source: "aws.codedeploy",
        detail_types: &["CodeDeploy Deployment State-change Notification"],
        fields: &[
            Any("application"),
            Any("deploymentGroup"),
            Any("deploymentId"),
            Any("instanceGroupId"),
            Any("region"),
            OneOf("state", DEPLOYMENT_STATES),
        ],
    },
    Shape {
        source: "aws.codedeploy",
        detail_types: &["CodeDeploy Instance State-change Notification"],
        fields: &[
            Any("application"),
            Any("deploymentGroup"),
            Any("deploymentId"),
            Any("instanceGroupId"),
            Any("instanceId"),
            Any("region"),
            OneOf("state", DEPLOYMENT_STATES),
        ],
    },
    Shape {
        source: "aws.ecr",
        detail_types: &["ECR Image Action"],
        fields: &[
            Any("action-type"),
            Any("artifact-media-type"),
            Any("image-digest"),
            Any("image-tag"),
            Any("last-activated-at"),
            Any("manifest-media-type"),
            Any("repository-name"),
            Any("result"),
            Any("target-storage-class"),
        ],
    },
    Shape {
        source: "aws.ecr",
        detail_types: &["ECR Image Scan"],
        fields: &[
            Any("finding-severity-counts"),
            Any("image-digest"),
            Any("image-tags"),
            Any("repository-name"),
            Any("scan-status"),
        ],
    },
    Shape {
        source: "aws.s3",
        detail_types: &[
            "Object ACL Updated",
            "Object Access Tier Changed",
            "Object Created",
            "Object Deleted",
            "Object Restore Completed",
            "Object Restore Expired",
            "Object Restore Initiated",
            "Object Storage Class Changed",
            "Object Tags Added",
            "Object Tags Deleted",
        ],
        fields: &[
            Inside("bucket", &[Any("name")]),
            Any("deletion-type"),
            Any("destination-access-tier"),
            Any("destination-storage-class"),
            Inside("object", &[Any("etag"), Any("key"), Any("sequencer"), Any("size"), Any("version-id")]),
            Any("reason"),
            Any("request-id"),
            Any("requester"),
            Any("restore-expiry-time"),
            Any("source-ip-address"),
            Any("source-storage-class"),
            Any("version"),
        ],
    },
    Shape {
        source: "aws.cloudwatch",
        detail_types: &["CloudWatch Alarm State Change"],
        fields: &[
            Any("alarmName"),
            Any("configuration"),
            Inside("previousState", ALARM_STATE),
            Inside("state", ALARM_STATE),
            Any("operation"),
        ],
    },
];

//! What AWS services send to EventBridge: their sources and detail types.
//!
//! Compiled from the events reference and EventBridge's schema registry. Only the Code services are held to be
//! complete; of every other source AWS sends more than is listed here, so only what is almost a known name can be
//! called wrong.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/ref/welcome.html>

/// Detail types that any source may carry: what CloudTrail hands on.
pub(in crate::rules::events) const FROM_CLOUDTRAIL: [&str; 5] = [
    "AWS API Call via CloudTrail",
    "AWS Console Action via CloudTrail",
    "AWS Console Sign In via CloudTrail",
    "AWS Insight via CloudTrail",
    "AWS Service Event via CloudTrail",
];

/// Sources whose detail types are all listed.
pub(in crate::rules::events) const COMPLETE: [&str; 4] =
    ["aws.codebuild", "aws.codecommit", "aws.codedeploy", "aws.codepipeline"];

/// Each source with its detail types.
pub(in crate::rules::events) const SOURCES: &[(&str, &[&str])] = &[
    (
        "aws.autoscaling",
        &[
            "EC2 Instance Launch Successful",
            "EC2 Instance Launch Unsuccessful",
            "EC2 Instance Terminate Successful",
            "EC2 Instance Terminate Unsuccessful",
            "EC2 Instance-launch Lifecycle Action",
            "EC2 Instance-terminate Lifecycle Action",
        ],
    ),
    (
        "aws.backup",
        &[
            "Backup Job State Change",
            "Backup Plan State Change",
            "Backup Vault State Change",
            "Copy Job State Change",
            "Recovery Point State Change",
            "Region Setting State Change",
            "Report Job State Change",
            "Restore Job State Change",
        ],
    ),
    ("aws.batch", &["Batch Job Queue Blocked", "Batch Job State Change"]),
    (
        "aws.cloudformation",
        &[
            "CloudFormation Drift Detection Status Change",
            "CloudFormation Hook Invocation Progress",
            "CloudFormation Resource Status Change",
            "CloudFormation Stack Status Change",
            "CloudFormation StackSet Operation Status Change",
            "CloudFormation StackSet StackInstance Status Change",
            "CloudFormation StackSet Status Change",
        ],
    ),
    ("aws.cloudwatch", &["CloudWatch Alarm Configuration Change", "CloudWatch Alarm State Change"]),
    ("aws.codeartifact", &["CodeArtifact Package Version State Change"]),
    (
        "aws.codebuild",
        &["CodeBuild Build Phase Change", "CodeBuild Build State Change", "CodeBuild Fleet State Change"],
    ),
    (
        "aws.codecommit",
        &[
            "CodeCommit Approval Rule Template Change",
            "CodeCommit Comment Reaction Change",
            "CodeCommit Comment on Commit",
            "CodeCommit Comment on Pull Request",
            "CodeCommit Pull Request State Change",
            "CodeCommit Repository State Change",
        ],
    ),
    (
        "aws.codedeploy",
        &["CodeDeploy Deployment State-change Notification", "CodeDeploy Instance State-change Notification"],
    ),
    (
        "aws.codepipeline",
        &[
            "CodePipeline Action Execution State Change",
            "CodePipeline Pipeline Execution State Change",
            "CodePipeline Stage Execution State Change",
        ],
    ),
    (
        "aws.config",
        &[
            "Config Configuration History Delivery Status",
            "Config Configuration Item Change",
            "Config Configuration Snapshot Delivery Status",
            "Config Rules Compliance Change",
            "Config Rules Re-evaluation Status",
        ],
    ),
    (
        "aws.ec2",
        &[
            "EBS Multi-Volume Snapshots Completion Status",
            "EBS Snapshot Notification",
            "EBS Volume Notification",
            "EC2 AMI State Change",
            "EC2 Capacity Reservation Underutilization",
            "EC2 Fast Launch State-change Notification",
            "EC2 Instance Rebalance Recommendation",
            "EC2 Instance State-change Notification",
            "EC2 Spot Instance Interruption Warning",
            "EC2 Spot Instance Request Fulfillment",
        ],
    ),
    (
        "aws.ecr",
        &[
            "ECR Artifact Action",
            "ECR Image Action",
            "ECR Image Scan",
            "ECR Pull Through Cache Action",
            "ECR Referrer Action",
            "ECR Replication Action",
            "ECR Scan Resource Change",
        ],
    ),
    (
        "aws.ecs",
        &[
            "ECS Container Instance State Change",
            "ECS Deployment State Change",
            "ECS Service Action",
            "ECS Service Deployment State Change",
            "ECS Task State Change",
        ],
    ),
    ("aws.events", &["Scheduled Event"]),
    (
        "aws.guardduty",
        &[
            "GuardDuty Finding",
            "GuardDuty Malware Protection Object Scan Result",
            "GuardDuty Malware Protection Post Scan Action Failed",
            "GuardDuty Malware Protection Resource Status Active",
            "GuardDuty Malware Protection Resource Status Error",
            "GuardDuty Malware Protection Resource Status Warning",
        ],
    ),
    ("aws.health", &["AWS Health Abuse Event", "AWS Health Event"]),
    ("aws.inspector2", &["Inspector2 Coverage", "Inspector2 Finding", "Inspector2 Scan"]),
    ("aws.kms", &["KMS CMK Deletion", "KMS CMK Rotation", "KMS Imported Key Material Expiration"]),
    ("aws.macie", &["Macie Alert", "Macie Finding"]),
    (
        "aws.rds",
        &[
            "RDS DB Cluster Event",
            "RDS DB Cluster Snapshot Event",
            "RDS DB Instance Event",
            "RDS DB Parameter Group Event",
            "RDS DB Proxy Event",
            "RDS DB Security Group Event",
            "RDS DB Snapshot Event",
        ],
    ),
    (
        "aws.s3",
        &[
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
    ),
    (
        "aws.securityhub",
        &[
            "Security Hub Findings - Custom Action",
            "Security Hub Findings - Imported",
            "Security Hub Insight Results",
        ],
    ),
    ("aws.signer", &["Signer Job Status Change"]),
    (
        "aws.ssm",
        &[
            "Calendar State Change",
            "Change Request Status Update",
            "Configuration Compliance State Change",
            "EC2 Automation Execution Status-change Notification",
            "EC2 Automation Step Status-change Notification",
            "EC2 Command Invocation Status-change Notification",
            "EC2 Command Status-change Notification",
            "EC2 State Manager Association State Change",
            "EC2 State Manager Instance Association State Change",
            "Inventory Resource State Change",
            "Maintenance Window Execution State-change Notification",
            "Maintenance Window State-change Notification",
            "Maintenance Window Target Registration Notification",
            "Maintenance Window Task Execution State-change Notification",
            "Maintenance Window Task Registration Notification",
            "Maintenance Window Task Target Invocation State-change Notification",
            "OpsItem Create",
            "OpsItem Update",
            "Parameter Store Change",
            "Parameter Store Policy Action",
        ],
    ),
    ("aws.states", &["Step Functions Execution Status Change"]),
    ("aws.tag", &["Tag Change on Resource"]),
];

/// Sources whose detail types are not listed.
pub(in crate::rules::events) const OTHERS: &str = "\
    a4b access-analyzer account acm acm-pca aidevops airflow amplify apigateway appconfig appflow \
    application-cost-profiler appmesh appsync athena b2bi bcm-dashboards bedrock braket budgets ce \
    chime cloudfront cloudshell cloudtrail codeguru-profiler cognito-idp connect controltower \
    databrew dataexchange datasync dax deadline devops-guru dlm dms dynamodb ec2fleet ec2spotfleet \
    eks elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing emr emr-containers \
    emr-serverless es firehose fis fsx gamelift geo glue greengrass groundstation healthlake iam \
    imagebuilder inspector iot iotanalytics iotsitewise ivs kafka kinesis lakeformation lambda lex \
    license-manager logs managedblockchain marketplacecatalog mediaconvert medialive mediapackage \
    mediastore medical-imaging mgn monitoring network-firewall networkmanager omics opensearch \
    opsworks organizations personalize pipes proton qldb ram redshift redshift-data \
    redshift-serverless rekognition resource-groups route53 route53-recovery-readiness \
    route53resolver sagemaker savingsplans scheduler schemas secretsmanager security-ir \
    servicecatalog servicequotas ses shield signin sns sqs sso storagegateway supplychain support swf \
    synthetics textract timestream transcribe transfer translate trustedadvisor voiceid vpc-lattice \
    waf wafv2 wellarchitected workmail workspaces xray";

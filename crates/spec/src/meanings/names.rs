//! Codes about names, texts and numbers that AWS would refuse, most of them minutes into a deployment.

use diag::Severity::{Error, Warning};

use super::Entry;
use crate::codes::Finding;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        finding: Finding::InvalidName,
        severity: Error,
        explanation: "Every service has its own idea of a name, and refuses others when the resource is created, or when the pipeline first \
            uses it. The finding says which characters this one may have.\n\n\
            Names that end up in logical IDs and variables (functions, alarms, reports, parameters) are narrower than what AWS takes, \
            so that those can be made from them.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
            "https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html",
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html",
        ],
    },
    Entry {
        finding: Finding::TooLong,
        severity: Error,
        explanation: "AWS cuts nothing short, it refuses. Names of projects, functions and rules begin with the pipeline's name, so a long one \
            there makes every other too long; a connection that the stack creates is called the same, and has 32 characters. A pipeline's action takes 1,000 characters of configuration in one value, a function \
            4 KB of environment, a stack 1,024 bytes of description.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
            "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
        ],
    },
    Entry {
        finding: Finding::ReservedName,
        severity: Error,
        explanation: "The name is in use: CodeBuild and Lambda set variables that begin with `CODEBUILD_` and `AWS_`, shells have their own, and \
            the stack has a stage `Source`, an action `Release` and a deployer. The second one of that name would replace the first, \
            or be refused. Choose another.",
        pages: &[
            "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html",
            "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
        ],
    },
    Entry {
        finding: Finding::NameCollision,
        severity: Error,
        explanation: "A logical ID holds letters and digits only, so `order-api` and `order_api` both become `OrderApi`, and one resource would \
            take the other's place in the template. Change one of the names by a letter or digit. Pipelines of a matrix share an account, \
            where no two can have one name: let the entry's name be a part of it.",
        pages: &[
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
        ],
    },
    Entry {
        finding: Finding::UnknownPlaceholder,
        severity: Error,
        explanation: "In a file with a `matrix`, `((value))` stands for what each entry says under that name, and `((name))` for the entry's \
            own name. This entry says nothing there, so its pipeline would have a hole. Give the entry the value, or mend the \
            placeholder's name. Two parentheses of the shell's arithmetic follow a `$`, and are left alone.",
        pages: &[],
    },
    Entry {
        finding: Finding::TooMany,
        severity: Error,
        explanation: "AWS has a limit on how many there may be: 50 stages of a pipeline, 10 alarms of a deployment group, 100 of a composite alarm, 50 tags of a resource, \
            3 filters for pushes and 3 for pull requests with 8 patterns in a list. \
            What the stack adds itself counts: the stage of the source, tags of its own. Split the pipeline, or join what belongs together.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
            "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html",
            "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitConfiguration.html",
        ],
    },
    Entry {
        finding: Finding::EmptyList,
        severity: Error,
        explanation: "A list with nothing in it means nothing here, and the service refuses it: a policy statement without actions, a report \
            without files, a cache without paths. Name at least one item, or delete the key.",
        pages: &[],
    },
    Entry {
        finding: Finding::ControlCharacter,
        severity: Error,
        explanation: "A template is YAML or JSON in UTF-8, and of the control characters only line breaks and tabs can stand in it. \
            Such a character mostly comes from a copied terminal or an escape in double quotes. Delete it.",
        pages: &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html"],
    },
    Entry {
        finding: Finding::EmptyText,
        severity: Error,
        explanation: "A command that is empty runs nothing. It is mostly left over from an edit: delete it.",
        pages: &[],
    },
    Entry {
        finding: Finding::InvalidPath,
        severity: Error,
        explanation: "The build sees the repository and nothing else, in a folder whose place it does not choose. A path therefore begins at the \
            repository's root and stays in it: no leading `/`, no `..`, no drive, forward slashes. `.` is the root itself.",
        pages: &[],
    },
    Entry {
        finding: Finding::InvalidEmail,
        severity: Error,
        explanation: "SNS refuses what is no address, and to a wrong one the confirmation never arrives: the approval would wait for somebody who \
            was never asked. An address is `name@example.com`, without a display name. One that should not be in git is a \
            parameter: `{ parameter: ReviewerEmail }`.",
        pages: &["https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html"],
    },
    Entry {
        finding: Finding::DuplicateEmail,
        severity: Error,
        explanation: "SNS knows an endpoint once per topic: the second subscription would be the first one again, and two resources of the stack \
            would own it. Delete one.",
        pages: &["https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"],
    },
    Entry {
        finding: Finding::InvalidArn,
        severity: Error,
        explanation: "The value has to be the full ARN of one resource of that kind: a name or an alias in its place is refused, or meets no \
            permission. A FIFO topic cannot send e-mails. An ARN that should not be in git is a parameter.",
        pages: &[
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
            "https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html",
            "https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html",
        ],
    },
    Entry {
        finding: Finding::InvalidTag,
        severity: Error,
        explanation: "Tags go onto every resource, so each has to please the strictest service: letters, digits, spaces and `_ . : / = + - @`. \
            Keys that begin with `aws:` are AWS's own and are refused.",
        pages: &["https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"],
    },
    Entry {
        finding: Finding::OutOfRange,
        severity: Error,
        explanation: "AWS refuses the number when the resource is created. The finding says what is allowed: an approval waits 5 minutes to 60 days, \
            a build runs 5 minutes to 36 hours, a function has 128 to 10,240 MB and up to 15 minutes.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
            "https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html",
            "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
        ],
    },
    Entry {
        finding: Finding::InvalidRetention,
        severity: Error,
        explanation: "CloudWatch Logs keeps logs for one of a fixed set of days, and refuses the days between. S3 expires objects after whole \
            days. Take the next longer one that the finding lists.",
        pages: &[
            "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
        ],
    },
    Entry {
        finding: Finding::ShortRetention,
        severity: Warning,
        explanation: "Artifacts expire before the approvals of the pipeline have to be answered. Whoever approves late starts a deployment \
            whose package or AppSpec is gone, and it fails. Keep artifacts longer than all approvals together may take, or let the \
            approvals expire sooner.",
        pages: &[
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html",
        ],
    },
];

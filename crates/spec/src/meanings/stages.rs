//! Codes about the pipeline's stages.

use diag::Severity::{Error, Warning};

use super::Entry;
use crate::codes::Finding;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        finding: Finding::InvalidSource,
        severity: Error,
        explanation: "The first source is what is built and delivered, and an image in ECR gives a build no code: only a file that names the \
            image. Begin the list with the repository or the zip, and name the image behind it: a push of the image then starts the pipeline \
            as well.",
        pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html"],
    },
    Entry {
        finding: Finding::NoStages,
        severity: Error,
        explanation: "A pipeline needs at least two stages for CodePipeline to create it. The source is one, and the stack writes it itself; the \
            other builds. Most pipelines build, ask for approval, and deploy.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html",
        ],
    },
    Entry {
        finding: Finding::MissingBuild,
        severity: Error,
        explanation: "The build packages every function, and right after it the stack publishes their versions. Without it there is nothing that \
            an approval could show or a deployment could shift to.",
        pages: &[],
    },
    Entry {
        finding: Finding::SeveralBuilds,
        severity: Error,
        explanation: "One build makes the packages of all functions. Where there are several, each names those that it packages under \
            `functions`, so that every package has one origin; a build that only hands on other files says `functions: []`. The new versions \
            are released after the last of them.",
        pages: &[],
    },
    Entry {
        finding: Finding::PackagedTwice,
        severity: Error,
        explanation: "Two builds would make two packages of one function from the same commit, and the release can publish one of them. Leave \
            the function in the list of the build that tests it.",
        pages: &[],
    },
    Entry {
        finding: Finding::NeverPackaged,
        severity: Error,
        explanation: "The release publishes every function of the stack from the package that a build has made, and no build names this one. Add it to \
            the `functions` of one build, or take it out of the stack.",
        pages: &[],
    },
    Entry {
        finding: Finding::UnknownArtifact,
        severity: Error,
        explanation: "A build or a test takes, under `inputs`, what an earlier build hands on under `artifacts`: in an earlier stage, or under a lower \
            run order. CodePipeline refuses an input that nothing has made by then.",
        pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html"],
    },
    Entry {
        finding: Finding::DeployBeforeBuild,
        severity: Error,
        explanation: "Stages run in the order of the file. This one shifts traffic to a version that a later stage would publish: the first \
            execution fails, and every later one would deploy its predecessor. Move the build up.",
        pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html"],
    },
    Entry {
        finding: Finding::DuplicateStage,
        severity: Error,
        explanation: "CodePipeline tells the stages of a pipeline apart by their names and refuses two of one name; retries, approvals and \
            permissions name them too. Call each after what it does.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html",
        ],
    },
    Entry {
        finding: Finding::DuplicateAction,
        severity: Error,
        explanation: "CodePipeline tells the actions of a stage apart by their names and refuses two of one name. Call each after what it does.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html",
        ],
    },
    Entry {
        finding: Finding::UnknownAction,
        severity: Error,
        explanation: "A stack's template can come from the files that an earlier action of `commands` hands on, and a change set is executed \
            that an earlier action of `cloudformation` has made with `execute: false`; a build runs in the image that an earlier `image` builds. All are named by their action, or by their \
            stage where that is all it does, and have to be over when they are used: in an earlier stage, or under a lower run order.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
        ],
    },
    Entry {
        finding: Finding::UnknownAlarm,
        severity: Error,
        explanation: "A rule of a stage's condition can watch an alarm of a function's deployment: one that stands under `alarms` of the `deploy` that \
            names the function, or `errors`, which watches every gradual shift that says nothing of alarms. An alarm that exists already \
            is named without a function.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html",
        ],
    },
    Entry {
        finding: Finding::SeveralLines,
        severity: Error,
        explanation: "The Commands action takes commands of one line each; CodePipeline refuses others. Write several commands, or put them into a \
            script in the repository and run that.",
        pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html"],
    },
    Entry {
        finding: Finding::NoRecipients,
        severity: Error,
        explanation: "Nobody would learn that the pipeline waits or has failed. An approval without recipients just expires. Name addresses, or the \
            ARN of a topic that exists.",
        pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html"],
    },
    Entry {
        finding: Finding::NothingToTell,
        severity: Error,
        explanation: "A channel of the notifications names an event that no stage of the pipeline brings about: an approval where nobody is \
            asked, an alarm where there is none. Whoever counts on the message would wait in vain. Take the event out, or add the stage.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
        ],
    },
    Entry {
        finding: Finding::UnknownVariable,
        severity: Error,
        explanation: "A message may hold `#{Namespace.Key}`, which CodePipeline replaces when the action runs. The namespace has to belong to an \
            action of an earlier stage, and the action has to give that key. Otherwise the approval itself fails, after everything before it \
            has gone well.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-variables.html",
        ],
    },
    Entry {
        finding: Finding::UnreviewedDeploy,
        severity: Warning,
        explanation: "A pull request that is opened or updated starts the pipeline with the newest commit of its own branch, which nobody has merged \
            and perhaps nobody has seen. Without an approval before it, the stage ships that commit: whoever may open a pull request decides what \
            runs. Put an approval before the first deployment, wait for `closed` alone, or test pull requests elsewhere.",
        pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html"],
    },
    Entry {
        finding: Finding::NothingToDeploy,
        severity: Error,
        explanation: "A stage in CodePipeline has at least one action, and this one would have none. Name the functions whose traffic it shifts, or \
            delete the stage.",
        pages: &["https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html"],
    },
    Entry {
        finding: Finding::UnknownFunction,
        severity: Error,
        explanation: "A deploy stage names functions by their keys under `functions`, and this key is not there. Take the nearest one that the \
            finding names, or declare the function.",
        pages: &[],
    },
    Entry {
        finding: Finding::DeployedTwice,
        severity: Error,
        explanation: "An alias is at the new version once the first of the two stages is over, so the second would have nothing to shift. To go \
            slowly, let one stage shift slowly. To try it elsewhere first takes another function or alias.",
        pages: &[],
    },
    Entry {
        finding: Finding::NeverDeployed,
        severity: Warning,
        explanation: "Every push publishes a version of this function, and no stage ever sends traffic to it: the alias stays at its first version. \
            Add the function to a deploy stage, or take it out of the stack.",
        pages: &[],
    },
    Entry {
        finding: Finding::UnknownEnvironment,
        severity: Error,
        explanation: "A deploy stage names an environment that `environments` does not describe. Describe it there; `{}` is enough for one in the \
            pipeline's own account and region.",
        pages: &[],
    },
    Entry {
        finding: Finding::UnusedEnvironment,
        severity: Warning,
        explanation: "The environment is described, and no deploy stage names it: nothing is made for it. Name it in a deploy stage, \
            or delete it.",
        pages: &[],
    },
    Entry {
        finding: Finding::SharedEnvironment,
        severity: Error,
        explanation: "A deploy action with an environment first publishes that environment's versions, and asks for its approval. Two \
            actions would publish and ask twice for one environment. Name all of its functions in one.",
        pages: &[],
    },
    Entry {
        finding: Finding::InvalidEnvironment,
        severity: Error,
        explanation: "An account's ID has twelve digits, and stands in quotes, since YAML would take leading zeros away. A region is named as in ARNs: \
            `eu-central-1`. An external ID has 2 to 64 letters, digits and `_+=,.@:/-`, since it goes into the configuration of every action. Roles of an environment are called \
            `<name>-<environment>-deployer`, its bucket `<name>-<environment>-<account>-<region>`: both have to be names that AWS takes.",
        pages: &[
            "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
        ],
    },
    Entry {
        finding: Finding::LateAlarm,
        severity: Warning,
        explanation: "CodeDeploy watches alarms while it shifts. This alarm needs more minutes of trouble than the shift takes, so it rings when \
            everything is over, and nothing is rolled back. What is more, an alarm that rings already blocks the deployment that would \
            mend it. Watch for fewer minutes, or shift more slowly.",
        pages: &["https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html"],
    },
    Entry {
        finding: Finding::NoAlarms,
        severity: Error,
        explanation: "The rollback is to happen on an alarm, and there is no alarm that could ring during this shift: none is declared, or the \
            shift is all at once and over before any alarm looks. Nothing would ever be rolled back. Take `alarm` out of the events, or \
            declare an alarm and shift in steps. The same goes for a composite alarm, which rings when any other does.",
        pages: &["https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html"],
    },
    Entry {
        finding: Finding::EngineLacks,
        severity: Error,
        explanation: "Who shifts the traffic decides what can be said about it. CodePipeline's own action has no rollback events and no hooks: it goes \
            back by itself when it fails or an alarm rings. CloudFormation moves all aliases of a stack in one update, in an order of its \
            own. What is written here would be dropped without a word.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html",
        ],
    },
    Entry {
        finding: Finding::EngineOwner,
        severity: Error,
        explanation: "The engine `cloudformation` updates a stack of the application's own, and an update moves the aliases that this stack holds. The \
            pipeline's stack holds this function: the update would not know it, or try to make it a second time. A resource that two \
            stacks hold would be moved by whichever was deployed last. Move the function first, then switch.",
        pages: &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html"],
    },
    Entry {
        finding: Finding::ApplicationTwice,
        severity: Error,
        explanation: "An update gives the template's parameters their values, and a parameter without one goes back to its default: here, the versions of \
            the functions that the other stage deploys. Their aliases would be sent back to the first version.",
        pages: &[
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
        ],
    },
    Entry {
        finding: Finding::InvalidImage,
        severity: Error,
        explanation: "CodeBuild finds no image of that name, or starts it on a machine that it does not run on: images on Docker Hub are not managed \
            ones, and Lambda compute has images of its own. The build would fail while it is provisioned. Take a managed image, or put your \
            own into ECR. Lambda takes images for functions from ECR alone, in the region of the function.",
        pages: &[
            "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html",
            "https://docs.aws.amazon.com/lambda/latest/dg/images-create.html",
        ],
    },
    Entry {
        finding: Finding::InvalidMirror,
        severity: Error,
        explanation: "The address of a package registry goes into the settings files of npm, pip or Maven, together with its credentials. It has to be \
            `https://`, without credentials in it (they would end up in logs) and without characters that those files take for something else. \
            A user name needs its password; pip knows no tokens, a registry's token is a password there.",
        pages: &[],
    },
];

//! Codes about keys and kinds of values.

use diag::Severity::Error;

use super::Entry;
use crate::codes::Finding;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        finding: Finding::UnknownTag,
        severity: Error,
        explanation: "Tags such as `!Ref` and `!Sub` belong to CloudFormation templates. A stack file is compiled into one, and \
            writes the references itself, so a tag has nothing to refer to.\n\n\
            A value that is only known at deployment is `{ parameter: Name }`, with `Name` under `parameters`. A text that really \
            begins with `!` goes in quotes.",
        pages: &[
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html",
        ],
    },
    Entry {
        finding: Finding::UnknownKey,
        severity: Error,
        explanation: "A key that nobody reads is mostly a misspelt one, and the setting that was meant silently keeps its default. \
            So every key has to be known at its place.\n\n\
            Take the nearest one that the finding names, or complete keys in the editor from the JSON Schema in the file's first line. \
            A merge key (`<<`) is not read either: write the keys out, or give the whole value an alias.",
        pages: &[],
    },
    Entry {
        finding: Finding::DuplicateKey,
        severity: Error,
        explanation: "The same key stands twice in one mapping. YAML forbids it, and readers that take it all the same disagree on \
            which of the two values counts. Keep one, or give the second one the name that it was meant to have.",
        pages: &[],
    },
    Entry {
        finding: Finding::MissingKey,
        severity: Error,
        explanation: "There is no sensible default for this key: nobody but you knows the name, the repository or the commands. \
            The finding shows how it is written.",
        pages: &[],
    },
    Entry {
        finding: Finding::KeysExclude,
        severity: Error,
        explanation: "Two keys that answer the same question, or one that the other makes meaningless: a stage does one thing, a \
            function is created or exists, a repository's own buildspec brings its own reports and caches. Taking either would \
            silently drop what the other says. Keep the one that is meant.",
        pages: &[],
    },
    Entry {
        finding: Finding::WrongType,
        severity: Error,
        explanation: "A list stands where a text is wanted, a text where a mapping is wanted, and so on. Often an indentation or a dash \
            is missing, or a `: ` inside a command has turned the command into a mapping: put such a command in quotes.",
        pages: &[],
    },
    Entry {
        finding: Finding::NeedsQuotes,
        severity: Error,
        explanation: "Without quotes YAML reads some texts as something else: `3.10` is the number 3.1, `on` and `no` are booleans, \
            `012345678901` may be octal, `12:30` a number to base 60, `2026-01-31` a date. CloudFormation reads YAML 1.1, where \
            all of these hold. What a reader makes of it is a matter of luck, so the text has to stand in quotes.",
        pages: &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html"],
    },
    Entry {
        finding: Finding::UnknownValue,
        severity: Error,
        explanation: "The key takes one of a few words, and this is none of them. Runtimes that Lambda no longer creates functions for \
            and other spellings that AWS uses elsewhere belong here too. The finding lists the words, or the nearest one.",
        pages: &[],
    },
    Entry {
        finding: Finding::InvalidDuration,
        severity: Error,
        explanation: "AWS counts some times in seconds, some in minutes, some in days, and a bare number would have to be guessed. A length \
            of time is a whole number with its unit: `30s`, `20m`, `12h`, `7d`.",
        pages: &[],
    },
    Entry {
        finding: Finding::InvalidShift,
        severity: Error,
        explanation: "A shift is `all-at-once`, `canary-P-percent-M-minutes` (P percent first, the rest after M minutes) or \
            `linear-P-percent-every-M-minutes`. P lies between 1 and 99, M is at least 1.\n\n\
            The whole shift has to be over within 24 hours: the deployer waits for CodeDeploy inside a Lambda action of the pipeline, \
            and CodePipeline gives up on such an action then. The deployment would go on, unwatched.",
        pages: &[
            "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html",
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
        ],
    },
    Entry {
        finding: Finding::InvalidAlarm,
        severity: Error,
        explanation: "An alarm compares a statistic of a metric with a number: `sum(Errors) > 0`, `p99(Duration) > 2000 for 3 minutes`, or \
            a ratio of two, `sum(Errors) / sum(Invocations) > 5%`. The metric has to be one that Lambda reports for an alias: \
            CloudWatch takes an alarm on any name, and one on a misspelt metric never rings.\n\n\
            How long is told in minutes, because the alarm looks once a minute, and at most a day back.",
        pages: &[
            "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
            "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
        ],
    },
];

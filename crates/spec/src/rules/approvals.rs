//! Approvals: somebody is asked, in words that fit, for long enough.

use diag::nearest;

use super::builds::whole_minutes;
use super::names::too_long;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;
use crate::{Approval, Duration, Located, Source, Stack, Work};

/// CodePipeline takes 1,000 characters; the rest is for the version, the commit and the report.
const MESSAGE: usize = 400;

/// What a message can hold of an execution.
const VARIABLES: [&str; 7] = [
    "Source.CommitId",
    "Source.CommitMessage",
    "Source.BranchName",
    "Source.RepositoryName",
    "Source.AuthorDate",
    "Source.CommitterDate",
    "codepipeline.PipelineExecutionId",
];

/// The same where the source has a connection
/// ([output variables](https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html)).
const THROUGH_A_CONNECTION: [&str; 7] = [
    "Source.CommitId",
    "Source.CommitMessage",
    "Source.BranchName",
    "Source.FullRepositoryName",
    "Source.AuthorDate",
    "Source.ConnectionArn",
    "codepipeline.PipelineExecutionId",
];

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let mut built = false;
    for task in stack.tasks() {
        built |= matches!(task.work(), Work::Build(_));
        let Work::Approval(approval) = task.work() else {
            continue;
        };
        findings.within(task.part(), |findings| {
            asked(task.name(), approval, findings);
            whole_minutes(&approval.timeout, Duration::minutes(5), Duration::days(60), findings);
            if let Some(message) = &approval.message {
                check_message(stack, message, built, findings);
            }
        });
    }
}

fn asked(name: &Located<String>, approval: &Approval, findings: &mut Findings) {
    if approval.emails.is_empty() && approval.topic.is_none() {
        findings.push(
            Finding::NoRecipients
                .error(format!("`{}` asks nobody", name.as_str()))
                .at(name.span())
                .label("needs `emails` or `topic`")
                .help("name the reviewers: `emails: [reviewer@example.com]`"),
        );
    }
}

fn check_message(stack: &Stack, message: &Located<String>, built: bool, findings: &mut Findings) {
    let length = message.chars().count();
    if length > MESSAGE {
        let why =
            "CodePipeline takes 1,000 characters, and the version, the commit and the report need theirs";
        too_long("message", length, MESSAGE, why, message.span(), findings);
    }
    let versions: Vec<String> = stack.functions().map(|(key, _)| version(key)).collect();
    let released = versions.iter().map(String::as_str).filter(|_| built);
    let of_source = match stack.source {
        Source::Codecommit(_) => VARIABLES,
        Source::Connection(_) => THROUGH_A_CONNECTION,
    };
    let known: Vec<&str> = of_source.into_iter().chain(released).collect();
    for rest in message.split("#{").skip(1) {
        let Some((variable, _)) = rest.split_once('}') else {
            findings.error(
                Finding::UnknownVariable,
                message.span(),
                "a variable is never closed",
                "`#{` without `}`",
                "write `#{Source.CommitId}`; the two characters `#{` cannot stand for themselves",
            );
            continue;
        };
        if known.contains(&variable) {
            continue;
        }
        let label = match nearest(variable, known.iter().copied()) {
            _ if !built && versions.iter().any(|version| version == variable) => {
                "only known after the build".to_owned()
            }
            Some(near) => format!("did you mean `#{{{near}}}`?"),
            None => "CodePipeline would refuse the message".to_owned(),
        };
        let help = format!("variables: {}", list(known.iter().copied()));
        findings.error(
            Finding::UnknownVariable,
            message.span(),
            format!("there is no variable `{variable}`"),
            label,
            help,
        );
    }
}

/// The variable that holds the version which the build has released.
fn version(key: &str) -> String {
    let prefix: String = key
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' })
        .collect();
    format!("Release.{prefix}_VERSION")
}

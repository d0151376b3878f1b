//! The actions that ask reviewers, and what their mails say.

use cfn::codepipeline::{Action, ActionTypeId, Configuration};
use cfn::{Text, text};
use indexmap::IndexMap;
use spec::Task;

use super::action;
use crate::approval::Gate;
use crate::console;
use crate::pipeline::Parts;
use crate::source::Place;

pub(super) fn approvals(parts: &Parts<'_>, task: Task<'_>) -> Vec<Action> {
    let gates = parts.approvals.iter().filter(|gate| std::ptr::eq(gate.task.action, task.action));
    gates.map(|gate| approve(parts, gate)).collect()
}

fn approve(parts: &Parts<'_>, gate: &Gate<'_>) -> Action {
    let mut configuration = IndexMap::new();
    configuration.insert("NotificationArn", Configuration::from(text![&gate.topic] as Text));
    if let Some(commit) = commit(&parts.source.place) {
        configuration.insert("ExternalEntityLink", Configuration::from(commit));
    }
    configuration.insert("CustomData", Configuration::from(request(parts, gate)));
    Action {
        timeout_in_minutes: gate.spec.timeout.as_minutes(),
        ..action(&gate.action(), ActionTypeId::aws("Approval", "Manual"), configuration)
    }
}

/// Where the commit is to be seen; nobody knows of a server of one's own.
pub(crate) fn commit(place: &Place) -> Option<Text> {
    const COMMIT: &str = "#{Source.CommitId}";
    match place {
        Place::CodeCommit { repository, .. } => Some(console::commit(repository, COMMIT)),
        Place::Connection { provider, repository, .. } => {
            provider.map(|provider| console::commit_at(provider, repository, COMMIT))
        }
        Place::Object { .. } | Place::Image { .. } => None,
    }
}

/// What the mail says: the user's own words, then what is under review and where to look.
fn request(parts: &Parts<'_>, gate: &Gate<'_>) -> Text {
    let mut lines: Vec<Text> = Vec::new();
    lines.extend(gate.spec.message.as_ref().map(|message| text![message.as_str()]));
    lines.push(match &parts.source.place {
        // The branch is whichever started the execution, and none for a tag.
        Place::Connection { filtered: true, .. } => text!["Commit #{Source.CommitId}."],
        Place::CodeCommit { branch, .. } | Place::Connection { branch, .. } => {
            text!["Commit #{Source.CommitId} on ", branch, "."]
        }
        Place::Object { key, .. } => text!["Version #{Source.VersionId} of ", key.as_str(), "."],
        Place::Image { repository, .. } => text!["Image #{Source.ImageDigest} of ", repository.as_str(), "."],
    });
    if gate.released {
        lines.extend(versions(parts, gate));
        lines.push(built(parts));
    }
    let newline: Text = text!["\n"];
    let mut request = Vec::new();
    for line in lines {
        if !request.is_empty() {
            request.push(newline.clone());
        }
        request.push(line);
    }
    Text::concat(request.into_iter().flat_map(cfn::IntoParts::into_parts))
}

/// Where the build is to be seen with its reports; several have their places in the execution.
fn built(parts: &Parts<'_>) -> Text {
    let reports =
        parts.builds.iter().any(|built| !built.reports.is_empty() || built.spec.buildspec.is_some());
    match &parts.builds[..] {
        [built] => {
            let namespace = built.task.namespace().filter(|_| built.exports_build_id);
            let page = match namespace {
                Some(namespace) => {
                    console::build(&built.project_name, &format!("#{{{namespace}.CODEBUILD_BUILD_ID}}"))
                }
                None => console::builds(&built.project_name),
            };
            text![if reports { "Build and test report: " } else { "Build: " }, page]
        }
        _ => text![
            if reports { "Builds and test reports: " } else { "Builds: " },
            console::execution(parts.pipeline),
        ],
    }
}

/// The versions under review, as many as fit: the whole mail has 1,000 characters, a message up to 400.
fn versions(parts: &Parts<'_>, gate: &Gate<'_>) -> Vec<Text> {
    const ROOM: usize = 280;
    let mut lines = Vec::new();
    let mut room = ROOM;
    let guarded: Vec<_> = parts.targets.iter().filter(|target| gate.guards(target)).collect();
    for target in &guarded {
        let version = target.version_variable();
        let width = version.len() + target.name_width() + "Version  of .".len();
        let Some(left) = room.checked_sub(width) else { break };
        room = left;
        lines.push(text!["Version ", version, " of ", &target.name, "."]);
    }
    let unnamed = guarded.len() - lines.len();
    if unnamed > 0 {
        lines.push(text![format!("{unnamed} more: see the variables of the action Release.")]);
    }
    lines
}

//! Programs that go elsewhere: they take a role there first, and call everything else under it.

use super::known::row;
use super::shell::{Command, Word};
use crate::calls::{Call, When};

/// How the release takes the role.
pub(super) const BY_COMMAND: &str = "sts assume-role";
/// How the deployer does.
pub(super) const BY_CODE: &str = "sts.assume_role";

/// The role that a program takes, and what it says when it does.
#[derive(Debug, Clone)]
pub(crate) struct Away {
    /// The role's ARN.
    pub(crate) role: String,
    /// The external ID.
    pub(crate) external_id: String,
}

impl Away {
    /// Taking the role.
    pub(crate) fn taken(&self) -> Call {
        self.take(BY_CODE)
    }

    /// Taking the role by that operation.
    pub(super) fn take(&self, operation: &'static str) -> Call {
        let page = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";
        let call = row(operation, "sts:AssumeRole", (), When::Always, page).call(self.role.clone());
        Call { context: vec![("sts:ExternalId", self.external_id.clone())], ..call }
    }
}

/// What follows in `bash …/FILE ARGUMENT…`, and whether that runs elsewhere: `bash "$release/abroad.sh" bash …/FILE ARGUMENT…`.
pub(super) fn arguments<'a>(command: &'a Command, file: &str) -> Option<(bool, &'a [Word])> {
    let away = behind(&command.words, "/abroad.sh");
    behind(away.unwrap_or(&command.words), file).map(|words| (away.is_some(), words))
}

/// What stands behind the file that a shell runs.
fn behind<'a>(words: &'a [Word], file: &str) -> Option<&'a [Word]> {
    let [shell, script, rest @ ..] = words else { return None };
    (shell.text() == Some("bash") && script.shown().ends_with(file)).then_some(rest)
}

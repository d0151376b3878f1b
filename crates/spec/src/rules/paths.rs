//! Paths into the repository: below its root, on a build host that runs Linux.

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Code, Dependencies, Located, Stack};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (key, function) in stack.functions() {
        findings.within(format!("function `{}`", key.as_str()), |findings| match &function.code {
            Some(Code::Folder { folder, exclude, dependencies }) => {
                path("folder", folder, findings);
                for pattern in exclude {
                    path("pattern", pattern, findings);
                }
                match dependencies {
                    Some(Dependencies::Pip(file)) => path("requirements file", file, findings),
                    Some(Dependencies::Npm(folder)) => path("folder", folder, findings),
                    None => {}
                }
            }
            Some(Code::Archive(archive)) => path("archive", archive, findings),
            None => {}
        });
    }
    for task in stack.tasks() {
        let Some(build) = task.work().codebuild() else { continue };
        findings.within(task.part(), |findings| {
            build.buildspec.iter().for_each(|file| path("buildspec file", file, findings));
            for report in build.reports.values() {
                report.base_directory.iter().for_each(|folder| path("folder", folder, findings));
                report.files.iter().for_each(|file| path("report file", file, findings));
            }
            for artifact in build.artifacts.values() {
                artifact.base_directory.iter().for_each(|folder| path("folder", folder, findings));
                artifact.files.iter().for_each(|file| path("file", file, findings));
            }
        });
    }
}

pub(super) fn path(what: &str, path: &Located<String>, findings: &mut Findings) {
    let label = if path.trim().is_empty() {
        "is empty"
    } else if path.starts_with(['/', '~']) {
        "begins outside the repository"
    } else if path.split('/').any(|part| part == "..") {
        "leads out of the repository"
    } else if path.contains('\\') {
        "builds run on Linux: separate folders with `/`"
    } else if path.contains(char::is_control) {
        "holds a control character"
    } else {
        return;
    };
    let help = "a path from the repository's root, as in `app` or `services/orders`; `.` is the root itself";
    findings.error(
        Finding::InvalidPath,
        path.span(),
        format!("`{}` is not a {what} of the repository", path.escape_debug()),
        label,
        help,
    );
}

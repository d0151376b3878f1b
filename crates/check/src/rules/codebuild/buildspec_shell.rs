//! A shell that build environments do not have.

use diag::{Severity, nearest};

use super::buildspec::{self, REFERENCE, at};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-shell",
    severity: Severity::Warning,
    title: "A buildspec names a shell that its environment does not offer.",
    explanation: "The reference knows bash and /bin/sh for Linux, powershell.exe and cmd.exe for Windows. With another, or with one \
                  of the other operating system, the commands cannot be started. Another shell that the image has can be called \
                  from a command.",
    pages: &[REFERENCE],
    check,
};

const LINUX: [&str; 2] = ["bash", "/bin/sh"];
const WINDOWS: [&str; 2] = ["powershell.exe", "cmd.exe"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        let Some(node) = at(root, &["env", "shell"]) else { return };
        let Some(shell) = spec.text(node).filter(|shell| !shell.is_empty()) else { return };
        let span = spec.place(ctx, node.span);
        if !LINUX.contains(&shell) && !WINDOWS.contains(&shell) {
            let mut finding = RULE.at(span, format!("`{shell}` is no shell of CodeBuild"));
            if let Some(near) = nearest(shell, LINUX.into_iter().chain(WINDOWS)) {
                finding = finding.help(format!("write `{near}`"));
            }
            out.add(finding.help("the shells are `bash`, `/bin/sh`, `powershell.exe` and `cmd.exe`"));
            return;
        }
        for environment in ctx.all(spec.project, &["Environment", "Type"]) {
            let Some(kind) = ctx.text(environment) else { continue };
            if kind.starts_with("WINDOWS") == LINUX.contains(&shell) && !kind.starts_with("MAC") {
                out.add(
                    RULE.at(span, format!("`{kind}` has no `{shell}`"))
                        .related(environment.handle(), "the environment type"),
                );
            }
        }
    });
}

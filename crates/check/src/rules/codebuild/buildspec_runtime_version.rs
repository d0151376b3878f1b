//! A runtime that the project's image does not have.

use diag::{Severity, nearest};

use super::buildspec::{self, REFERENCE, at, entries};
use super::images::{self, Known};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-runtime-version",
    severity: Severity::Warning,
    title: "A buildspec asks for a runtime that the image does not offer.",
    explanation: "`runtime-versions` chooses among what a managed image brings along; a build that asks for anything else fails in \
                  INSTALL. Images of your own take no runtime versions at all: CodeBuild passes over the section with a line in the \
                  log. The versions are those of AWS's image repository in April 2026; newer releases of an image may have more, \
                  hence a warning.",
    pages: &[
        REFERENCE,
        "https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/runtime-versions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        let Some(section) = at(root, &["phases", "install", "runtime-versions"]) else { return };
        let nodes = ctx.all(spec.project, &["Environment", "Image"]);
        let [image] = nodes.as_slice() else { return };
        let Some(image_text) = ctx.text(image) else { return };
        let runtimes = match images::lookup(&image_text) {
            Known::Image(known) if !known.runtimes.is_empty() => known.runtimes,
            Known::Custom => {
                out.add(
                    RULE.at(
                        spec.place(ctx, section.handle()),
                        format!("`{image_text}` takes no runtime versions"),
                    )
                    .label("passed over by CodeBuild")
                    .related(image.handle(), "an image of your own")
                    .help("leave the section out: the image has the runtimes that it was built with"),
                );
                return;
            }
            _ => return,
        };
        for (name, version) in entries(Some(section)) {
            let (Some(name_text), Some(version_text)) = (spec.text(name), spec.text(version)) else {
                continue;
            };
            let Some((_, versions)) = runtimes.iter().find(|(known, _)| *known == name_text) else {
                let mut finding = RULE
                    .at(spec.place(ctx, name.span), format!("`{image_text}` has no runtime `{name_text}`"));
                if let Some(near) = nearest(name_text, runtimes.iter().map(|(known, _)| *known)) {
                    finding = finding.help(format!("write `{near}`"));
                }
                out.add(finding);
                continue;
            };
            if !offers(versions, version_text) {
                let listed: Vec<_> = versions.iter().map(|version| format!("`{version}`")).collect();
                out.add(
                    RULE.at(
                        spec.place(ctx, version.span),
                        format!("`{image_text}` has no {name_text} `{version_text}`"),
                    )
                    .help(format!("it has {}", listed.join(", "))),
                );
            }
        }
    });
}

/// Whether one of the versions is asked for: exactly, by its major version, or as the latest.
fn offers(versions: &[&str], wanted: &str) -> bool {
    let wanted = wanted.trim();
    if wanted.contains('$') || matches!(wanted, "latest" | "default") {
        return true;
    }
    let major = wanted.strip_suffix(".x").unwrap_or(wanted);
    versions.iter().any(|version| {
        // An unquoted 3.10 reads as 3.1, and CodeBuild's own lists have it that way.
        let same = |a: &str, b: &str| {
            a == b || a.contains('.') && a.trim_end_matches('0') == b.trim_end_matches('0')
        };
        same(version, wanted)
            || version.split('.').next() == Some(major)
            || wanted.strip_suffix(".x").is_some_and(|minor| same(version, minor))
            || version.strip_suffix(".0") == Some(wanted)
            // A patch release of one that it has.
            || wanted.strip_prefix(version).is_some_and(|patch| patch.starts_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::offers;

    #[test]
    fn versions_have_several_spellings() {
        let python = ["3.9", "3.10", "3.13"];
        for version in ["3.9", "3.10", "3.1", "3.13", "3.x", "3", "latest", "$PY", "3.13.2"] {
            assert!(offers(&python, version), "{version}");
        }
        for version in ["3.8", "2.7", "3.14", "2.x", "three"] {
            assert!(!offers(&python, version), "{version}");
        }
        assert!(offers(&["18", "20"], "18.x") && offers(&["18", "20"], "20") && !offers(&["18", "20"], "16"));
        assert!(offers(&["corretto21"], "corretto21") && !offers(&["corretto21"], "openjdk11"));
        assert!(offers(&["8.0", "10.0"], "10"));
    }
}

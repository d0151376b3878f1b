//! A buildspec without a version, or of one that CodeBuild does not know.

use diag::Severity;

use super::buildspec::{self, REFERENCE};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "buildspec-version",
    severity: Severity::Error,
    title: "A buildspec needs the version 0.1 or 0.2.",
    explanation: "Without a version that CodeBuild knows, the build fails with YAML_FILE_ERROR before its first command. Use 0.2: \
                  in 0.1 every command runs in a shell of its own, so that neither a changed directory nor a variable reaches \
                  the next one.",
    pages: &[REFERENCE],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    buildspec::each(ctx, |spec, root| {
        let Some(entries) = root.entries() else { return };
        let is_merged = entries.iter().any(|(key, _)| key.scalar().is_some_and(|key| key.text == "<<"));
        let Some(version) = root.get("version") else {
            let misspelt = |known: &str| known != "version" && diag::nearest(known, ["version"]).is_some();
            let near = entries.iter().find(|(key, _)| key.scalar().is_some_and(|key| misspelt(&key.text)));
            let span = near.map_or_else(|| spec.start(ctx), |(key, _)| spec.place(ctx, key.span));
            if !is_merged && !entries.iter().any(|(key, _)| spec.is_opaque(key)) {
                out.add(RULE.at(span, "the buildspec has no `version`").help("add `version: 0.2`"));
            }
            return;
        };
        let Some(text) = spec.text(version) else { return };
        if !matches!(text.trim(), "0.1" | "0.2") {
            let span = spec.place(ctx, version.handle());
            out.add(
                RULE.at(span, format!("buildspec version `{text}` does not exist"))
                    .help("write `version: 0.2`"),
            );
        }
    });
}

//! Two variables of one name in a project.

use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-duplicate-variable",
    severity: Severity::Warning,
    title: "A project sets an environment variable twice.",
    explanation: "EnvironmentVariables is a list, so nothing keeps a name from standing in it twice, as after a merge of two \
                  branches. AWS does not say which of the two values a build sees. Keep one.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-environment.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        for list in ctx.all(project, &["Environment", "EnvironmentVariables"]) {
            // One that a condition decides on may be the other's replacement.
            let plain = list.items().iter().filter_map(|item| item.get("Name"));
            let mut seen: Vec<(&str, &cfn::read::Node)> = Vec::new();
            for name in plain {
                let Some(text) = name.text() else { continue };
                if let Some((_, first)) = seen.iter().find(|(known, _)| *known == text) {
                    out.add(
                        RULE.at(name.handle(), format!("`{text}` is set for the second time"))
                            .related(first.handle(), "the first")
                            .help("keep one of the two"),
                    );
                }
                seen.push((text, name));
            }
        }
    }
}

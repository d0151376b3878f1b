//! `configuration-not-text`: a configuration value that is no text, or none at all.

use cfn::read::Kind;
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "configuration-not-text",
    severity: Severity::Error,
    title: "A configuration value is a list, a mapping or empty.",
    explanation: "The configuration of an action is a mapping from keys to texts of 1 to 1,000 characters (numbers and \
        booleans become texts). CloudFormation refuses lists and mappings there, and CodePipeline an empty text. What is \
        structured, such as environment variables or parameters, is written as JSON in a text; what is not wanted is left \
        out, with `AWS::NoValue` where a condition decides.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        for setting in &step.settings {
            let key = &setting.entry.key;
            for branch in ctx.branches(&setting.entry.value) {
                let what = match &branch.node.kind {
                    Kind::List(_) => "a list",
                    Kind::Map(_) if !branch.node.is_open() => "a mapping",
                    Kind::Text(text) if text.is_empty() => {
                        let finding = RULE.at(branch.node.handle(), format!("`{key}` is empty"));
                        out.add(finding.help("give it a value, or leave the key out"));
                        continue;
                    }
                    _ => continue,
                };
                let finding =
                    RULE.at(branch.node.handle(), format!("`{key}` is {what} where a text is wanted"));
                out.add(finding.help("write it as JSON in a text: `!Sub '[{\"name\": …}]'`"));
            }
        }
    }
}

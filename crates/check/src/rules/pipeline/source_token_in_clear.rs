//! `source-token-in-clear`: a token or secret of a third party in clear.

use cfn::read::{Function, Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::pipelines::{Pipeline, types::Form};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "source-token-in-clear",
    severity: Severity::Warning,
    title: "A third party's token stands in clear in the template.",
    explanation: "The OAuth token of a GitHub source, and the client secret of an Alexa skill, let whoever reads the template \
        act in their owner's name; parameters without `NoEcho` show them in the console. A dynamic reference to Secrets \
        Manager (`{{resolve:secretsmanager:…}}`) keeps them out. GitHub sources are better connected with \
        `CodeStarSourceConnection`, which needs no token.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for action in ctx.pipelines().iter().flat_map(Pipeline::actions) {
        let Some(kind) = action.kind else { continue };
        for setting in &action.settings {
            if !kind.key(&setting.entry.key).is_some_and(|key| matches!(key.form, Form::Secret)) {
                continue;
            }
            for branch in ctx.branches(&setting.entry.value) {
                judge(ctx, &setting.entry.key, branch.node, out);
            }
        }
    }
}

fn judge(ctx: &Context<'_>, key: &str, value: &Node, out: &mut Findings) {
    match &value.kind {
        // Four asterisks stand for the token that is there already.
        Kind::Text(text) if !text.contains("{{resolve:") && !text.contains("****") => {
            let finding = RULE.at(value.handle(), format!("`{key}` stands in clear")).secret();
            out.add(finding.help("write `{{resolve:secretsmanager:…}}`"));
        }
        _ => {
            let Some(name) = value.call_of(&Function::Ref).and_then(Node::text) else { return };
            let Some(parameter) = ctx.parameter(name) else { return };
            let is_hidden = parameter.value.get("NoEcho").and_then(Node::scalar) == Some("true");
            let is_text = parameter.value.get("Type").and_then(Node::text) == Some("String");
            if is_text && !is_hidden {
                let finding =
                    RULE.at(value.handle(), format!("`{key}` comes from a parameter that everybody sees"));
                let finding = finding.related(parameter.key_span, "without `NoEcho`");
                out.add(finding.help(format!(
                    "give `{name}` `NoEcho: true`, or write `{{{{resolve:secretsmanager:…}}}}`"
                )));
            }
        }
    }
}

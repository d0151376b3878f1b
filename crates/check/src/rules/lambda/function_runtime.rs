//! A runtime that Lambda no longer takes, or no longer cares for.

use cfn::read::Node;
use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-runtime",
    severity: Severity::Error,
    title: "A function runs on a runtime past its end.",
    explanation: "From one date on Lambda patches a runtime no longer; from a second on it creates no functions with it, and from a \
                  third on it updates none. After the second, a new stack fails: that is an error. A runtime that is only deprecated \
                  is a warning. What is past is judged as of the date when AWS's table was read into these rules, not by today's \
                  clock, so that the same template always gets the same answer.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
    check,
};

/// When AWS's table was read.
const AS_OF: &str = "2026-11-23";

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for kind in ["AWS::Lambda::Function", "AWS::Serverless::Function"] {
        for function in ctx.of_type(kind).filter_map(Resource::properties) {
            ctx.all(function, &["Runtime"]).into_iter().for_each(|runtime| judge(ctx, runtime, out));
        }
    }
    if let Some(globals) = ctx.root().get("Globals") {
        ctx.all(globals, &["Function", "Runtime"]).into_iter().for_each(|runtime| judge(ctx, runtime, out));
    }
}

fn judge<'t>(ctx: &Context<'t>, runtime: &'t Node, out: &mut Findings) {
    for text in ctx.texts(runtime).known {
        let Some(facts) = facts::lambda_runtime(&text.value) else { continue };
        let past = |date: Option<&'static str>| date.filter(|date| *date <= AS_OF);
        let (mut finding, what) = if let Some(date) = past(facts.create_blocked) {
            let updates = match past(facts.update_blocked) {
                Some(date) => format!(", nor updated since {date}"),
                None => String::new(),
            };
            let message = format!("no function can be created with `{}`", text.value);
            (RULE.at(text.span(), message), format!("since {date}{updates}"))
        } else if let Some(date) = past(facts.deprecated) {
            let mut finding = RULE.at(text.span(), format!("`{}` is deprecated", text.value));
            finding.severity = Severity::Warning;
            (finding, format!("no patches since {date}"))
        } else {
            continue;
        };
        finding = finding.label(what);
        if let Some(successor) = facts.successor {
            finding = finding.help(format!("move to `{successor}`"));
        }
        out.add(finding);
    }
}

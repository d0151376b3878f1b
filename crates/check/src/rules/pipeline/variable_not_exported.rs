//! `variable-not-exported`: a variable that its action does not produce.

use diag::{Diagnostic, Severity, nearest};

use super::mend::{listed, meant};
use super::names::{Meaning, meaning};
use super::project;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::types::Exports;
use crate::pipelines::{Step, Use};
use crate::rule::Findings;
use crate::rules::codebuild::buildspec::items;

pub(super) const RULE: Rule = Rule {
    code: "variable-not-exported",
    severity: Severity::Error,
    title: "A variable is none of those that its action produces.",
    explanation: "Each provider produces certain variables; a build produces those that its buildspec lists under \
        `exported-variables`, a Commands action its `OutputVariables`, a stack its outputs. A key that is not among them \
        cannot be resolved, and the action that uses it fails. Upper and lower case differ. It is only a warning or a note \
        where no AWS page says that there are no others.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let mut exports = Exported { ctx, of: Vec::new() };
        for one in &pipeline.uses {
            let finding = match meaning(ctx, pipeline, one) {
                Meaning::Execution(key) if key != "PipelineExecutionId" => {
                    let finding = RULE.at(one.span, format!("`codepipeline` has no variable `{key}`"));
                    Some(milder(
                        meant(ctx, finding, key, ["PipelineExecutionId"]),
                        key,
                        &["PipelineExecutionId"],
                    ))
                }
                Meaning::Of(key, producers) => match producers.as_slice() {
                    [producer] => judge(&mut exports, one, key, producer),
                    _ => None,
                },
                _ => None,
            };
            if let Some(finding) = finding {
                out.add(finding);
            }
        }
    }
}

/// A warning, unless it is a known key misspelt.
fn milder(mut finding: Diagnostic, key: &str, known: &[&str]) -> Diagnostic {
    if nearest(key, known.iter().copied()).is_none() {
        finding.severity = Severity::Warning;
    }
    finding
}

/// What the actions of a pipeline export, each looked at once.
struct Exported<'a, 't> {
    ctx: &'a Context<'t>,
    of: Vec<(&'a Step<'t>, Option<Vec<String>>)>,
}

impl<'a, 't> Exported<'a, 't> {
    fn by(&mut self, producer: &'a Step<'t>) -> Option<&[String]> {
        let known = self.of.iter().position(|(step, _)| std::ptr::eq(*step, producer));
        let at = known.unwrap_or_else(|| {
            self.of.push((producer, exported(self.ctx, producer)));
            self.of.len() - 1
        });
        self.of[at].1.as_deref()
    }
}

fn judge<'a, 't>(
    exports: &mut Exported<'a, 't>,
    one: &Use<'t>,
    key: &str,
    producer: &'a Step<'t>,
) -> Option<Diagnostic> {
    let ctx = exports.ctx;
    let kind = producer.kind?;
    let finding = || {
        let message = format!("the {} produces no variable `{key}`", producer.title());
        RULE.at(one.span, message).related(producer.span(), format!("`{}`", kind.provider))
    };
    match kind.exports {
        Exports::Nothing => {
            let mut finding = finding().help(format!("no AWS page names variables of `{}`", kind.provider));
            finding.severity = Severity::Warning;
            Some(finding)
        }
        Exports::Keys(keys) if !keys.contains(&key) => {
            let finding = finding().help(format!("it produces {}", listed(keys.iter().copied())));
            Some(milder(meant(ctx, finding, key, keys.iter().copied()), key, keys))
        }
        Exports::AtLeast { named, seen } if !named.contains(&key) => {
            let slip = named.iter().any(|known| known.eq_ignore_ascii_case(key));
            let near = !seen.contains(&key) && nearest(key, named.iter().copied()).is_some();
            let mut finding = finding().help(format!("its page names {}", listed(named.iter().copied())));
            if near {
                finding = meant(ctx, finding, key, named.iter().copied());
            }
            finding.severity = match (slip, near) {
                (true, _) => Severity::Error,
                (_, true) => Severity::Warning,
                _ => Severity::Note,
            };
            Some(finding)
        }
        Exports::Free => {
            let exported = exports.by(producer)?;
            if exported.iter().any(|name| name == key) {
                return None;
            }
            let names = || exported.iter().map(String::as_str);
            let help = if exported.is_empty() {
                "it exports nothing".to_owned()
            } else {
                format!("it exports {}", listed(names()))
            };
            Some(meant(ctx, finding().help(help), key, names()))
        }
        _ => None,
    }
}

/// The variables that an action exports by its own configuration, where that is known.
fn exported<'t>(ctx: &Context<'t>, action: &Step<'t>) -> Option<Vec<String>> {
    if action.is("Compute", "Commands") {
        let Some(list) = action.node.get("OutputVariables") else {
            return (!action.node.is_open()).then(Vec::new);
        };
        return ctx.items(list).into_iter().map(|name| Some(ctx.text(name)?.into_owned())).collect();
    }
    if !action.lacks("BuildspecOverride") || !action.lacks("BatchEnabled") {
        return None;
    }
    let project = project::of(ctx, action)?;
    // Where it can be several texts, nothing is known.
    project::buildspec(ctx, project)?;
    let spec = ctx
        .buildspecs()
        .iter()
        .find(|spec| project.properties().is_some_and(|own| std::ptr::eq(spec.project, own)))?;
    let root = spec.root.as_ref().ok()?;
    let Some(env) = root.get("env") else { return Some(Vec::new()) };
    let Some(list) = env.get("exported-variables") else { return env.entries().map(|_| Vec::new()) };
    items(list).iter().map(|name| spec.text(name).map(str::to_owned)).collect()
}

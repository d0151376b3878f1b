//! A rule that starts a pipeline on changes that the pipeline doesn't take.

use cfn::read::Node;
use diag::{Severity, Span};

use crate::Rule;
use crate::context::Context;
use crate::resolve::{Pattern, Piece, whole};
use crate::rule::Findings;

use super::matched::{Scope, nearest_field, own, scopes};
use super::read::{Arn, meanings, subject, targets};

pub(super) const RULE: Rule = Rule {
    code: "rule-misses-source",
    severity: Severity::Warning,
    title: "A rule starts a pipeline on changes of a repository or branch that the pipeline does not take.",
    explanation: "A rule that starts a pipeline on pushes to CodeCommit names the repository and branch on \
        its own, apart from the pipeline's source action. Where the two differ, a push to the branch that \
        the pipeline builds starts nothing, and a push to the other one builds the unchanged branch again. \
        Let both take the name from the same place.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-repo-changes-cfn.html",
        "https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html",
    ],
    check,
};

/// A CodeCommit source action's configuration.
struct Source<'t> {
    repository: Pattern<'t>,
    branch: Option<Pattern<'t>>,
}

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (rule, target) in targets(ctx) {
        let pipelines = ctx.get(target, "Arn").into_iter().flat_map(|arn| meanings(ctx, arn));
        for pipeline in pipelines.filter(|pipeline| pipeline.kind == "AWS::CodePipeline::Pipeline") {
            let Some(sources) = pipeline.properties().and_then(|properties| sources(ctx, properties)) else {
                continue;
            };
            let patterns = rule.properties().map_or_else(Vec::new, |rule| ctx.get(rule, "EventPattern"));
            for scope in patterns.into_iter().flat_map(|pattern| scopes(ctx, pattern)) {
                if nearest_field(ctx, &scope, "source")
                    .is_some_and(|all| all.plain && all.values().eq(["aws.codecommit"]))
                {
                    repository(ctx, &scope, &sources, findings);
                    branch(ctx, &scope, &sources, findings);
                }
            }
        }
    }
}

/// The CodeCommit sources of a pipeline; nothing, where one can't be read.
fn sources<'t>(ctx: &Context<'t>, pipeline: &'t Node) -> Option<Vec<Source<'t>>> {
    let mut found = Vec::new();
    for actions in ctx.all(pipeline, &["Stages", "Actions"]) {
        for action in ctx.items(actions) {
            let provider = ctx.all(action, &["ActionTypeId", "Provider"]);
            if provider.first().and_then(|node| ctx.text(node)).is_none_or(|name| name != "CodeCommit") {
                continue;
            }
            let one = |key| {
                let mut patterns: Vec<_> = ctx
                    .all(action, &["Configuration", key])
                    .into_iter()
                    .flat_map(|node| ctx.patterns(node))
                    .collect();
                if patterns.len() == 1 { patterns.pop() } else { None }
            };
            found.push(Source { repository: one("RepositoryName")?, branch: one("BranchName") });
        }
    }
    (!found.is_empty()).then_some(found)
}

fn repository<'t>(ctx: &Context<'t>, scope: &Scope<'t>, sources: &[Source<'t>], findings: &mut Findings) {
    let by_arn = ctx.get(scope[0], "resources").into_iter().flat_map(|list| ctx.items(list));
    let by_name =
        ctx.all(scope[0], &["detail", "repositoryName"]).into_iter().flat_map(|list| ctx.items(list));
    for listed in [by_arn.collect::<Vec<_>>(), by_name.collect()] {
        if listed.is_empty() || listed.iter().any(|item| item.is_map()) {
            continue;
        }
        let patterns: Vec<_> = listed.iter().flat_map(|item| ctx.patterns(item)).collect();
        let misses = patterns.iter().all(|watched| {
            sources.iter().all(|source| repositories_differ(ctx, watched, &source.repository))
        });
        if misses {
            let read = sources[0].repository.node.handle();
            report(patterns[0].node.handle(), read, "repository", findings);
        }
    }
}

fn branch<'t>(ctx: &Context<'t>, scope: &Scope<'t>, sources: &[Source<'t>], findings: &mut Findings) {
    for detail in ctx.get(scope[0], "detail") {
        for (key, prefix) in [("referenceName", ""), ("referenceFullName", "refs/heads/")] {
            let Some(listed) = own(ctx, detail, key).filter(|listed| listed.plain) else { continue };
            let taken: Option<Vec<_>> = sources.iter().map(|source| source.branch.as_ref()).collect();
            let Some(taken) = taken.filter(|_| !listed.texts.is_empty()) else { continue };
            let misses = listed.values().all(|watched| {
                taken.iter().all(|branch| {
                    whole(branch.pieces.clone()).is_some_and(|branch| watched != format!("{prefix}{branch}"))
                })
            });
            if misses {
                report(listed.texts[0].span(), taken[0].node.handle(), "branch", findings);
            }
        }
    }
}

fn report(watched: Span, read: Span, what: &str, findings: &mut Findings) {
    findings.add(
        RULE.at(watched, format!("the rule watches another {what} than the pipeline's source action reads"))
            .label("watched")
            .related(read, "read")
            .help("name the same in both"),
    );
}

/// Whether an ARN or name of a repository surely isn't that of the source action.
fn repositories_differ<'t>(ctx: &Context<'t>, watched: &Pattern<'t>, read: &Pattern<'t>) -> bool {
    if let (Some(watched), Some(read)) = (subject(ctx, watched), subject(ctx, read)) {
        return watched.id != read.id;
    }
    let last = |pattern: &Pattern<'t>| -> Option<String> {
        let pieces: Vec<Piece<'t>> = match Arn::of(&pattern.pieces) {
            Some(arn) => arn.resource,
            None => pattern.pieces.clone(),
        };
        if let [Piece::Known(text)] = pieces.as_slice() {
            return Some(text.clone().into_owned());
        }
        let repository = subject(ctx, pattern)?;
        let name = repository.properties()?.get("RepositoryName")?;
        ctx.text(name).map(std::borrow::Cow::into_owned)
    };
    matches!((last(watched), last(read)), (Some(watched), Some(read)) if watched != read)
}

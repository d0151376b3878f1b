//! `action-unknown-type`: category, owner, provider and version that CodePipeline does not have together.
//!
//! Custom types, and third parties that AWS does not document, are left alone.

use diag::{Diagnostic, Severity, nearest};

use super::mend::{listed, meant};
use crate::Rule;
use crate::context::Context;
use crate::pipelines::{Pipeline, Step, types};
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "action-unknown-type",
    severity: Severity::Error,
    title: "An action's category, owner, provider and version do not exist together.",
    explanation: "CodePipeline offers each provider under certain categories, one owner and one version, and refuses a \
        pipeline with any other combination: the action type \"is not available in region\". Take the four parts as the \
        provider's page has them. A provider that is like none of the known ones is only a warning, for AWS may have \
        added it since; custom action types and third parties that are like no known one are left alone. \
        `CodeStarSourceConnection` of `ThirdParty` and `Commands` as `Build` stand in a table of AWS's, but not on their \
        own pages: a warning and a note.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-valid-providers.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    ],
    check,
};

const CATEGORIES: [&str; 7] = ["Source", "Build", "Test", "Deploy", "Invoke", "Approval", "Compute"];

/// A table of AWS's has these, and the providers' own pages have them otherwise.
const IN_DOUBT: [((&str, &str, &str), Severity); 2] = [
    (("Build", "AWS", "Commands"), Severity::Note),
    (("Source", "ThirdParty", "CodeStarSourceConnection"), Severity::Warning),
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for action in ctx.pipelines().iter().flat_map(Pipeline::actions) {
        let part = |key| action.type_part(ctx, key);
        if let (Some(category), Some(owner), Some(provider)) =
            (part("Category"), part("Owner"), part("Provider"))
            && let Some(finding) = judge(ctx, action, &category, &owner, &provider)
        {
            out.add(finding);
        }
        if let (Some(kind), Some(version)) = (action.kind, part("Version"))
            && version.value != "1"
            && kind.owner == "AWS"
        {
            let message = format!("`{}` has no version `{}`", kind.provider, version.value);
            out.add(RULE.at(version.span(), message).help("every action of AWS's own has the version `1`"));
        }
    }
}

fn judge(
    ctx: &Context<'_>,
    action: &Step<'_>,
    category: &Text<'_>,
    owner: &Text<'_>,
    provider: &Text<'_>,
) -> Option<Diagnostic> {
    let names = (&*category.value, &*owner.value, &*provider.value);
    // Of a category that there isn't, the property's own values tell.
    if action.kind.is_some() || names.1 == "Custom" || !CATEGORIES.contains(&names.0) {
        return None;
    }
    if let Some((_, severity)) = IN_DOUBT.iter().find(|(doubted, _)| *doubted == names) {
        let kind = types::actions().find(|kind| kind.provider == names.2)?;
        let message = format!("`{}` is described as `{}` of `{}`", names.2, kind.category, kind.owner);
        let mut finding =
            RULE.at(provider.span(), message).help("take the four parts as its own page has them");
        finding.severity = *severity;
        return Some(finding);
    }
    let same_name: Vec<_> = types::actions().filter(|kind| kind.provider == names.2).collect();
    if !["AWS", "ThirdParty"].contains(&names.1) {
        let finding = RULE.at(owner.span(), format!("there is no owner `{}`", names.1));
        let owners = same_name.first().map_or(vec!["AWS", "ThirdParty", "Custom"], |kind| vec![kind.owner]);
        return Some(meant(ctx, finding, names.1, owners));
    }
    if let Some(right) = same_name.iter().find(|kind| kind.category == names.0) {
        let message = format!("`{}` is of the owner `{}`", names.2, right.owner);
        let finding = RULE.at(owner.span(), message).label(format!("not of `{}`", names.1));
        return Some(finding.help(format!("write `{}`", right.owner)));
    }
    if let [first, ..] = same_name.as_slice() {
        let message = format!("`{}` is no provider of the category `{}`", names.2, names.0);
        let categories = listed(same_name.iter().map(|kind| kind.category));
        let here = types::actions().filter(|kind| kind.category == names.0).map(|kind| kind.provider);
        let finding = RULE.at(category.span(), message).related(provider.span(), "the provider");
        let finding = finding.help(format!("`{}` is of the category {categories}", first.provider));
        return Some(finding.help(format!("`{}` has {}", names.0, listed(here))));
    }
    if names.1 == "ThirdParty" {
        return third_party(provider);
    }
    Some(unknown(ctx, names.0, provider))
}

/// Partners come and go: only what looks like the name of one is told.
fn third_party(provider: &Text<'_>) -> Option<Diagnostic> {
    let partners = || types::actions().filter(|kind| kind.owner == "ThirdParty").map(|kind| kind.provider);
    let near = nearest(&provider.value, partners())?;
    let message = format!("no page names a provider `{}`", provider.value);
    let mut finding = RULE.at(provider.span(), message).help(format!("write `{near}`"));
    finding.severity = Severity::Warning;
    Some(finding)
}

fn unknown(ctx: &Context<'_>, category: &str, provider: &Text<'_>) -> Diagnostic {
    let of_category = |kind: &&types::Type| kind.category == category;
    let here = || types::actions().filter(of_category).map(|kind| kind.provider);
    let mut finding = RULE.at(provider.span(), format!("there is no provider `{}` of AWS's", provider.value));
    if nearest(&provider.value, types::actions().map(|kind| kind.provider)).is_none() {
        finding.severity = Severity::Warning;
        return finding.label("none that is documented").help(format!("`{category}` has {}", listed(here())));
    }
    let near_here = nearest(&provider.value, here()).is_some();
    if near_here {
        return meant(ctx, finding, &provider.value, here());
    }
    meant(ctx, finding, &provider.value, types::actions().map(|kind| kind.provider))
}

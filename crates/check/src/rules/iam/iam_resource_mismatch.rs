//! An action that none of its statement's resources is for.

use std::collections::BTreeSet;

use diag::Severity;
use facts::iam::Action;

use super::arn::{Arn, SERVICE};
use super::forms::AllOnly;
use super::{arn, catalogue, forms};
use crate::context::Context;
use crate::policy::{Atom, Kind, Statement, Text};
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "iam-resource-mismatch",
    severity: Severity::Warning,
    title: "A statement pairs an action with resources that the action is not for.",
    explanation: "Every action is for certain types of resources, and a statement grants it only where Resource names one of \
        them: s3:GetObject is for objects (arn:aws:s3:::bucket/*), s3:ListBucket for the bucket (arn:aws:s3:::bucket), \
        logs:PutLogEvents for log streams (…:log-group:name:*), lambda:UpdateAlias for the function without a version. An \
        action that has no resource type at all takes * only. IAM deploys the statement, and the action stays denied. S3 \
        refuses such a statement in a bucket policy (\"Action does not apply to any resource(s) in statement\"): there it is \
        an error. For some actions the reference knows no resource types, and AWS's own policies write ARNs for them all the \
        same: for those it is a note.",
    pages: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html",
    ],
    check,
};

/// How many pairs of an action and a resource are looked at. No template that deploys has as many; of more nothing is
/// claimed.
const MOST_PAIRS: usize = 200_000;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let mut pairs = MOST_PAIRS;
    for policy in ctx.policies() {
        if policy.kind() == Kind::Trust
            || (policy.kind() == Kind::Resource && policy.of != "AWS::S3::BucketPolicy")
        {
            continue;
        }
        for statement in &policy.statements {
            judge(ctx, statement, policy.of == "AWS::S3::BucketPolicy", &mut pairs, findings);
        }
    }
}

fn judge<'t>(
    ctx: &Context<'t>,
    statement: &Statement<'t>,
    is_refused: bool,
    pairs: &mut usize,
    findings: &mut Findings,
) {
    let (Some(actions), Some(resources)) = (statement.texts("Action"), statement.texts("Resource")) else {
        return;
    };
    if !resources.complete || resources.known.is_empty() || resources.known.iter().any(|text| text.is("*")) {
        return;
    }
    // What is no ARN is a finding of its own.
    if !resources.known.iter().all(|text| arn::is_well_formed(ctx, text)) {
        return;
    }
    let atoms: Vec<Vec<Atom>> = resources.known.iter().map(|text| text.atoms(ctx)).collect();
    let names_all = atoms.iter().any(|atoms| forms::names_all(atoms));
    let before = findings.len();
    let mut all = Vec::new();
    let mut are_known = actions.complete;
    for text in &actions.known {
        let matching = text.known().map_or_else(Vec::new, catalogue::matching);
        let (Some(pattern), Some(first)) = (text.known(), matching.first().copied()) else {
            are_known = false;
            continue;
        };
        let can = |action: &Action| match forms::all_only(*action) {
            AllOnly::Yes | AllOnly::Perhaps => names_all,
            AllOnly::No => {
                *pairs = pairs.saturating_sub(atoms.len());
                *pairs == 0
                    || action.resources().next().is_none()
                    || atoms.iter().any(|atoms| forms::fits(*action, atoms))
            }
        };
        let fits = matching.iter().any(can);
        all.extend(matching);
        if fits {
            continue;
        }
        let mut finding = RULE
            .at(text.span, format!("`{pattern}` is for none of the statement's resources"))
            .related(resources.known.first().map(|resource| resource.span), "for these");
        finding.severity = match forms::all_only(first) {
            AllOnly::Perhaps => Severity::Note,
            AllOnly::No if is_refused => Severity::Error,
            _ => RULE.severity,
        };
        findings.add(finding.help(help(first, pattern, &resources.known)));
    }
    if findings.len() == before && are_known && !all.is_empty() {
        idle(ctx, &all, &resources.known, findings);
    }
}

/// Reports resources of a service that none of the actions is about.
fn idle<'t>(ctx: &Context<'t>, actions: &[Action], resources: &[&Text<'t>], findings: &mut Findings) {
    let services = || actions.iter().flat_map(|action| forms::services(*action));
    for text in resources {
        let arn = Arn::read(ctx, text);
        let Some(service) =
            arn.as_ref().and_then(|arn| arn.part(SERVICE)).filter(|service| !service.is_empty())
        else {
            continue;
        };
        if !services().any(|other| other == service) {
            let services: BTreeSet<&str> = services().collect();
            let services: Vec<&str> = services.into_iter().take(3).collect();
            findings.add(
                RULE.at(text.span, format!("no action of the statement is for a resource of `{service}`"))
                    .help(format!("they are for resources of `{}`", services.join("`, `"))),
            );
        }
    }
}

fn help(action: Action, pattern: &str, resources: &[&Text<'_>]) -> String {
    if forms::all_only(action) != AllOnly::No {
        return format!(
            "`{action}` knows no resources: give it a statement of its own with `Resource: \"*\"`"
        );
    }
    let is_bucket =
        |resource: &&Text<'_>| resource.shown().contains(":s3:") || resource.shown().ends_with(".Arn}");
    let is_for = |name: &str| action.resources().any(|taken| taken.resource.name() == name);
    if pattern.starts_with("s3:") && resources.iter().any(is_bucket) {
        if is_for("object") {
            return "it is for objects: write the bucket's ARN with `/*` behind it".to_owned();
        }
        if is_for("bucket") {
            return "it is for the bucket itself: write its ARN without `/*`".to_owned();
        }
    }
    let mut arns: Vec<&str> = action.resources().map(|taken| taken.resource.arn()).collect();
    arns.sort_unstable();
    arns.dedup();
    arns.truncate(4);
    format!("it is for `{}`", arns.join("`, `"))
}

//! Conditions that depend on each other in a circle.

use std::collections::BTreeSet;

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::references::{By, Reference};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "condition-cycle",
    severity: Severity::Error,
    title: "Conditions depend on each other in a circle.",
    explanation: "A condition can be made of other conditions, but not, by way of them, of itself: nobody could say whether it \
                  holds. CloudFormation refuses the template: \"Circular dependencies between conditions\".",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let uses: Vec<_> = ctx
        .references()
        .iter()
        .filter(|reference| reference.section == "Conditions" && reference.by == By::Condition)
        .collect();
    let mut reported = BTreeSet::new();
    for entry in ctx.section("Conditions") {
        if reported.contains(entry.key.as_str()) {
            continue;
        }
        let Some(circle) = circle(&uses, &entry.key, &entry.key, &mut BTreeSet::new()) else { continue };
        reported.extend(circle.iter().map(|reference| reference.member));
        let mut names: Vec<_> = circle.iter().map(|reference| format!("`{}`", reference.member)).collect();
        names.push(names[0].clone());
        let message = format!("{} depend on each other", names.join(" → "));
        let message = if circle.len() == 1 { format!("{} depends on itself", names[0]) } else { message };
        let mut finding = RULE.at(circle[0].span, message);
        for reference in &circle[1..] {
            finding =
                finding.related(reference.span, format!("`{}` needs `{}`", reference.member, reference.id));
        }
        out.add(finding);
    }
}

/// The references that lead from one condition to another, if any do.
fn circle<'a, 't>(
    uses: &[&'a Reference<'t>],
    from: &str,
    to: &str,
    seen: &mut BTreeSet<&'t str>,
) -> Option<Vec<&'a Reference<'t>>> {
    for reference in uses.iter().filter(|reference| reference.member == from) {
        if reference.id == to {
            return Some(vec![reference]);
        }
        if seen.insert(reference.id)
            && let Some(rest) = circle(uses, reference.id, to, seen)
        {
            return Some([vec![*reference], rest].concat());
        }
    }
    None
}

//! References to a resource in cases in which it is not made.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::references::By;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "reference-dangling",
    severity: Severity::Warning,
    title: "A reference stands where its resource may not be made.",
    explanation: "A resource with a `Condition` is made only where that holds. A reference to it from a resource, a property or \
                  an output that is there in other cases too fails in those: \"Unresolved resource dependencies\". Give \
                  the other one the same condition, or put the reference on the right side of an `Fn::If`. AWS does not \
                  say what a `DependsOn` does then. It is a warning since the conditions may never go that way: \
                  parameters can depend on each other in ways that a template does not tell.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for reference in ctx.references() {
        if reference.by == By::Condition {
            continue;
        }
        let Some(resource) = ctx.resource(reference.id) else { continue };
        let Some(condition) = resource.condition else { continue };
        let mut when = reference.when.clone();
        when.push((condition, false));
        if ctx.satisfiable(&when) != Some(true) {
            continue;
        }
        let message =
            format!("`{}` is not made when `{condition}` is false, and this refers to it then", resource.id);
        let label = reference
            .when
            .iter()
            .map(|(name, holds)| format!("`{name}` is {holds}"))
            .collect::<Vec<_>>()
            .join(" and ");
        let finding = RULE.at(reference.span, message).related(resource.id_span, "made under a condition");
        out.add(if label.is_empty() && reference.by == By::DependsOn {
            finding.help(format!("give `{}` the same condition", reference.member))
        } else if label.is_empty() {
            finding.help(format!("put it on the right side of `Fn::If` on `{condition}`"))
        } else {
            finding.label(format!("also when {label}"))
        });
    }
}

//! References to resources in places that know none.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::references::By;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "reference-place",
    severity: Severity::Error,
    title: "A reference to a resource stands where there are no resources yet.",
    explanation: "Conditions and rules are decided before anything is made, from parameters, pseudo parameters and mappings \
                  alone. The name of an export, and what `Fn::ImportValue` imports, must not depend on a resource either. \
                  CloudFormation refuses the template. Refer to the parameter that the resource's property comes from.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for reference in ctx.references() {
        if matches!(reference.by, By::DependsOn | By::Condition) || ctx.resource(reference.id).is_none() {
            continue;
        }
        if matches!(reference.section, "Conditions" | "Rules") && ctx.parameter(reference.id).is_none() {
            let what = if reference.section == "Rules" { "a rule" } else { "a condition" };
            let message = format!("{what} cannot depend on the resource `{}`", reference.id);
            out.add(RULE.at(reference.span, message).label("decided before any resource is made"));
        }
    }
    super::visit::all(ctx, &mut |node, place| {
        let exported = place.section == "Outputs" && place.keys.starts_with(&["Export", "Name"]);
        let imported = place.is_in(&cfn::read::Function::ImportValue);
        if !exported && !imported {
            return;
        }
        for reference in ctx.references().iter().filter(|reference| std::ptr::eq(reference.node, node)) {
            if ctx.resource(reference.id).is_none() || reference.by == By::Condition {
                continue;
            }
            let what = if exported { "the name of an export" } else { "what is imported" };
            let message = format!("{what} cannot depend on the resource `{}`", reference.id);
            out.add(RULE.at(reference.span, message).help("build it from parameters and `AWS::StackName`"));
        }
    });
}

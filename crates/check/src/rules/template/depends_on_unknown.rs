//! `DependsOn` that names no resource.

use diag::Severity;

use super::names::may_be_resource;
use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::references::By;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "depends-on-unknown",
    severity: Severity::Error,
    title: "A dependency names something that is no resource of the template.",
    explanation: "`DependsOn` takes the logical IDs of resources of the same template: no parameters, no conditions, no \
                  outputs of other stacks, no functions. CloudFormation refuses others before it makes anything: \
                  \"Unresolved resource dependencies\".",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for reference in ctx.references() {
        let id = reference.id;
        if reference.by != By::DependsOn || may_be_resource(ctx, id) {
            continue;
        }
        let message = format!("no resource is called `{id}`");
        let finding = RULE.at(reference.span, message);
        if ctx.parameter(id).is_some() {
            out.add(finding.label("a parameter").help("a resource depends on a parameter by using it"));
            continue;
        }
        let ids =
            ctx.resources().iter().map(|resource| resource.id).filter(|other| *other != reference.member);
        out.add(suggest(finding, ctx.document(), (id, reference.span), ids));
    }
}

//! A deployment group of something that is no application of CodeDeploy.

use diag::{Severity, nearest};

use super::groups;
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-application",
    severity: Severity::Error,
    title: "A deployment group's application is something else, or is misspelt.",
    explanation: "ApplicationName is the name of an AWS::CodeDeploy::Application, which `Ref` gives. The stack fails where it is the \
                  name of another resource. A name written out that is nearly, but not quite, that of the template's only \
                  application is a warning: one of that name may exist elsewhere.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentgroup.html",
    ],
    check,
};

const KIND: &str = "AWS::CodeDeploy::Application";

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let names: Vec<_> = ctx
        .of_type(KIND)
        .filter_map(Resource::properties)
        .flat_map(|application| ctx.get(application, "ApplicationName"))
        .filter_map(|name| ctx.text(name))
        .collect();
    for group in groups::all(ctx) {
        for node in ctx.get(group.properties, "ApplicationName") {
            if let Some(target) = ctx.target(node) {
                // What a resource of a module or a custom one gives can be any name.
                if target.kind != KIND && !target.gives_anything() {
                    out.add(
                        RULE.at(
                            node.handle(),
                            format!("`{}` is of type `{}`, and no application", target.id, target.kind),
                        )
                        .related(target.id_span, "this one")
                        .help(format!("refer to an `{KIND}`")),
                    );
                }
                continue;
            }
            let Some(text) = ctx.text(node).filter(|text| !names.contains(text)) else { continue };
            if let Some(near) = nearest(&text, names.iter().map(|name| &**name)).filter(|_| names.len() == 1)
            {
                let mut finding = RULE
                    .at(node.handle(), format!("the template's application is called `{near}`"))
                    .help(format!("write `{near}`, or refer to it"));
                finding.severity = Severity::Warning;
                out.add(finding);
            }
        }
    }
}

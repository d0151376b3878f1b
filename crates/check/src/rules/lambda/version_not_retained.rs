//! A version that is deleted as soon as the next one takes its place.

use diag::Severity;

use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "version-not-retained",
    severity: Severity::Warning,
    title: "CodeDeploy shifts traffic between versions that the stack does not keep.",
    explanation: "When a new Version resource takes the place of an old one, CloudFormation deletes the old one at the end of the update. \
                  After that nothing can be rolled back to it, neither by CodeDeploy nor by hand. A version that a shifted alias points \
                  to should have `DeletionPolicy: Retain`, and `UpdateReplacePolicy: Retain` where its properties change.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for alias in ctx.of_type("AWS::Lambda::Alias") {
        let shifts =
            alias.node.get("UpdatePolicy").and_then(|policy| policy.get("CodeDeployLambdaAliasUpdate"));
        let (Some(_), Some(properties)) = (shifts, alias.properties()) else { continue };
        for version in ctx.get(properties, "FunctionVersion") {
            let Some(target) = ctx.target(version).filter(|target| target.kind == "AWS::Lambda::Version")
            else {
                continue;
            };
            // What stands there may be a parameter; only what is missing is certain.
            if target.node.get("DeletionPolicy").is_none() && target.node.get("UpdateReplacePolicy").is_none()
            {
                out.add(
                    RULE.at(
                        target.id_span,
                        format!("`{}` is deleted when the next version takes its place", target.id),
                    )
                    .related(version.handle(), "CodeDeploy shifts traffic away from it here")
                    .help("add `DeletionPolicy: Retain`"),
                );
            }
        }
    }
}

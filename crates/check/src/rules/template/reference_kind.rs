//! References to a resource of another kind than the property wants.

use diag::Severity;

use super::schema::What;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "reference-kind",
    severity: Severity::Error,
    title: "A reference gives something else than its property wants.",
    explanation: "A property that takes the ARN of a role, the ID of a security group or the name of a bucket works with \
                  nothing else: not with the name of a role, whose `Ref` it is, nor with the ARN of a queue. The service \
                  refuses the value at the deployment. Of ECS's execution role the documentation asks for the ARN, and of the \
                  task's own role it takes the name as well; ECS has been seen to take both, so that is a warning. What `Ref` and `Fn::GetAtt` give is under \"Return values\" on the \
                  resource type's page.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for violation in ctx.violations() {
        let (wanted, node) = match violation.what {
            What::Reference { wanted, node } => (wanted, node),
            What::Arn { service, node } => {
                let message = format!("{} takes an ARN of `{service}`", violation.place());
                let given = node.call().map_or("", |call| call.function.name());
                let target = ctx.target(node).map_or("", |target| target.kind);
                let label = match given {
                    "Ref" => format!("gives the name of an {target}"),
                    _ => format!("gives the ARN of an {target}"),
                };
                out.add(RULE.at(violation.span, message).label(label));
                continue;
            }
            _ => continue,
        };
        let (kind, what) = wanted.rsplit_once('.').unwrap_or((wanted, "value"));
        let target = ctx.target(node);
        let given = target.map_or("something else", |target| target.kind);
        let message = format!("{} takes the {} of an {kind}", violation.place(), words(what));
        let mut finding = RULE.at(violation.span, message);
        if violation.kind == "AWS::ECS::TaskDefinition" {
            finding.severity = Severity::Warning;
        }
        out.add(match target {
            Some(target) if target.kind == kind => {
                finding.label(format!("gives another part of `{}`", target.id))
            }
            _ => finding.label(format!("refers to an {given}")),
        });
    }
}

/// `Arn` as people write it.
fn words(what: &str) -> &str {
    match what {
        "Arn" => "ARN",
        "Id" | "Ids" => "ID",
        "Name" | "Names" | "AliasName" => "name",
        other => other,
    }
}

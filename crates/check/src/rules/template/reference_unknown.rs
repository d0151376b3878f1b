//! References to something that the template does not have.

use diag::Severity;

use super::names::{PSEUDO_PARAMETERS, may_be_parameter, may_be_resource, referable};
use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::references::By;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "reference-unknown",
    severity: Severity::Error,
    title: "A reference names nothing that the template has.",
    explanation: "`Ref`, `Fn::GetAtt` and `Fn::Sub` name a resource by its logical ID; `Ref` and `Fn::Sub` also a parameter \
                  or a pseudo parameter. CloudFormation refuses a template with a name that is none of these before it \
                  makes anything: \"Unresolved resource dependencies\". Names are case-sensitive. Resources that SAM or a \
                  module adds are taken to be there where their names begin as theirs do. In a script within `Fn::Sub`, \
                  write `${!NAME}` for a variable of the script's own.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for reference in ctx.references() {
        let id = reference.id;
        // Conditions and parameters have rules of their own.
        if matches!(reference.section, "Conditions" | "Rules" | "Parameters" | "Mappings")
            && ctx.resource(id).is_some()
        {
            continue;
        }
        let is_known = match reference.by {
            By::Ref | By::SubRef => {
                PSEUDO_PARAMETERS.contains(&id)
                    || may_be_resource(ctx, id)
                    || may_be_parameter(ctx, id)
                    || id.split_once('.').is_some_and(|(owner, _)| may_be_resource(ctx, owner))
            }
            By::GetAtt | By::SubGetAtt => may_be_resource(ctx, id),
            By::DependsOn | By::Condition => continue,
        };
        if is_known {
            continue;
        }
        let names: Vec<&str> = match reference.by {
            By::Ref | By::SubRef => referable(ctx).collect(),
            _ => ctx.resources().iter().map(|resource| resource.id).collect(),
        };
        let message = match reference.by {
            By::GetAtt | By::SubGetAtt if may_be_parameter(ctx, id) && ctx.parameter(id).is_some() => {
                format!("`{id}` is a parameter, and has no attributes")
            }
            By::GetAtt | By::SubGetAtt => format!("no resource is called `{id}`"),
            _ => format!("nothing is called `{id}`"),
        };
        let finding = RULE.at(reference.span, message);
        let finding = suggest(finding, ctx.document(), (id, reference.span), names);
        out.add(match reference.by {
            By::SubRef if finding.label.is_none() => {
                finding.help(format!("write `${{!{id}}}` if it is a variable of the text's own language"))
            }
            _ => finding,
        });
    }
}

//! An alias that points to another function's version.

use cfn::read::Node;
use diag::Severity;

use crate::context::Resource;
use crate::mend::reword;
use crate::resolve::{Hole, Piece};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "alias-other-function",
    severity: Severity::Error,
    title: "An alias points to a version of another function, or to no version.",
    explanation: "Versions are numbers, counted for each function. An alias with the number of another function's version fails where its \
                  own function has no such version, and moves to an unrelated one where it has. `GetAtt …Version` is the number; \
                  `Ref` of a version is its ARN, which Lambda refuses here.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for alias in ctx.of_type("AWS::Lambda::Alias").filter_map(Resource::properties) {
        for [function, version] in ctx.ways(alias, ["FunctionName", "FunctionVersion"]) {
            let Some(version) = version else { continue };
            let weights: Vec<_> =
                ctx.all(alias, &["RoutingConfig", "AdditionalVersionWeights", "FunctionVersion"]);
            for node in weights.into_iter().chain([version]) {
                judge(ctx, function, node, out);
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, function: Option<&'t Node>, version: &'t Node, out: &mut Findings) {
    let Some(target) = ctx.target(version).filter(|target| target.kind == "AWS::Lambda::Version") else {
        return;
    };
    match ctx.pieces(version).as_deref() {
        Some([Piece::Hole(Hole::Att(_, "Version"))]) => {}
        Some([Piece::Hole(Hole::Ref(_) | Hole::Att(..))]) => {
            out.add(
                RULE.at(version.handle(), "this is a version's ARN, and its number is wanted")
                    .help(format!("write `!GetAtt {}.Version`", target.id))
                    .fix(reword(
                        ctx,
                        version.span,
                        &format!("!Ref {}", target.id),
                        &format!("!GetAtt {}.Version", target.id),
                    )),
            );
            return;
        }
        _ => return,
    }
    let of_version =
        target.properties().map(|properties| ctx.get(properties, "FunctionName")).unwrap_or_default();
    let ([of_version], Some(of_alias)) = (of_version.as_slice(), function) else { return };
    let (Some(a), Some(b)) = (function_of(ctx, of_version), function_of(ctx, of_alias)) else { return };
    if a.id != b.id {
        out.add(
            RULE.at(version.handle(), format!("the alias is of `{}`, and the version of `{}`", b.id, a.id))
                .related(of_version.handle(), "the version's function")
                .related(of_alias.handle(), "the alias's function"),
        );
    }
}

fn function_of<'a, 't>(ctx: &'a Context<'t>, node: &'t Node) -> Option<&'a Resource<'t>> {
    ctx.target(node)
        .filter(|target| matches!(target.kind, "AWS::Lambda::Function" | "AWS::Serverless::Function"))
}

//! A public function URL that answers nobody.

use diag::Severity;

use crate::context::Resource;
use crate::resolve::{Hole, Piece};
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-url-permission",
    severity: Severity::Warning,
    title: "A function URL without authentication has no permission that lets anybody in.",
    explanation: "AuthType NONE only says that callers need no signature. Whether they may call is for the function's policy, and the \
                  console's default is not there in CloudFormation: without a permission for `*` and lambda:InvokeFunctionUrl every \
                  request gets 403 Forbidden. URLs made since October 2025 want one for lambda:InvokeFunction as well, with \
                  InvokedViaFunctionUrl. Only templates that hold the function itself are judged.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if ctx.may_gain_resources() {
        return;
    }
    for url in ctx.of_type("AWS::Lambda::Url").filter_map(Resource::properties) {
        for [kind, function] in ctx.ways(url, ["AuthType", "TargetFunctionArn"]) {
            let (Some(kind), Some(function)) = (kind, function) else { continue };
            let Some(function) = named(ctx, function).filter(|_| kind.text() == Some("NONE")) else {
                continue;
            };
            let lets_in =
                ctx.of_type("AWS::Lambda::Permission").filter_map(Resource::properties).any(|own| {
                    let of_function = ctx
                        .get(own, "FunctionName")
                        .into_iter()
                        .any(|name| named(ctx, name).is_none_or(|it| it == function));
                    let is_url = ctx.get(own, "Action").into_iter().any(|action| {
                        ctx.text(action).is_none_or(|text| {
                            text.eq_ignore_ascii_case("lambda:InvokeFunctionUrl") || text.contains('*')
                        })
                    });
                    of_function && is_url
                });
            if !lets_in {
                out.add(
                    RULE.at(kind.handle(), "no permission lets anybody call this URL")
                        .help("add an `AWS::Lambda::Permission` for `*`, `lambda:InvokeFunctionUrl` and `FunctionUrlAuthType: NONE`"),
                );
            }
        }
    }
}

/// The function of this template that a name or ARN stands for.
fn named<'t>(ctx: &Context<'t>, node: &'t cfn::read::Node) -> Option<&'t str> {
    let pieces = ctx.pieces(node)?;
    pieces.iter().find_map(|piece| match piece {
        Piece::Hole(Hole::Ref(id) | Hole::Att(id, _)) => {
            let target = ctx.resource(id)?;
            match target.kind {
                "AWS::Lambda::Function" => Some(target.id),
                "AWS::Lambda::Alias" | "AWS::Lambda::Version" => {
                    let names = ctx.get(target.properties()?, "FunctionName");
                    names.first().and_then(|name| ctx.target(name)).map(|function| function.id)
                }
                _ => None,
            }
        }
        _ => None,
    })
}

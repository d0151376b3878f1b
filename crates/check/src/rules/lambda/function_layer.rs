//! A layer without its version.

use diag::Severity;

use crate::context::Resource;
use crate::resolve::Piece;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-layer",
    severity: Severity::Error,
    title: "A function names a layer without its version, or names something else.",
    explanation: "A function takes versions of layers: the ARN ends in a colon and a number. `Ref` of a LayerVersion is that. Lambda \
                  refuses the ARN of a layer as a whole, and a reference to anything else.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for kind in ["AWS::Lambda::Function", "AWS::Serverless::Function"] {
        for function in ctx.of_type(kind).filter_map(Resource::properties) {
            for layer in ctx.all(function, &["Layers"]).into_iter().flat_map(|layers| ctx.items(layers)) {
                if let Some(target) = ctx.target(layer) {
                    let is_foreign = !target.gives_anything()
                        && !matches!(
                            target.kind,
                            "AWS::Lambda::LayerVersion" | "AWS::Serverless::LayerVersion"
                        );
                    if is_foreign {
                        out.add(
                            RULE.at(
                                layer.handle(),
                                format!("`{}` is of type `{}`, and no layer", target.id, target.kind),
                            )
                            .related(target.id_span, "this one"),
                        );
                    }
                    continue;
                }
                let patterns = ctx.patterns(layer);
                for pattern in patterns {
                    let Some(Piece::Known(end)) = pattern.pieces.last() else { continue };
                    // `…:layer:name` and no more.
                    let name = end.rsplit_once(":layer:").map(|(_, name)| name);
                    if name.is_some_and(|name| !name.is_empty() && !name.contains(':')) {
                        out.add(
                            RULE.at(pattern.node.handle(), "this is a layer, and not a version of it")
                                .help("add a colon and the version's number"),
                        );
                    }
                }
            }
        }
    }
}

//! `artifact-store-location`: an artifact store that is no bucket's name.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::resolve::{Hole, Piece};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "artifact-store-location",
    severity: Severity::Error,
    title: "The location of an artifact store is not the name of a bucket.",
    explanation: "`Location` is a bucket's name alone: 3 to 63 letters, digits, dots and hyphens, no ARN, no URL, no folder \
        in it. `!Ref` of a bucket is its name; `!GetAtt Bucket.Arn` is not. CodePipeline makes the folders itself.",
    pages: &["https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ArtifactStore.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let mut locations = ctx.all(pipeline.properties, &["ArtifactStore", "Location"]);
        locations.extend(ctx.all(pipeline.properties, &["ArtifactStores", "ArtifactStore", "Location"]));
        for location in locations {
            for pattern in ctx.patterns(location) {
                if let Some(why) = pattern.pieces.iter().find_map(|piece| fault(ctx, piece)) {
                    let finding =
                        RULE.at(pattern.node.handle(), format!("{why}, and a bucket's name is wanted"));
                    out.add(finding.help("`!Ref` of the bucket is its name"));
                }
            }
        }
    }
}

fn fault(ctx: &Context<'_>, piece: &Piece<'_>) -> Option<String> {
    match piece {
        Piece::Known(text) => {
            let bad =
                text.chars().find(|letter| !letter.is_ascii_alphanumeric() && !"-.".contains(*letter))?;
            Some(format!("a text with `{bad}`"))
        }
        Piece::Hole(Hole::Att(id, attribute)) => {
            let is_bucket = ctx.resource(id).is_some_and(|resource| resource.kind == "AWS::S3::Bucket");
            is_bucket.then(|| format!("the `{attribute}` of the bucket `{id}`"))
        }
        Piece::Hole(Hole::Ref(id)) => {
            let kind = ctx.resource(id)?.kind;
            // What a stack, a module or somebody's own resource gives cannot be known.
            let is_other = kind.starts_with("AWS::")
                && !["AWS::S3::", "AWS::CloudFormation::", "AWS::SSM::"]
                    .iter()
                    .any(|prefix| kind.starts_with(prefix))
                && !kind.ends_with("::MODULE");
            is_other.then(|| format!("`{id}` is of the type `{kind}`"))
        }
        Piece::Hole(Hole::Other) => None,
    }
}

//! The name of a target in place of its ARN.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::resolve::{Hole, Piece};
use crate::rule::Findings;

use super::data::targets::ARN_OF;
use super::read::{Arn, of_type, targets};

pub(super) const RULE: Rule = Rule {
    code: "target-not-an-arn",
    severity: Severity::Error,
    title: "A target is given by what is not its ARN.",
    explanation: "A target is named by its whole ARN. `Ref` gives the name of a function, project, pipeline, \
        stream, cluster, log group or bus, and the URL of a queue; EventBridge refuses these when the stack \
        is deployed. Most types give the ARN by `Fn::GetAtt`; a pipeline's is built from its name, \
        `arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}`, without \
        `pipeline/` before it.",
    pages: &[
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/permissions-reference.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let schedules =
        of_type(ctx, "AWS::Scheduler::Schedule").flat_map(|(_, schedule)| ctx.get(schedule, "Target"));
    let all: Vec<_> = targets(ctx).into_iter().map(|(_, target)| target).chain(schedules).collect();
    for pattern in all.into_iter().flat_map(|target| ctx.get(target, "Arn")).flat_map(|arn| ctx.patterns(arn))
    {
        let Some((message, help)) = judge(ctx, &pattern.pieces) else { continue };
        findings.add(RULE.at(pattern.node.handle(), message).label("no ARN of a target").help(help));
    }
}

fn judge(ctx: &Context<'_>, pieces: &[Piece<'_>]) -> Option<(String, String)> {
    match pieces {
        [Piece::Hole(Hole::Ref(id))] => {
            let kind = ctx.resource(id)?.kind;
            let (_, arn) = ARN_OF.iter().find(|(known, _)| *known == kind)?;
            Some((
                format!("`!Ref {id}` is not the ARN of `{id}`"),
                format!("write `{}`", arn.replace("ID", id)),
            ))
        }
        [Piece::Known(text)] if !text.starts_with("arn:") => {
            Some((format!("`{text}` is no ARN"), "give the whole ARN of the target".to_owned()))
        }
        pieces => {
            let arn = Arn::of(pieces)?;
            let pipeline =
                arn.service.as_deref() == Some("codepipeline") && arn.begins().starts_with("pipeline/");
            pipeline.then(|| {
                let message = "the ARN of a pipeline ends in its name alone".to_owned();
                (message, "leave `pipeline/` out".to_owned())
            })
        }
    }
}

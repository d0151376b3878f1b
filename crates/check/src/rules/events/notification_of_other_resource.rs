//! Events of a notification rule that its resource doesn't have.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::resolve::{Hole, Piece};
use crate::rule::Findings;

use super::data::notifications::{WATCHED, Watched};
use super::read::{Arn, literals, of_type, subject};

pub(super) const RULE: Rule = Rule {
    code: "notification-of-other-resource",
    severity: Severity::Error,
    title: "A notification rule waits for events that its resource does not have.",
    explanation: "A notification rule watches one repository, build project, deployment application or \
        pipeline, named by its ARN, and the IDs of its events begin with that kind: `codebuild-project-` for \
        a build project. CreateNotificationRule refuses IDs of another kind, and resources of any other \
        service, when the stack is deployed. Make a rule for each resource.",
    pages: &["https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, properties) in of_type(ctx, "AWS::CodeStarNotifications::NotificationRule") {
        let resources = ctx.get(properties, "Resource");
        let [resource] = resources.as_slice() else { continue };
        let Some(watched) = ctx.pieces(resource).and_then(|pieces| watched(ctx, &pieces, resource)) else {
            continue;
        };
        let ids = ctx.get(properties, "EventTypeIds").into_iter().flat_map(|list| ctx.items(list));
        for id in ids.flat_map(|id| literals(ctx, id)) {
            let Some(kind) = WATCHED.iter().find(|kind| id.value.starts_with(kind.prefix)) else { continue };
            if kind.service != watched.service {
                findings.add(
                    RULE.at(id.span(), format!("a {} has no event `{}`", watched.name, id.value))
                        .label(format!("an event of a {}", kind.name))
                        .related(resource.handle(), format!("the rule watches a {}", watched.name))
                        .help(format!("its events begin with `{}`", watched.prefix)),
                );
            }
        }
    }
}

/// The kind of resource that a rule watches.
fn watched<'t>(
    ctx: &Context<'t>,
    pieces: &[Piece<'t>],
    node: &'t cfn::read::Node,
) -> Option<&'static Watched> {
    if let Some(arn) = Arn::of(pieces) {
        let service = arn.service?;
        return WATCHED.iter().find(|kind| kind.service == service);
    }
    let [Piece::Hole(Hole::Ref(_) | Hole::Att(_, _))] = pieces else { return None };
    let patterns = ctx.patterns(node);
    let kind = subject(ctx, patterns.first()?)?.kind;
    WATCHED.iter().find(|watched| watched.resource_type == kind)
}

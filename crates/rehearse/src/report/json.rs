//! The steps as JSON. The keys are documented in the README and stay.

use cfn::read::Node;
use diag::Lines;
use serde_json::{Value as Json, json};

use crate::calls::When;
use crate::walk::{Act, Caller, Grant, Hearing, Judged, Walk};
use crate::world::World;

pub(crate) fn json(world: &World<'_>, walks: &[Walk<'_>]) -> Json {
    let lines = Lines::of(world.document().text());
    let writer = Writer { world, lines };
    let walks: Vec<_> = walks.iter().map(|walk| writer.walk(walk)).collect();
    json!({
        "version": 1,
        "account": world.account(),
        "region": world.region(),
        "pipelines": walks,
    })
}

struct Writer<'a, 't> {
    world: &'a World<'t>,
    lines: Lines<'a>,
}

impl Writer<'_, '_> {
    fn walk(&self, walk: &Walk<'_>) -> Json {
        let steps = walk.steps.iter().map(|step| {
            let acts: Vec<_> = step.acts.iter().map(|act| self.act(act)).collect();
            json!({
                "name": step.name,
                "what": self.world.shown(&step.what),
                "order": step.order,
                "line": self.line(step.node),
                "inputs": step.inputs,
                "outputs": step.outputs,
                "minutes": step.minutes,
                "acts": acts,
            })
        });
        json!({ "name": self.world.shown(&walk.pipeline), "id": walk.id, "steps": steps.collect::<Vec<_>>() })
    }

    fn act(&self, act: &Act<'_>) -> Json {
        let kind = match act.caller {
            Caller::Role(_) => "role",
            Caller::Stranger { .. } => "role outside the template",
            Caller::Person { .. } => "person",
            Caller::Service { .. } => "service",
        };
        let calls = |calls: &[Judged<'_>]| calls.iter().map(|judged| self.judged(judged)).collect::<Vec<_>>();
        json!({
            "principal": { "kind": kind, "name": act.caller.name() },
            "for": act.what,
            "shift_minutes": act.shift,
            "assumed": act.assumed.as_ref().map(|judged| self.judged(judged)),
            "calls": calls(&act.calls),
            "seen": calls(&act.seen),
            "unmodelled": act.unmodelled.iter().map(|why| self.world.shown(why)).collect::<Vec<_>>(),
        })
    }

    fn judged(&self, judged: &Judged<'_>) -> Json {
        let (certainty, when) = match judged.call.when {
            When::Always => ("always", None),
            When::Only(when) => ("sometimes", Some(when)),
            When::Console(when) => ("console", Some(when)),
            When::Perhaps(when) => ("perhaps", Some(when)),
            When::Listed(when) => ("listed", Some(when)),
        };
        let (verdict, grants, why) = match &judged.hearing {
            Hearing::Allowed(grants) => ("allowed", grants.as_slice(), None),
            Hearing::Forbidden(grants) => ("forbidden", grants.as_slice(), None),
            Hearing::Denied { .. } => ("denied", &[][..], None),
            Hearing::Unknown(why, grants) => ("unknown", grants.as_slice(), Some(why)),
        };
        json!({
            "action": judged.call.action,
            "resource": self.world.shown(&judged.call.resource),
            "certainty": certainty,
            "when": when,
            "verdict": verdict,
            "by": grants.iter().map(|grant| self.grant(grant)).collect::<Vec<_>>(),
            "why": why,
            "page": judged.call.page,
        })
    }

    fn grant(&self, grant: &Grant<'_>) -> Json {
        json!({
            "policy": grant.policy,
            "resource": grant.owner,
            "statement": grant.statement,
            "sid": grant.sid,
            "line": self.line(grant.node),
        })
    }

    fn line(&self, node: &Node) -> usize {
        self.lines.ends(node.handle()).0.line
    }
}

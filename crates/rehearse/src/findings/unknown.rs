//! What the rehearsal can't know, said once each.

use std::collections::BTreeMap;

use diag::Diagnostic;

use super::codes::{CALL_UNPROVEN, DECLARATION_INVALID, STEP_UNMODELLED, VALUE_UNRESOLVED};
use super::listed;
use crate::calls::When;
use crate::walk::{Hearing, Judged, Walk};
use crate::world::World;

pub(super) fn findings<'t>(world: &World<'t>, walks: &[Walk<'t>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Why nothing can be said, and of which calls.
    let mut unproven: BTreeMap<(String, &str), (diag::Span, Vec<String>)> = BTreeMap::new();
    for (walk, step) in walks.iter().flat_map(|walk| walk.steps.iter().map(move |step| (walk, step))) {
        for act in &step.acts {
            let place = world.resource(&act.what).map_or(step.node, |resource| resource.node).handle();
            // What starts the pipeline is not what its own calls are about.
            let of_pipeline =
                world.resource(walk.id).filter(|_| step.order == 0 && act.what == "CodePipeline");
            let place_of_calls = of_pipeline.map_or(place, |pipeline| pipeline.node.handle());
            for why in &act.unmodelled {
                found.push(STEP_UNMODELLED.at(place, format!("{}: {}", act.what, world.shown(why))));
            }
            for (node, why) in &act.malformed {
                found.push(
                    DECLARATION_INVALID.at(node.handle(), format!("{}: {}", act.what, world.shown(why))),
                );
            }
            if let Some(Judged { hearing: Hearing::Unknown(why, _), taker: Some(taker), .. }) = &act.assumed {
                let message =
                    format!("whether `{taker}` may take `{}` can't be seen: {why}", act.caller.name());
                if !found.iter().any(|one: &Diagnostic| one.message == message) {
                    found.push(CALL_UNPROVEN.at(place_of_calls, message));
                }
            }
            for judged in &act.calls {
                let Hearing::Unknown(why, _) = &judged.hearing else { continue };
                if matches!(judged.call.when, When::Listed(_)) {
                    continue;
                }
                let of =
                    unproven.entry((act.caller.name(), why)).or_insert_with(|| (place_of_calls, Vec::new()));
                let action = judged.call.action.to_string();
                if !of.1.contains(&action) {
                    of.1.push(action);
                }
            }
        }
    }
    for ((whom, why), (place, actions)) in unproven {
        let message = format!("whether `{whom}` may call {} can't be seen: {why}", listed(actions));
        found.push(CALL_UNPROVEN.at(place, message));
    }
    let resources: Vec<_> = walks
        .iter()
        .flat_map(|walk| &walk.steps)
        .flat_map(|step| &step.acts)
        .flat_map(|act| &act.calls)
        .map(|judged| judged.call.resource.as_str())
        .collect();
    for unresolved in world.unresolved() {
        if resources.iter().any(|resource| resource.contains(&unresolved.symbol)) {
            let message = format!("`{}` is not known before the deployment", world.shown(&unresolved.symbol));
            found.push(VALUE_UNRESOLVED.at(unresolved.node.handle(), message).label(unresolved.why));
        }
    }
    found
}

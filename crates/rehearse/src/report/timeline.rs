//! The timeline that people read: steps, who does what in each, and whether they may.

use std::fmt::Write as _;

use crate::calls::When;
use crate::shift;
use crate::walk::{Act, Hearing, Judged, Step, Walk};
use crate::world::World;

/// Calls of one act with one verdict, for one resource.
struct Line<'a> {
    mark: &'static str,
    service: &'a str,
    names: Vec<&'a str>,
    resource: String,
    when: Option<&'static str>,
    by: String,
}

pub(crate) fn timeline(world: &World<'_>, walks: &[Walk<'_>]) -> String {
    let mut text = String::new();
    for walk in walks {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(
            text,
            "Pipeline {} ({}) in account {}, {}",
            world.shown(&walk.pipeline),
            walk.id,
            world.account(),
            world.region()
        );
        let mut order = None;
        for step in &walk.steps {
            let number =
                if order == Some(step.order) { "  ".to_owned() } else { format!("{:2}", step.order) };
            order = Some(step.order);
            write_step(world, step, &number, &mut text);
        }
    }
    text
}

fn write_step(world: &World<'_>, step: &Step<'_>, number: &str, text: &mut String) {
    let _ = write!(text, "\n{number}  {}: {}", step.name, world.shown(&step.what));
    if !step.inputs.is_empty() || !step.outputs.is_empty() {
        let names = |names: &[String]| if names.is_empty() { "-".to_owned() } else { names.join(", ") };
        let _ = write!(text, " ({} → {})", names(&step.inputs), names(&step.outputs));
    }
    if let Some(minutes) = step.minutes {
        let _ = write!(text, ", at most {}", shift::length(minutes));
    }
    text.push('\n');
    for act in &step.acts {
        write_act(world, act, text);
    }
}

fn write_act(world: &World<'_>, act: &Act<'_>, text: &mut String) {
    let shift =
        act.shift.map_or_else(String::new, |minutes| format!(", shifting within {}", shift::length(minutes)));
    let _ = writeln!(text, "    {} for {}{shift}", act.caller.name(), act.what);
    if let Some(assumed) = &act.assumed
        && assumed.is_denied()
    {
        let _ = writeln!(text, "      ✗ {} may not take the role", assumed.taker.unwrap_or_default());
    }
    for line in lines(world, act) {
        let names = line.names.join(", ");
        let _ = write!(text, "      {} {}: {names} on {}", line.mark, line.service, line.resource);
        if !line.by.is_empty() {
            let _ = write!(text, " [{}]", line.by);
        }
        text.push('\n');
        if let Some(when) = line.when {
            let _ = writeln!(text, "          {when}");
        }
    }
    for judged in &act.seen {
        let mark = mark(judged);
        let _ =
            writeln!(text, "      {mark} {} as seen in a program, for whatever resource", judged.call.action);
    }
    for why in &act.unmodelled {
        let _ = writeln!(text, "      ? {}", world.shown(why));
    }
}

fn lines<'a>(world: &World<'_>, act: &'a Act<'_>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for judged in &act.calls {
        let when = match judged.call.when {
            When::Always => None,
            When::Only(when) | When::Console(when) | When::Perhaps(when) => Some(when),
            When::Listed(_) => continue,
        };
        let (service, name) = judged.call.action.split_once(':').unwrap_or(("", &judged.call.action));
        let (resource, by) = (short(world, &judged.call.resource), by(judged));
        let mark = mark(judged);
        let same = |line: &&mut Line<'_>| {
            line.mark == mark
                && line.service == service
                && line.resource == resource
                && line.when == when
                && line.by == by
        };
        match lines.iter_mut().find(same) {
            Some(line) if line.names.contains(&name) => {}
            Some(line) => line.names.push(name),
            None => lines.push(Line { mark, service, names: vec![name], resource, when, by }),
        }
    }
    lines
}

/// A resource without what is the same in all ARNs of the stack's own account and region.
fn short(world: &World<'_>, arn: &str) -> String {
    let mut parts = arn.splitn(6, ':');
    let is_own = |part: Option<&str>, own: &str| part.is_some_and(|part| part.is_empty() || part == own);
    let head =
        parts.next() == Some("arn") && parts.next() == Some(world.partition()) && parts.next().is_some();
    let own = is_own(parts.next(), world.region()) && is_own(parts.next(), world.account());
    let shown = world.shown(arn);
    match shown.splitn(6, ':').nth(5) {
        Some(rest) if head && own => rest.to_owned(),
        _ => shown,
    }
}

fn mark(judged: &Judged<'_>) -> &'static str {
    match (&judged.hearing, judged.call.when) {
        (Hearing::Allowed(_), _) => "✓",
        (Hearing::Unknown(..), _) | (_, When::Perhaps(_)) => "?",
        _ => "✗",
    }
}

/// Which statements decide.
fn by(judged: &Judged<'_>) -> String {
    let grants = match &judged.hearing {
        Hearing::Allowed(grants) | Hearing::Forbidden(grants) => grants,
        Hearing::Unknown(why, _) => return why.clone(),
        Hearing::Denied { .. } => return String::new(),
    };
    let names = grants.iter().map(|grant| match &grant.sid {
        Some(sid) => sid.clone(),
        None => format!("{}, statement {}", grant.policy, grant.statement + 1),
    });
    names.collect::<Vec<_>>().join(", ")
}

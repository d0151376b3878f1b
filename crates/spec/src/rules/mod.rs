//! The rules: what has the right shape, and still cannot work.
//!
//! In: a whole stack. Out: every rule that it breaks. One file per concern; each looks at the stack as a whole and
//! knows nothing of the others. A rule is here when AWS would refuse the template, when the pipeline could never do
//! what the file says, or when a secret would end up where it can be read. Taste is no rule.

mod addresses;
mod alarms;
mod approvals;
mod artifacts;
mod builds;
mod channels;
mod collisions;
mod conditions;
mod connections;
mod credentials;
mod deploys;
mod engines;
mod environments;
mod exports;
mod function_images;
mod functions;
mod guard;
mod image_builds;
mod images;
mod machines;
mod mirrors;
mod names;
mod operations;
mod packages;
mod packaging;
mod parameters;
mod paths;
mod policies;
mod references;
mod retention;
mod self_updates;
mod sources;
mod stages;
mod steps;
mod tags;
mod targets;
mod tests;
mod texts;
mod triggers;
mod variables;
mod walk;

pub(crate) use addresses::is_arn;
pub(crate) use connections::is_connection;
pub(crate) use guard::is_managed_policy;
pub(crate) use parameters::uses;
pub(crate) use steps::is_role;

use crate::Stack;
use crate::findings::Findings;

pub(crate) fn check(stack: &Stack, findings: &mut Findings) {
    for rule in [
        names::check,
        sources::check,
        connections::check,
        triggers::check,
        collisions::check,
        stages::check,
        functions::check,
        function_images::check,
        deploys::check,
        engines::check,
        targets::check,
        alarms::check,
        operations::check,
        approvals::check,
        addresses::check,
        channels::check,
        builds::check,
        packaging::check,
        artifacts::check,
        tests::check,
        steps::check,
        self_updates::check,
        conditions::check,
        variables::check,
        packages::check,
        images::check,
        image_builds::check,
        machines::check,
        exports::check,
        mirrors::check,
        environments::check,
        policies::check,
        references::check,
        paths::check,
        parameters::check,
        retention::check,
        tags::check,
        guard::check,
        credentials::check,
        texts::check,
    ] {
        rule(stack, findings);
    }
}

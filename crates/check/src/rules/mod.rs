//! The rules, a file each, by area.
//!
//! To add one: a file in its area, a line in the area's `RULES`, and examples in `examples/<code>/`.

pub(crate) mod codebuild;
mod codedeploy;
mod events;
pub(crate) mod iam;
pub(crate) mod lambda;
mod pipeline;
pub(crate) mod template;

use crate::Rule;

/// Every area with its rules.
pub(crate) const AREAS: &[(&str, &[&Rule])] = &[
    ("template", template::RULES),
    ("pipeline", pipeline::RULES),
    ("codebuild", codebuild::RULES),
    ("codedeploy", codedeploy::RULES),
    ("lambda", lambda::RULES),
    ("events", events::RULES),
    ("iam", iam::RULES),
];

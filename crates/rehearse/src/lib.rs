//! Plays one execution of a template's pipeline, from the push to the shifted alias, before anything of it exists.
//!
//! In: a template, and what a deployment would be given (parameters, account, region). Out: the steps, the API calls that
//! each makes and under which role, what is denied and why, and which grants no step uses. It knows templates only.

#[allow(dead_code, unused_imports, reason = "the walk, which makes the calls, comes with the next step")]
mod calls;
#[allow(dead_code, unused_imports, reason = "the walk, which makes the calls, comes with the next step")]
pub mod programs;
pub mod world;

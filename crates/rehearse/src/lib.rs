//! Plays one execution of a template's pipeline, from the push to the shifted alias, before anything of it exists.
//!
//! In: a template, and what a deployment would be given (parameters, account, region). Out: the steps, the API calls that
//! each makes and under which role, what is denied and why, and which grants no step uses. It knows templates only.

mod calls;
pub mod programs;
pub mod walk;
pub mod world;

pub use calls::{Call, When};

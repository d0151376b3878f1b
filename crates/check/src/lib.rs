//! Rules over a template, whatever made it.
//!
//! In: a template. Out: findings. Nothing here knows the stack language or the compiler: a rule judges what CloudFormation
//! would get. So far there are AWS's limits.

mod limits;
mod width;

use cfn::Template;
use diag::Diagnostic;

/// Every finding about a template that is printed in that many bytes.
pub fn check(template: &Template, bytes: usize) -> Vec<Diagnostic> {
    limits::check(&template.to_value(), bytes)
}

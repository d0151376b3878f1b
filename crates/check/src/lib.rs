//! Rules over a template, whatever made it.
//!
//! In: a template. Out: findings. Nothing here knows the stack language or the compiler: a rule judges what CloudFormation
//! would get. So far there are AWS's limits.

mod limits;

use cfn::Template;
use diag::Diagnostic;

/// Every finding about a template.
pub fn check(template: &Template) -> Vec<Diagnostic> {
    limits::check(&template.to_value(), cfn::to_yaml(template).map_or(0, |text| text.len()))
}

//! The rules: what has the right shape, and still cannot work.

use crate::Stack;
use crate::findings::Findings;

pub(crate) fn check(_stack: &Stack, _findings: &mut Findings) {}

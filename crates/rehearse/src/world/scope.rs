//! What resolution needs to know of the template, and what it has found so far.

use cfn::read::Document;

use super::Given;

pub(super) struct Scope<'t> {
    pub(super) document: &'t Document,
    pub(super) given: Given,
}

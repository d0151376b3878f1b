//! Any template is rehearsed: its world, its walk, what is found in it, what can fail, and all that is told of it.

#![no_main]

use diag::{Source, render};
use libfuzzer_sys::fuzz_target;
use rehearse::Rehearsal;
use rehearse::world::Given;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = yaml::decode(bytes) else { return };
    let Ok(document) = cfn::read::read(text) else { return };
    let source = Source { name: "template.yaml".to_owned(), text: text.to_owned() };
    let rehearsal = rehearse::rehearse(&document, &Given::default());
    for finding in rehearsal.findings().iter().take(20) {
        let _ = render(finding, &source, false);
    }
    let _ = (rehearsal.timeline(), rehearsal.to_json());
    for owner in rehearsal.owners() {
        let _ = rehearsal.policy(owner);
    }
    let failures = rehearsal.failures(None);
    let _ = (Rehearsal::tales(&failures), Rehearsal::tales_json(&failures));
});

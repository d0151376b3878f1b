//! The failures of our own stacks.

use std::collections::BTreeSet;

use super::{all, told};
use crate::failures::{Heard, failures};
use crate::walk::walk;
use crate::world::{Given, World};

const DEFAULT: &str = include_str!("../../../../../snapshots/default.yaml");
const SMALLEST: &str = include_str!("../../../../../snapshots/smallest.yaml");
const TWO: &str = include_str!("../../../../../snapshots/two-functions.yaml");
const OWN: &str = include_str!("../../../../../snapshots/own-buildspec.yaml");
const EXISTING: &str = include_str!("../../../../../snapshots/existing-resources.yaml");
const MIRRORS: &str = include_str!("../../../../../snapshots/custom-image-mirrors.yaml");

#[test]
fn all_failures_of_the_default_stack() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../../../snapshots/rehearse");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("failures", told(DEFAULT)));
}

#[test]
fn each_has_a_name_of_its_own_and_pages_of_aws() {
    for stack in [DEFAULT, SMALLEST, TWO, OWN, EXISTING, MIRRORS] {
        let failures = all(stack);
        let names: BTreeSet<_> = failures.iter().map(|failure| &failure.name).collect();
        assert_eq!(names.len(), failures.len());
        for line in failures.iter().flat_map(|failure| &failure.tale) {
            assert!(
                line.page.is_empty() || line.page.starts_with("https://docs.aws.amazon.com/"),
                "{line:?}"
            );
        }
    }
}

#[test]
fn a_stack_with_notifications_tells_of_every_failure() {
    for stack in [DEFAULT, TWO, OWN, MIRRORS] {
        for failure in all(stack) {
            assert!(matches!(failure.heard, Heard::By(_)), "{failure:#?}");
        }
    }
    for failure in all(EXISTING) {
        assert!(matches!(failure.heard, Heard::Maybe(_)), "{failure:#?}");
    }
}

#[test]
fn a_stack_without_notifications_tells_nobody() {
    for failure in all(SMALLEST) {
        assert_eq!(failure.heard, Heard::Nobody, "{}", failure.name);
    }
}

#[test]
fn a_step_means_all_that_can_befall_it() {
    let document = cfn::read::read(DEFAULT).unwrap();
    let world = World::new(&document, &Given::default());
    let walks = walk(&world);
    let found = failures(&world, &walks[0]);
    let names = |text: &str| {
        let meant = found.iter().filter(|failure| failure.is_called(text));
        meant.map(|failure| failure.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(names("Review/Approve"), ["Review/Approve:rejected", "Review/Approve:expires"]);
    assert_eq!(names("Review/Approve:expires"), ["Review/Approve:expires"]);
    assert!(names("Rev").is_empty() && names("").is_empty());
}

/// The second function's stage comes later: what the first has got stays.
#[test]
fn what_was_deployed_before_stays() {
    let failures = all(TWO);
    let archive = failures.iter().find(|failure| failure.name == "ReleaseArchive/archive:alarm").unwrap();
    assert!(archive.tale.iter().any(|line| line.text == "what ReleaseApi/api has deployed stays"));
}

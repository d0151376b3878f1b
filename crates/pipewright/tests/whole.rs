//! A pipeline with all that teams ask for stays a page long.

/// Comments and blank lines count too.
#[test]
fn the_whole_way_of_a_change_is_a_page_long() {
    let stack = include_str!("../../../stacks/whole.yaml");
    assert!(stack.lines().count() <= 60, "{} lines", stack.lines().count());
    for word in [
        "provider: GitHub",
        "pull-requests:",
        "matrix:",
        "Staging",
        "Integration",
        "approval:",
        "canary-",
        "alarms:",
        "self-update:",
        "environments:",
        "slack:",
    ] {
        assert!(stack.contains(word), "no {word}");
    }
}

//! What all stacks of a project inherit, and one file that makes many pipelines.

#![allow(clippy::unwrap_used)] // a test panics

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{folder, run};

fn acme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects/acme")
}

/// A copy of the project with another project file.
fn with_project(text: &str) -> tempfile::TempDir {
    let folder = folder(&[]);
    fs::create_dir_all(folder.path().join("stacks")).unwrap();
    fs::copy(acme().join("stacks/orders.yaml"), folder.path().join("stacks/orders.yaml")).unwrap();
    fs::write(folder.path().join("pipewright.yaml"), text).unwrap();
    folder
}

const MATRIX: &str = "edition: 2026
matrix:
  one: { memory: 512, days: 30d }
  two: { memory: 1024, days: 7d }
name: ((name))
source: { codecommit: { repository: ((name)) } }
functions: { api: { runtime: python3.13, code: api, memory: ((memory)) } }
stages:
  - { name: Build, build: { commands: ['make ((name)) $((1))'] } }
  - { name: Live, deploy: { functions: [api] } }
log-retention: ((days))
";

#[test]
fn a_stack_inherits_what_it_does_not_say() {
    let run = run(&acme(), &["synth", "orders"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let expected = [
        "Name: acme-orders\n",
        "Value: Acme\n",
        "Value: sandbox\n",
        "Path: /delivery/\n",
        "RetentionInDays: 90\n",
        "OnCallEmail:\n",
        "PermissionsBoundary: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/delivery-boundary\n",
    ];
    for expected in expected {
        assert!(run.stdout.contains(expected), "{expected}");
    }
    assert!(!run.stdout.contains("Value: production\n"), "the stack's own tag wins");
}

/// From wherever the program runs, and on standard input from where it runs.
#[test]
fn the_project_file_is_found_from_the_stack_file_upwards() {
    let wherever = folder(&[]);
    let path = acme().join("stacks/orders.yaml");
    let far = run(wherever.path(), &["synth", path.to_str().unwrap()]);
    assert!(far.stdout.contains("Name: acme-orders\n"), "{}", far.stderr);
    let text = fs::read_to_string(path).unwrap();
    let piped = program::run_with(&acme(), &["synth", "-"], text.as_bytes());
    assert_eq!(piped.stdout, far.stdout, "{}", piped.stderr);
    let alone = program::run_with(wherever.path(), &["synth", "-"], text.as_bytes());
    assert!(alone.status == 1 && alone.stderr.contains("no `edition`"), "{}", alone.stderr);
}

#[test]
fn a_repository_s_root_is_as_far_as_anybody_looks() {
    let outer = with_project("name-prefix: outer-\nedition: 2026\n");
    let inner = outer.path().join("inner");
    fs::create_dir_all(inner.join("stacks")).unwrap();
    fs::copy(acme().join("stacks/orders.yaml"), inner.join("stacks/orders.yaml")).unwrap();
    assert!(run(&inner, &["synth", "orders"]).stdout.contains("Name: outer-orders\n"));
    fs::create_dir(inner.join(".git")).unwrap();
    let run = run(&inner, &["synth", "orders"]);
    assert!(run.status == 1 && run.stderr.contains("no `edition`"), "{}", run.stderr);
}

#[test]
fn what_is_wrong_in_the_project_file_is_told_there_and_once() {
    let folder = with_project("edition: 2026\nlog-retention: 31d\nstages: []\n");
    fs::copy(folder.path().join("stacks/orders.yaml"), folder.path().join("stacks/copy.yaml")).unwrap();
    let run = run(folder.path(), &["check", "--all"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.stdout.matches("error[unknown-key]").count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("--> pipewright.yaml:3:1"), "{}", run.stdout);
    fs::write(folder.path().join("pipewright.yaml"), "edition: 2026\nlog-retention: 31d\n").unwrap();
    let run = program::run(folder.path(), &["check", "--all"]);
    assert_eq!(run.stdout.matches("error[invalid-retention]").count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("--> pipewright.yaml:2:16"), "{}", run.stdout);
    let run = program::run(folder.path(), &["synth", "orders"]);
    assert!(run.status == 1 && run.stdout.is_empty(), "{}", run.stdout);
    assert!(run.stderr.contains("--> pipewright.yaml:2:16"), "{}", run.stderr);
}

#[test]
fn what_the_project_file_makes_of_a_template_is_told_there() {
    let folder = with_project("edition: 2026\ntags: { Team: all, team: all }\nlog-retention: nonsense\n");
    let run = run(folder.path(), &["check", "orders"]);
    assert!(run.stdout.contains("--> pipewright.yaml:3:16"), "{}", run.stdout);
    let own = program::run(folder.path(), &["check", "pipewright.yaml"]);
    assert_eq!((own.status, own.stdout.as_str()), (0, ""), "{}", own.stderr);
    fs::write(folder.path().join("pipewright.yaml"), "edtion: 2026\n").unwrap();
    let own = program::run(folder.path(), &["check", "pipewright.yaml"]);
    assert!(own.stdout.contains("did you mean `edition`?"), "{}", own.stdout);
    fs::write(folder.path().join("pipewright.yaml"), "edition: [\n").unwrap();
    let run = program::run(folder.path(), &["check", "orders"]);
    assert!(
        run.stdout.contains("error[invalid-yaml]") && run.stdout.contains("--> pipewright.yaml:"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_comment_in_the_project_file_suppresses_for_all_stacks() {
    let note = "# pipewright: ignore unused-parameter -- other stacks use it\n";
    let folder = with_project("edition: 2026\n");
    let stack = folder.path().join("stacks/orders.yaml");
    let text = fs::read_to_string(&stack).unwrap() + "artifact-retention: 7d\nparameters: { Spare: }\n";
    fs::write(&stack, text).unwrap();
    let before = run(folder.path(), &["check", "orders"]);
    assert!(before.stdout.contains("warning[unused-parameter]"), "{}", before.stdout);
    fs::write(
        folder.path().join("pipewright.yaml"),
        format!("parameters:\n  {note}  Other:\nedition: 2026\n"),
    )
    .unwrap();
    let after = run(folder.path(), &["check", "orders"]);
    assert!(!after.stdout.contains("suppression-unused"), "{}", after.stdout);
    assert!(after.stdout.contains("`Spare`") && !after.stdout.contains("`Other`"), "{}", after.stdout);
}

#[test]
fn a_matrix_makes_a_template_for_each_entry() {
    let folder = folder(&[("m.yaml", MATRIX)]);
    let made = run(folder.path(), &["synth", "m.yaml", "-o", "out"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let (one, two) = (read("m-one.yaml"), read("m-two.yaml"));
    assert!(one.contains("MemorySize: 512\n") && two.contains("MemorySize: 1024\n"));
    assert!(one.contains("RetentionInDays: 30\n") && two.contains("RetentionInDays: 7\n"));
    assert!(one.contains("make one $((1))") && two.contains("make two $((1))"));
    let alone = run(folder.path(), &["synth", "m.yaml/two"]);
    assert_eq!((alone.status, alone.stdout), (0, two), "{}", alone.stderr);
    let file = run(folder.path(), &["synth", "m.yaml/one", "-o", "one.yaml"]);
    assert_eq!(file.status, 0, "{}", file.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("one.yaml")).unwrap(), one);
}

#[test]
fn one_stdout_takes_one_template() {
    let folder = folder(&[("m.yaml", MATRIX)]);
    let all = run(folder.path(), &["synth", "m.yaml"]);
    assert_eq!((all.status, all.stdout.as_str()), (2, ""));
    assert!(all.stderr.contains("one of the matrix: m/one"), "{}", all.stderr);
    let unknown = run(folder.path(), &["synth", "m.yaml/thre"]);
    assert!(unknown.status == 2 && unknown.stderr.contains("its entries: one, two"), "{}", unknown.stderr);
    let none = run(folder.path(), &["rehearse", "m.yaml", "--policy", "BuildRole"]);
    assert!(none.status == 2 && none.stderr.contains("one pipeline at a time"), "{}", none.stderr);
}

#[test]
fn what_is_wrong_for_some_entries_says_for_which() {
    let text = MATRIX.replace("memory: 1024", "memory: 7").replace("[api] }", "[api, apo] }");
    let folder = folder(&[("m.yaml", text.as_str())]);
    let run = run(folder.path(), &["check", "m.yaml"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.stdout.matches("error[unknown-function]").count(), 1, "{}", run.stdout);
    assert_eq!(run.stdout.matches("for `two` of the matrix").count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("m.yaml:7:61"), "{}", run.stdout);
}

#[test]
fn a_rehearsal_plays_every_pipeline() {
    let folder = folder(&[("m.yaml", MATRIX)]);
    let all = run(folder.path(), &["rehearse", "m.yaml"]);
    assert_eq!(all.status, 0, "{}", all.stderr);
    assert!(all.stdout.contains("== m/one ==") && all.stdout.contains("== m/two =="), "{}", all.stdout);
    let one = run(folder.path(), &["rehearse", "m.yaml/one", "--policy", "BuildRole"]);
    assert_eq!(one.status, 0, "{}", one.stderr);
}

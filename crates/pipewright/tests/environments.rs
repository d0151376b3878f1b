//! The templates of one stack at the command line: all of them written, one printed, all judged.

#![allow(clippy::unwrap_used)] // a test panics

mod program;
mod support;

use program::{folder, run};
use support::root;

fn accounts() -> String {
    std::fs::read_to_string(root().join("stacks/accounts.yaml")).unwrap()
}

#[test]
fn a_folder_gets_all_templates_and_stdout_one() {
    let text = accounts();
    let folder = folder(&[("stacks/accounts.yaml", &text)]);
    let written = run(folder.path(), &["synth", "accounts", "-o", "templates"]);
    assert_eq!(written.status, 0, "{}", written.stderr);
    let read = |name: &str| std::fs::read_to_string(folder.path().join("templates").join(name)).unwrap();
    for (name, environment) in
        [("accounts.staging.yaml", "staging"), ("accounts.production.yaml", "production")]
    {
        let printed = run(folder.path(), &["synth", "accounts", "--environment", environment]);
        assert_eq!(printed.stdout, read(name));
    }
    let pipeline = run(folder.path(), &["synth", "accounts"]);
    assert_eq!(pipeline.stdout, read("accounts.yaml"));
    assert!(pipeline.stderr.contains("templates of its own for staging, production"), "{}", pipeline.stderr);
}

#[test]
fn an_unknown_environment_is_wrong_usage_and_one_bad_template_stops_all() {
    let text = accounts();
    let broken = text.replace("account: \"222233334444\"", "account: \"2222\"");
    let folder = folder(&[("stacks/accounts.yaml", &text), ("stacks/broken.yaml", &broken)]);
    let unknown = run(folder.path(), &["synth", "accounts", "--environment", "prodution"]);
    assert_eq!((unknown.status, unknown.stdout.as_str()), (2, ""));
    assert!(unknown.stderr.contains("did you mean `production`?"), "{}", unknown.stderr);
    let refused = run(folder.path(), &["synth", "broken", "-o", "templates"]);
    assert_eq!(refused.status, 1);
    assert!(!folder.path().join("templates").exists());
}

#[test]
fn templates_alone_are_rehearsed_together() {
    let text = accounts();
    let folder = folder(&[("stacks/accounts.yaml", &text)]);
    assert_eq!(run(folder.path(), &["synth", "accounts", "-o", "t"]).status, 0);
    let all = |with: &str| {
        let arguments =
            ["rehearse", "t/accounts.yaml", "-p", "ProductionAccount=444455556666", "--deny", "unused"];
        let with = ["--with", "t/accounts.staging.yaml=222233334444/eu-central-1", "--with", with];
        run(folder.path(), &[&arguments[..], &with[..]].concat())
    };
    let good = all("t/accounts.production.yaml=444455556666/us-east-1");
    assert_eq!(good.status, 0, "{}", good.stdout);
    assert!(good.stdout.contains("in account 444455556666, us-east-1"));
    let nowhere = all("t/accounts.production.yaml");
    assert_eq!(nowhere.status, 2, "{}", nowhere.stderr);
    let place = folder.path().join("t/accounts.production.yaml");
    let narrow = std::fs::read_to_string(&place).unwrap().replacen(
        "- lambda:PublishVersion\n",
        "- lambda:ListTags\n",
        1,
    );
    std::fs::write(&place, narrow).unwrap();
    let denied = all("t/accounts.production.yaml=444455556666/us-east-1");
    assert_eq!(denied.status, 1);
    assert!(
        denied.stdout.contains("`ReleaseRole` may not call `lambda:PublishVersion`"),
        "{}",
        denied.stdout
    );
    assert!(denied.stdout.contains("--> t/accounts.production.yaml:"), "{}", denied.stdout);
}

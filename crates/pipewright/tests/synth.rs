//! `pipewright synth` as its users meet it: stdout, stderr, exit status, files.

#![allow(clippy::unwrap_used)] // a test panics

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const GOOD: &str = "\
edition: 2026
name: small
source: { codecommit: { repository: small } }
functions:
  hello: { runtime: python3.13, code: app }
stages:
  - { name: Build, build: { commands: [python -m unittest] } }
  - { name: Review, approval: { emails: [reviewer@example.com] } }
  - { name: Release, deploy: { functions: [hello] } }
";

/// A folder with `stacks/` in it.
fn folder(stacks: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("stacks")).unwrap();
    for (name, text) in stacks {
        fs::write(folder.path().join("stacks").join(name), text).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pipewright")).args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_template_alone_is_on_stdout() {
    let folder = folder(&[("default.yaml", GOOD)]);
    let output = run(folder.path(), &["synth"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("AWSTemplateFormatVersion: \"2010-09-09\"\n"));
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn a_stack_is_found_by_name_by_path_and_on_standard_input() {
    let folder = folder(&[("orders.yaml", GOOD)]);
    let by_name = run(folder.path(), &["synth", "orders"]);
    let by_path = run(folder.path(), &["synth", "stacks/orders.yaml"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_pipewright"))
        .args(["synth", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(GOOD.as_bytes()).unwrap();
    let by_stdin = child.wait_with_output().unwrap();
    assert!(by_name.status.success() && !by_name.stdout.is_empty());
    assert_eq!(by_name.stdout, by_path.stdout);
    assert_eq!(by_name.stdout, by_stdin.stdout);
}

#[test]
fn json_is_json() {
    let folder = folder(&[("default.yaml", GOOD)]);
    let output = run(folder.path(), &["synth", "--format", "json"]);
    let template: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(template["Resources"]["Pipeline"]["Type"], "AWS::CodePipeline::Pipeline");
}

#[test]
fn an_error_prints_nothing_and_touches_no_file() {
    let folder = folder(&[("default.yaml", GOOD), ("bad.yaml", "edition: 2026\nname: [\n")]);
    let old = folder.path().join("out.yaml");
    fs::write(&old, "old").unwrap();
    let output = run(folder.path(), &["synth", "bad", "-o", "out.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    assert!(text(&output.stderr).contains("stacks/bad.yaml:"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");

    // One bad stack of several: no file of the good one either.
    let output = run(folder.path(), &["synth", "--all", "-o", "out"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.path().join("out").exists());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn several_stacks_need_a_folder_and_get_a_file_each() {
    let folder = folder(&[("a.yaml", GOOD), ("b.yaml", &GOOD.replace("name: small", "name: other"))]);
    let output = run(folder.path(), &["synth", "a", "b"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("-o templates"));
    let output = run(folder.path(), &["synth", "--all", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        fs::read(folder.path().join("out/a.yaml")).unwrap(),
        run(folder.path(), &["synth", "a"]).stdout
    );
    assert!(folder.path().join("out/b.yaml").exists());
}

#[test]
fn a_replaced_file_keeps_its_permissions() {
    let folder = folder(&[("default.yaml", GOOD)]);
    let out = folder.path().join("out.yaml");
    fs::write(&out, "old").unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(run(folder.path(), &["synth", "-o", "out.yaml"]).status.success());
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&out).unwrap().starts_with("AWSTemplateFormatVersion"));
}

#[test]
fn an_unreadable_stack_names_the_nearest() {
    let folder = folder(&[("orders.yaml", GOOD)]);
    let output = run(folder.path(), &["synth", "order"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    let stderr = text(&output.stderr);
    assert!(stderr.contains("stacks/order.yaml can't be read"), "{stderr}");
    assert!(stderr.contains("did you mean `orders`?"), "{stderr}");
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let folder = folder(&[]);
    fs::write(folder.path().join("stacks/latin.yaml"), b"edition: 2026\nname: caf\xe9\n").unwrap();
    let output = run(folder.path(), &["synth", "latin"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    assert!(text(&output.stderr).contains("latin.yaml:2:10"), "{}", text(&output.stderr));
}

#[test]
fn a_stack_larger_than_the_inline_limit_says_how_to_deploy_it() {
    let functions: Vec<_> =
        (0..12).map(|index| format!("  f{index}: {{ runtime: python3.13, code: app }}\n")).collect();
    let names: Vec<_> = (0..12).map(|index| format!("f{index}")).collect();
    let big = GOOD
        .replace("  hello: { runtime: python3.13, code: app }\n", &functions.concat())
        .replace("[hello]", &format!("[{}]", names.join(", ")));
    let folder = folder(&[("default.yaml", &big)]);
    let output = run(folder.path(), &["synth"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("--s3-bucket"), "{}", text(&output.stderr));
}

#[test]
fn colour_is_for_terminals_or_for_those_who_ask() {
    let folder = folder(&[("default.yaml", "edition: 1\n")]);
    assert!(!text(&run(folder.path(), &["synth"]).stderr).contains('\u{1b}'));
    assert!(text(&run(folder.path(), &["synth", "--color", "always"]).stderr).contains('\u{1b}'));
}

#[test]
fn a_stack_is_never_overwritten_by_its_template() {
    let folder = folder(&[("default.yaml", GOOD)]);
    for arguments in [
        ["synth", "default", "-o", "stacks/default.yaml"],
        ["synth", "--all", "-o", "stacks"],
        ["synth", "default", "-o", "./stacks/../stacks/default.yaml"],
    ] {
        let output = run(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("would be overwritten"), "{}", text(&output.stderr));
    }
    assert_eq!(fs::read_to_string(folder.path().join("stacks/default.yaml")).unwrap(), GOOD);
}

#[test]
fn a_link_is_followed_and_a_pipe_is_written_to() {
    let folder = folder(&[("default.yaml", GOOD)]);
    let real = folder.path().join("real.yaml");
    fs::write(&real, "old").unwrap();
    let link = folder.path().join("link.yaml");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    assert!(run(folder.path(), &["synth", "-o", "link.yaml"]).status.success());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().starts_with("AWSTemplateFormatVersion"));

    let to_pipe = run(folder.path(), &["synth", "-o", "/dev/stdout"]);
    let to_stdout = run(folder.path(), &["synth", "-o", "-"]);
    assert_eq!(to_stdout.stdout, run(folder.path(), &["synth"]).stdout);
    assert_eq!(to_pipe.stdout, to_stdout.stdout);
    assert!(!folder.path().join("-").exists());
}

#[test]
fn what_is_no_stack_is_not_swallowed_whole() {
    let folder = folder(&[]);
    let output = run(folder.path(), &["synth", "/dev/zero"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("larger than 1 MiB"), "{}", text(&output.stderr));
    let output = run(folder.path(), &["synth", "--all", "-o", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("there is no stack in stacks/"), "{}", text(&output.stderr));
}

/// A name of the user's that makes a logical ID of the stack's own: the finding is at the name.
#[test]
fn a_name_that_the_stack_uses_itself_is_found_where_it_is_written() {
    let cases = [
        ("name: Build", "name: Deployer", ":7:"),
        ("name: Review", "name: Notification", ":8:"),
        ("stages:", "parameters: { Deployer: { default: x } }\nstages:", ":6:"),
    ];
    for (from, to, place) in cases {
        let folder = folder(&[("default.yaml", &GOOD.replace(from, to))]);
        let output = run(folder.path(), &["synth"]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{to}: {stderr}");
        assert!(stderr.contains("logical-id-taken") && stderr.contains(place), "{to}: {stderr}");
    }
    // The obvious names of functions are free.
    for name in ["build", "release", "pipeline"] {
        let folder = folder(&[("default.yaml", &GOOD.replace("hello", name))]);
        let output = run(folder.path(), &["synth"]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
    }
}

/// Names as long as they may be, and many of them: what is printed stays within AWS's limits.
#[test]
fn the_longest_names_stay_within_the_limits() {
    let functions: Vec<_> = (0..6).map(|index| format!("function-{index}-xx")).collect();
    let declared: String = functions
        .iter()
        .fold(String::new(), |all, name| all + &format!("  {name}: {{ runtime: python3.13, code: app }}\n"));
    let long = GOOD
        .replace("name: small", &format!("name: {}", "n".repeat(50)))
        .replace("  hello: { runtime: python3.13, code: app }\n", &declared)
        .replace("[hello]", &format!("[{}]", functions.join(", ")));
    let folder = folder(&[("default.yaml", &long)]);
    let output = run(folder.path(), &["synth", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let template: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let request = &template["Resources"]["Pipeline"]["Properties"]["Stages"][2]["Actions"][0]["Configuration"]
        ["CustomData"];
    assert!(request["Fn::Sub"].as_str().unwrap().contains("more: see the variables of the action Release"));
}

/// What goes to a terminal ends in a build's log.
#[test]
fn a_secret_is_not_shown_again() {
    let leak = GOOD.replace("code: app }", "code: app, environment: { DB_PASSWORD: hunter2 } }");
    let folder = folder(&[("default.yaml", &leak)]);
    let output = run(folder.path(), &["synth"]);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("literal-credential") && !stderr.contains("hunter2"), "{stderr}");
}

/// A property that its type does not have: only the template shows it, and the stack's line is told.
#[test]
fn a_template_with_an_error_is_not_printed() {
    let wrong = format!("{GOOD}overrides: {{ HelloFunction: {{ Properties.Memory: 512 }} }}\n");
    let folder = folder(&[("default.yaml", &wrong)]);
    for format in ["yaml", "json"] {
        let output = run(folder.path(), &["synth", "--format", format, "-o", "out"]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(!folder.path().join("out").exists());
        assert!(stderr.contains(" --> stacks/default.yaml:10:50"), "{stderr}");
        assert!(stderr.ends_with("stacks/default.yaml: 1 error, no template\n"), "{stderr}");
    }
    let output = run(folder.path(), &["synth"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""));
}

/// What works and will hurt is told, at the word that the user wrote, and the template is printed.
#[test]
fn a_doubtful_template_is_printed_with_its_warning() {
    let policy = "policy: [{ actions: [s3:GetObjet], resources: ['arn:aws:s3:::orders/*'] }]";
    let doubtful = GOOD.replace("code: app }", &format!("code: app, {policy} }}"));
    let folder = folder(&[("default.yaml", &doubtful)]);
    let output = run(folder.path(), &["synth"]);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(text(&output.stdout).contains("s3:GetObjet"));
    assert!(stderr.contains("warning[") && stderr.contains(" --> stacks/default.yaml:5:65"), "{stderr}");
    assert!(stderr.contains("in the template it stands at Resources.HelloFunctionRole."), "{stderr}");

    // A comment in the stack file speaks of findings about its template, too.
    let comment = "  # pipewright: ignore iam-action-unknown -- it comes out next week\n  hello:";
    fs::write(folder.path().join("stacks/default.yaml"), doubtful.replace("  hello:", comment)).unwrap();
    let output = run(folder.path(), &["synth"]);
    let stderr = text(&output.stderr);
    assert_eq!((output.status.code(), stderr.lines().count()), (Some(0), 1), "{stderr}");
    assert!(stderr.starts_with("suppressed[iam-action-unknown]: stacks/default.yaml:6:65: "), "{stderr}");
}

//! `pipewright check` as its users meet it: what is judged, stdout, stderr, exit status, formats, suppressions.

#![allow(clippy::unwrap_used)] // a test panics

mod program;

use std::fs;
use std::io::Read;
use std::process::Stdio;

use program::{GOOD, TEMPLATE, folder, program, run, run_with};
use serde_json::Value as Json;

/// A stack with a warning, and one with an error.
fn doubtful() -> String {
    GOOD.replace("code: app }", "code: app, handler: app.main }")
}

fn misspelt() -> String {
    GOOD.replace("python3.13", "python3.31")
}

#[test]
fn the_default_stack_is_checked_where_nothing_is_named() {
    let folder = folder(&[("stacks/default.yaml", GOOD)]);
    let run = run(folder.path(), &["check"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert_eq!(run.stderr, "no findings in 1 file\n");
}

#[test]
fn findings_are_on_stdout_and_their_sum_on_stderr() {
    let folder = folder(&[("stacks/default.yaml", &misspelt())]);
    let run = run(folder.path(), &["check"]);
    assert_eq!(run.status, 1);
    assert!(run.stdout.starts_with("error[unknown-value]: "), "{}", run.stdout);
    assert!(run.stdout.contains("--> stacks/default.yaml:5:21"), "{}", run.stdout);
    assert_eq!(run.stderr, "1 error, 0 warnings, 0 notes in 1 file\n");
}

#[test]
fn several_files_of_both_languages_are_judged_in_their_order() {
    let files = [
        ("z.yaml", misspelt()),
        ("a.yaml", doubtful()),
        ("t.yaml", TEMPLATE.to_owned()),
        ("t.json", "{ \"Resources\": { \"A\": { \"Type\": \"AWS::SNS::Topic\" } } }".to_owned()),
        ("flow.yaml", "{ edition: 1 }".to_owned()),
    ];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = folder(&files);
    let run = run(folder.path(), &["check", "z.yaml", "t.json", "a.yaml", "./z.yaml", "t.yaml", "flow.yaml"]);
    assert_eq!(run.status, 1);
    let order: Vec<_> = run.stdout.lines().filter(|line| line.contains("--> ")).collect();
    assert!(order[0].contains("z.yaml") && order[1].contains("a.yaml"), "{order:?}");
    assert!(order[2..].iter().all(|line| line.contains("flow.yaml")), "{order:?}");
    assert!(run.stderr.contains("in 5 files\n"), "a file named twice is judged once: {}", run.stderr);
}

#[test]
fn all_is_every_stack() {
    let folder = folder(&[("stacks/a.yaml", GOOD), ("stacks/b.yaml", &misspelt()), ("stacks/c.txt", "x")]);
    let all = run(folder.path(), &["check", "--all"]);
    assert_eq!((all.status, all.stderr.as_str()), (1, "1 error, 0 warnings, 0 notes in 2 files\n"));
    assert_eq!(run(folder.path(), &["check", "--all", "a"]).status, 2);
}

#[test]
fn a_name_is_a_stack_and_standard_input_is_either() {
    let folder = folder(&[("stacks/orders.yaml", "# nothing yet\n")]);
    let by_name = run(folder.path(), &["check", "orders"]);
    assert!(by_name.stdout.contains("a stack needs at least"), "{}", by_name.stdout);
    for text in [GOOD, TEMPLATE] {
        let run = run_with(folder.path(), &["check", "-"], text.as_bytes());
        assert_eq!((run.status, run.stderr.as_str()), (0, "no findings in 1 file\n"), "{}", run.stdout);
    }
    let run = run_with(folder.path(), &["check", "-"], misspelt().as_bytes());
    assert!(run.stdout.contains("--> <stdin>:5:21"), "{}", run.stdout);
}

#[test]
fn what_is_neither_is_said_so() {
    let folder = folder(&[("ci.yaml", "on: push\njobs: {}\n"), ("list.yaml", "- Resources\n")]);
    let run = run(folder.path(), &["check", "ci.yaml", "list.yaml"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.stdout.matches("error[neither-stack-nor-template]").count(), 2, "{}", run.stdout);
    assert!(run.stdout.contains("ci.yaml:1:1") && run.stdout.contains("list.yaml:1:"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_read_does_not_keep_the_others_from_being_checked() {
    let folder = folder(&[("stacks/orders.yaml", GOOD), ("bad.yaml", &misspelt())]);
    let run_ = run(folder.path(), &["check", "nowhere.yaml", "bad.yaml", "order"]);
    assert_eq!(run_.status, 2);
    assert!(run_.stdout.contains("bad.yaml:5:21"), "{}", run_.stdout);
    assert!(run_.stderr.contains("nowhere.yaml can't be read"), "{}", run_.stderr);
    assert!(run_.stderr.contains("did you mean `orders`?"), "{}", run_.stderr);

    let run_ = run(folder.path(), &["check", "stacks"]);
    assert_eq!((run_.status, run_.stdout.as_str()), (2, ""));
    assert!(run_.stderr.contains("stacks is a folder: name its files, `stacks/*.yaml`"), "{}", run_.stderr);

    let run_ = run(folder.path(), &["check", "/dev/zero"]);
    assert_eq!(run_.status, 2);
    assert!(run_.stderr.contains("larger than 1 MiB"), "{}", run_.stderr);
}

#[test]
fn bytes_that_are_no_text_and_text_that_is_no_yaml_are_findings() {
    let folder = folder(&[("broken.yaml", "Resources:\n  A: [\n")]);
    fs::write(folder.path().join("latin.yaml"), b"Resources:\n  A: caf\xe9\n").unwrap();
    let run = run(folder.path(), &["check", "latin.yaml", "broken.yaml"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.contains("error[not-utf8]") && run.stdout.contains("latin.yaml:2:9"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("error[invalid-yaml]") && run.stdout.contains("broken.yaml:"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_exit_status_is_what_was_denied() {
    let folder = folder(&[("w.yaml", &doubtful())]);
    let status = |more: &[&str]| run(folder.path(), &[&["check", "w.yaml"], more].concat()).status;
    assert_eq!(status(&[]), 0, "warnings are allowed");
    assert_eq!(status(&["--deny", "warnings"]), 1);
    assert_eq!(status(&["--deny", "notes"]), 1);
    assert_eq!(status(&["--deny", "warnings", "--min-severity", "warning"]), 1);
    assert_eq!(status(&["--deny", "warnings", "--min-severity", "error"]), 2, "nothing could be denied");
    assert_eq!(status(&["--format", "xml"]), 2);
}

#[test]
fn the_mildest_are_left_out() {
    let folder = folder(&[("w.yaml", &doubtful())]);
    for format in ["human", "json", "sarif"] {
        let all = run(folder.path(), &["check", "w.yaml", "--format", format]);
        assert!(all.stdout.contains("placeholder-handler"), "{}", all.stdout);
        let few = run(folder.path(), &["check", "w.yaml", "--format", format, "--min-severity", "error"]);
        assert!(!few.stdout.contains("placeholder-handler"), "{}", few.stdout);
        assert_eq!(few.status, 0);
    }
}

#[test]
fn json_is_json_and_tells_places() {
    let folder = folder(&[("w.yaml", &format!("\u{feff}{}", doubtful().replace('\n', "\r\n")))]);
    let run = run(folder.path(), &["check", "w.yaml", "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let log: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], 1);
    let finding = &log["findings"][0];
    assert_eq!((&finding["code"], &finding["severity"]), (&"placeholder-handler".into(), &"warning".into()));
    assert_eq!(finding["file"], "w.yaml");
    let place = &finding["place"];
    assert_eq!((&place["line"], &place["column"], &place["end_column"]), (&5.into(), &53.into(), &61.into()));
    let text = fs::read_to_string(folder.path().join("w.yaml")).unwrap();
    let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    assert_eq!(&text[number("start")..number("end")], "app.main");
}

#[test]
fn sarif_tells_rules_and_results() {
    let folder = folder(&[("my stack.yaml", &doubtful())]);
    let run = run(folder.path(), &["check", "my stack.yaml", "--format", "sarif"]);
    let log: Json = serde_json::from_str(&run.stdout).unwrap();
    let sarif = &log["runs"][0];
    let rule = &sarif["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "placeholder-handler");
    assert_eq!(rule["defaultConfiguration"]["level"], "warning");
    assert!(rule["fullDescription"]["text"].as_str().unwrap().len() > 60);
    let place = &sarif["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20stack.yaml");
    assert_eq!(place["region"]["startLine"], 5);
}

#[test]
fn the_result_goes_into_a_file_that_is_none_of_the_inputs() {
    let folder = folder(&[("w.yaml", &doubtful())]);
    let out = folder.path().join("findings.sarif");
    let written = run(folder.path(), &["check", "w.yaml", "--format", "sarif", "-o", "findings.sarif"]);
    assert_eq!((written.status, written.stdout.as_str()), (0, ""));
    assert!(fs::read_to_string(out).unwrap().contains("placeholder-handler"));
    let refused = run(folder.path(), &["check", "w.yaml", "-o", "w.yaml"]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("would be overwritten"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("w.yaml")).unwrap(), doubtful());
}

#[test]
fn a_comment_suppresses_with_a_reason_and_is_listed() {
    let line = "handler: app.main }";
    let meant =
        doubtful().replace(line, &format!("{line} # pipewright: ignore placeholder-handler -- by hand"));
    let folder = folder(&[("w.yaml", &meant)]);
    let human = run(folder.path(), &["check", "w.yaml", "--deny", "notes"]);
    assert_eq!(human.status, 0, "{}", human.stdout);
    assert!(human.stdout.starts_with("suppressed[placeholder-handler]: w.yaml:5:53: "), "{}", human.stdout);
    assert!(human.stdout.ends_with("(reason: by hand)\n"), "{}", human.stdout);
    assert_eq!(human.stderr, "no findings in 1 file, 1 suppressed\n");
    let json: Json =
        serde_json::from_str(&run(folder.path(), &["check", "w.yaml", "--format", "json"]).stdout).unwrap();
    assert_eq!(
        (json["findings"].as_array().unwrap().len(), &json["suppressed"][0]["reason"]),
        (0, &"by hand".into())
    );
    let sarif: Json =
        serde_json::from_str(&run(folder.path(), &["check", "w.yaml", "--format", "sarif"]).stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["suppressions"][0]["justification"], "by hand");
}

#[test]
fn errors_that_leave_no_template_cannot_be_suppressed() {
    let line = "  hello: { runtime: python3.31, code: app }";
    let meant = misspelt().replace(line, &format!("{line} # pipewright: ignore unknown-value -- I know"));
    let folder = folder(&[("w.yaml", &meant)]);
    let run = run(folder.path(), &["check", "w.yaml"]);
    assert_eq!(run.status, 1);
    assert!(!run.stdout.contains("suppressed"), "{}", run.stdout);
}

#[test]
fn people_get_a_hundred_findings_and_programs_all() {
    let stages: Vec<_> =
        (0..150).map(|at| format!("  - {{ name: B{at}, build: {{ commands: [''] }} }}\n")).collect();
    let many = GOOD.split("stages:").next().unwrap().to_owned() + "stages:\n" + &stages.concat();
    let folder = folder(&[("many.yaml", &many)]);
    let human = run(folder.path(), &["check", "many.yaml"]).stdout;
    assert_eq!(human.lines().filter(|line| line.contains("]: ")).count(), 100);
    assert!(human.contains(" more findings\n"), "{human}");
    let json: Json =
        serde_json::from_str(&run(folder.path(), &["check", "many.yaml", "--format", "json"]).stdout)
            .unwrap();
    assert!(json["findings"].as_array().unwrap().len() > 150);
}

#[test]
fn colour_is_for_terminals_or_for_those_who_ask() {
    let folder = folder(&[("w.yaml", &misspelt())]);
    let colored = |arguments: &[&str]| {
        let output = program(folder.path(), arguments).env("NO_COLOR", "1").output().unwrap();
        output.stdout.contains(&0x1b) || output.stderr.contains(&0x1b)
    };
    assert!(!colored(&["check", "w.yaml"]));
    assert!(colored(&["check", "w.yaml", "--color", "always"]));
    assert!(!colored(&["check", "w.yaml", "--color", "never"]));
    run(folder.path(), &["check", "w.yaml", "--color", "always", "-o", "out.txt"]);
    assert!(!fs::read(folder.path().join("out.txt")).unwrap().contains(&0x1b));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let folder = folder(&[("w.yaml", &misspelt())]);
    let mut child = program(folder.path(), &["check", "w.yaml", "w.yaml", "--format", "sarif"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(1), ""));
}

#[test]
fn a_secret_is_shown_in_no_format() {
    let leak = GOOD.replace("code: app }", "code: app, environment: { DB_PASSWORD: hunter2 } }");
    let folder = folder(&[("leak.yaml", &leak)]);
    for format in ["human", "json", "sarif"] {
        let run = run(folder.path(), &["check", "leak.yaml", "--format", format]);
        assert_eq!(run.status, 1);
        assert!(run.stdout.contains("literal-credential"), "{}", run.stdout);
        assert!(!run.stdout.contains("hunter2") && !run.stderr.contains("hunter2"), "{}", run.stdout);
    }
}

#[test]
fn control_characters_of_a_file_reach_no_terminal() {
    let folder = folder(&[("odd.yaml", "edition: 2026\n\"na\\e[31mme\": x\n")]);
    let run = run(folder.path(), &["check", "odd.yaml"]);
    assert_eq!(run.status, 1);
    assert!(!run.stdout.contains('\u{1b}'), "{:?}", run.stdout);
}

//! `pipewright rehearse` as its users meet it: what is rehearsed, as what, stdout, stderr, exit status, formats, suppressions.

#![allow(clippy::unwrap_used)] // a test panics

mod program;

use std::fs;
use std::path::Path;

use program::{GOOD, Run, TEMPLATE, folder, program, run, run_with};
use serde_json::Value as Json;

/// Somebody is told when the pipeline fails.
const HEARD: &str = "
  Failures:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.codepipeline]
        detail-type: [CodePipeline Pipeline Execution State Change]
        detail: { pipeline: [orders], state: [FAILED] }
      Targets: [{ Id: Team, Arn: !GetAtt Team.Arn }]
  Team: { Type: AWS::SQS::Queue }
  TeamPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Team]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: events.amazonaws.com }
            Action: sqs:SendMessage
            Resource: !GetAtt Team.Arn
";

/// An example of a code, from those that `explain` shows, with nothing else that could be found.
fn example(path: &str) -> String {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rehearse/examples");
    fs::read_to_string(examples.join(path)).unwrap() + HEARD
}

fn denied() -> String {
    example("call-denied/fail-no-statement.yaml")
}

fn right() -> String {
    example("call-denied/pass-no-statement.yaml")
}

fn unused() -> String {
    example("grant-unused/fail-statement.yaml")
}

/// A parameter that a call depends on.
fn unresolved() -> String {
    example("value-unresolved/fail-parameter.yaml")
}

/// Rehearses one template.
fn rehearse(text: &str, arguments: &[&str]) -> Run {
    let folder = folder(&[("t.yaml", text)]);
    run(folder.path(), &[&["rehearse", "t.yaml"], arguments].concat())
}

fn json(text: &str, arguments: &[&str]) -> Json {
    let run = rehearse(text, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", run.stdout, run.stderr))
}

#[test]
fn a_stack_is_found_by_name_and_a_template_by_path_or_on_standard_input() {
    let folder = folder(&[("stacks/default.yaml", GOOD), ("stacks/orders.yaml", GOOD), ("t.yaml", &right())]);
    for arguments in [&["rehearse"][..], &["rehearse", "orders"], &["rehearse", "./stacks/orders.yaml"]] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
        assert!(run.stdout.starts_with("Pipeline small (Pipeline) in account 111122223333, us-east-1\n"));
        for step in ["push: ", "Source/Source: ", "Build/Build: ", "Build/Release: ", "Release/hello: "] {
            assert!(run.stdout.contains(&format!("  {step}")), "{step} in {}", run.stdout);
        }
        assert!(!run.stdout.contains('✗') && run.stderr.starts_with("0 errors, 0 warnings, "));
    }
    let by_path = run(folder.path(), &["rehearse", "t.yaml"]);
    assert_eq!((by_path.status, by_path.stderr.as_str()), (0, "no findings in 1 file\n"));
    assert!(by_path.stdout.starts_with("Pipeline orders (Pipeline) in "), "{}", by_path.stdout);
    for text in [right(), GOOD.to_owned()] {
        let run = run_with(folder.path(), &["rehearse", "-"], text.as_bytes());
        assert!(run.status == 0 && run.stdout.starts_with("Pipeline "), "{}{}", run.stdout, run.stderr);
    }
    let run = run_with(folder.path(), &["rehearse", "-"], denied().as_bytes());
    assert!(run.status == 1 && run.stdout.contains(" --> <stdin>:4:3"), "{}", run.stdout);
}

#[test]
fn findings_about_a_stack_are_told_in_the_stack() {
    let folder = folder(&[("stacks/default.yaml", GOOD)]);
    let run = run(folder.path(), &["rehearse"]);
    let note = "note[step-unmodelled]: BuildProject: what `python -m unittest` may call is not known\n \
        --> stacks/default.yaml:7:13";
    assert!(run.stdout.contains(note), "{}", run.stdout);
}

#[test]
fn what_is_denied_is_marked_explained_and_an_error() {
    let run = rehearse(&denied(), &[]);
    assert_eq!((run.status, run.stderr.as_str()), (1, "1 error, 0 warnings, 0 notes in 1 file\n"));
    let (timeline, findings) = run.stdout.split_once("\nerror[call-denied]: ").unwrap();
    assert_eq!(timeline.matches("✗ ecr: DescribeImages").count(), 1, "{timeline}");
    assert!(timeline.contains("✓ s3: PutObject"), "{timeline}");
    assert!(findings.contains("allow it: { Effect: Allow, Action: ecr:DescribeImages, "), "{findings}");
}

#[test]
fn parameters_are_given_by_name() {
    let text = unresolved();
    let open = rehearse(&text, &[]);
    assert!(open.status == 0 && open.stdout.contains("note[value-unresolved]"), "{}", open.stdout);
    for flag in ["-p", "--parameter"] {
        let given = rehearse(&text, &[flag, "Images=a=b"]);
        assert_eq!((given.status, given.stderr.as_str()), (0, "no findings in 1 file\n"));
        assert!(given.stdout.contains("repository/a=b"), "{}", given.stdout);
    }
    // The last one counts, as with every flag.
    let twice = rehearse(&text, &["-p", "Images=first", "-p", "Images=second"]);
    assert!(twice.stdout.contains("repository/second"), "{}", twice.stdout);
    for (parameter, why) in [
        ("Image=a", "the template has no parameter `Image`\n  = help: did you mean `Images`?"),
        ("Elsewhere=a", "the template has no parameter `Elsewhere`\n  = help: its parameters: Images"),
        ("Images", "`Images` gives no value\n  = help: write --parameter NAME=VALUE"),
    ] {
        let run = rehearse(&text, &["-p", parameter]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{parameter}");
        assert!(run.stderr.contains(why), "{}", run.stderr);
    }
    let none = rehearse(&right(), &["-p", "Images=a"]);
    assert!(none.status == 2 && none.stderr.contains("it has none"), "{}", none.stderr);
}

#[test]
fn account_region_and_stack_name_are_those_of_the_deployment() {
    let arguments = ["--account", "444455556666", "--region", "cn-north-1", "--stack-name", "shop"];
    let report = json(&right(), &arguments);
    assert_eq!((&report["account"], &report["region"]), (&"444455556666".into(), &"cn-north-1".into()));
    let role = report["pipelines"][0]["steps"][0]["acts"][0]["assumed"]["resource"].as_str().unwrap();
    assert_eq!(role, "arn:aws-cn:iam::444455556666:role/${PipelineRole}");
    let human = rehearse(&right(), &arguments);
    assert!(human.stdout.contains(" in account 444455556666, cn-north-1\n"), "{}", human.stdout);
    for account in ["1", "44445555666", "4444-5555-6666", "", "４４４４５５５５６６６６"] {
        let run = rehearse(&right(), &["--account", account]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{account}");
        assert!(run.stderr.contains("it has twelve digits: --account 111122223333"), "{}", run.stderr);
    }
}

#[test]
fn what_no_deployment_could_be_given_is_wrong_usage() {
    let stage = unresolved().replacen(
        "Images: { Type: String",
        "Images: { Type: String, AllowedValues: [small, large]",
        1,
    );
    assert!(stage.contains("AllowedValues"), "{stage}");
    assert_eq!(rehearse(&stage, &["-p", "Images=small"]).status, 0);
    for (arguments, why) in [
        (&["--region", ""][..], "`` is no region\n  = help: one is written like this: --region eu-central-1"),
        (&["--region", "mars-1"], "`mars-1` is no region"),
        (&["--region", "us east 1"], "`us east 1` is no region"),
        (&["--region", "us-east-1a"], "`us-east-1a` is no region"),
        (
            &["--stack-name", "my stack"],
            "`my stack` is no name of a stack\n  = help: it begins with a letter",
        ),
        (&["--stack-name", "1st"], "`1st` is no name of a stack"),
        (
            &["-p", "Images=huge"],
            "`huge` is no value of the parameter `Images`\n  = help: its allowed values: small, large",
        ),
    ] {
        let run = rehearse(&stage, arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(why), "{}", run.stderr);
    }
    for region in ["us-gov-west-1", "eu-isoe-west-1", "ap-southeast-7"] {
        assert_eq!(rehearse(&right(), &["--region", region]).status, 0, "{region}");
    }
}

#[test]
fn a_policy_is_the_narrowest_that_suffices() {
    let text = unused();
    let run = rehearse(&text, &["--policy", "PipelineRole"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("Version: \"2012-10-17\"\nStatement:\n"), "{}", run.stdout);
    assert!(run.stdout.contains("ecr:DescribeImages") && !run.stdout.contains("ecr:PutImage"));

    // Put in the place of the role's own, it leaves nothing to be found.
    let (head, _) = text.split_once("            Version: \"2012-10-17\"\n").unwrap();
    let (_, tail) = text.split_once("  Pipeline:\n").unwrap();
    let policy = run.stdout.replace('\n', "\n            ");
    let narrow = rehearse(&format!("{head}            {policy}\n  Pipeline:\n{tail}"), &["--deny", "unused"]);
    assert_eq!((narrow.status, narrow.stderr.as_str()), (0, "no findings in 1 file\n"), "{}", narrow.stdout);

    for (role, why) in [
        (
            "PipelneRole",
            "no step uses a role or managed policy `PipelneRole`\n  = help: did you mean `PipelineRole`?",
        ),
        ("Store", "steps use: PipelineRole"),
    ] {
        let run = rehearse(&text, &["--policy", role]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{role}");
        assert!(run.stderr.contains(why), "{}", run.stderr);
    }
    assert_eq!(rehearse(&text, &["--policy", "PipelineRole", "--format", "json"]).status, 2);
}

/// The keys of an object, in order.
fn keys(object: &Json) -> String {
    let mut keys: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys.join(" ")
}

/// The keys that the README documents: more may come, these stay.
#[test]
fn json_has_its_documented_keys() {
    let report = json(&denied(), &[]);
    assert_eq!(keys(&report), "account findings pipelines region suppressed version");
    assert_eq!(report["version"], 1);
    let pipeline = &report["pipelines"][0];
    assert_eq!(keys(pipeline), "id name steps");
    let source = &pipeline["steps"][1];
    assert_eq!(keys(source), "acts inputs line minutes name order outputs what");
    assert_eq!((&source["name"], &source["outputs"][0]), (&"Source/Image".into(), &"Image".into()));
    let act = &source["acts"][0];
    assert_eq!(keys(act), "assumed calls for principal seen shift_minutes unmodelled");
    assert_eq!(act["principal"], serde_json::json!({ "kind": "role", "name": "PipelineRole" }));
    let calls = act["calls"].as_array().unwrap();
    let call = |action: &str| calls.iter().find(|call| call["action"] == action).unwrap();
    let refused = call("ecr:DescribeImages");
    assert_eq!(keys(refused), "action by certainty page resource verdict when why");
    assert_eq!((&refused["verdict"], &refused["certainty"]), (&"denied".into(), &"always".into()));
    let allowed = call("s3:PutObject");
    assert_eq!(allowed["verdict"], "allowed");
    assert_eq!(keys(&allowed["by"][0]), "line policy resource sid statement");
    assert_eq!((&allowed["by"][0]["line"], &allowed["by"][0]["statement"]), (&18.into(), &1.into()));

    // Findings are as `check` tells them.
    let finding = &report["findings"][0];
    assert_eq!(
        keys(finding),
        "code file help label message place related severity",
        "those of `check --format json`"
    );
    assert_eq!((&finding["code"], &finding["place"]["line"]), (&"call-denied".into(), &4.into()));
    let run = rehearse(&denied(), &["--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
}

#[test]
fn needless_grants_are_warnings_and_errors_for_those_who_ask() {
    for (text, code) in [(unused(), "grant-unused"), (example("grant-wide/fail-action.yaml"), "grant-wide")] {
        let run = rehearse(&text, &[]);
        assert_eq!((run.status, run.stderr.as_str()), (0, "0 errors, 1 warning, 0 notes in 1 file\n"));
        assert!(run.stdout.contains(&format!("warning[{code}]: ")), "{}", run.stdout);
        assert_eq!(rehearse(&text, &["--deny", "unused"]).status, 1);
        assert_eq!(rehearse(&text, &["--deny", "unused", "--format", "json"]).status, 1);
    }
    // A command that may be denied is another matter.
    let commands = example("command-denied/fail-function.yaml");
    assert_eq!(rehearse(&commands, &["--deny", "unused"]).status, 0);
    assert_eq!(rehearse(&right(), &["--deny", "unused"]).status, 0);
}

#[test]
fn a_failure_is_played_by_the_name_of_its_step() {
    let run = rehearse(&denied(), &["--fail", "Source/Image"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "what is denied is not the question");
    assert!(run.stdout.starts_with("Source/Image:fails: "), "{}", run.stdout);
    assert!(run.stdout.contains("Failures tells the queue Team"), "{}", run.stdout);
    let all = rehearse(&denied(), &["--fail", "all"]);
    for name in ["Source/Image:fails", "Review/Review:rejected", "Review/Review:expires"] {
        assert!(all.stdout.contains(&format!("{name}: ")), "{}", all.stdout);
    }
    let report = json(&denied(), &["--fail", "Review"]);
    assert_eq!((keys(&report).as_str(), &report["version"]), ("failures version", &1.into()));
    assert_eq!(report["failures"].as_array().unwrap().len(), 2);
    assert_eq!(keys(&report["failures"][0]), "by heard name pipeline tale title");
    assert_eq!(keys(&report["failures"][0]["tale"][0]), "page text what");
    for (arguments, why) in [
        (&["--fail", "Source/Imag:fails"][..], "did you mean `Source/Image:fails`?"),
        (&["--fail", "xyzzy"], "what can fail: Source/Image:fails, "),
        (&["--fail", "all", "--policy", "PipelineRole"], "cannot be used with"),
    ] {
        let run = rehearse(&right(), arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(why), "{}", run.stderr);
    }
}

#[test]
fn failures_of_two_pipelines_are_told_apart() {
    let (head, pipeline) =
        right().split_once("  Pipeline:\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let end = pipeline.find("\n  Failures:\n").unwrap();
    let other = pipeline[..end].replace("Name: orders", "Name: others");
    let two = format!("{head}  Other:\n{other}\n  Pipeline:\n{pipeline}");
    let run = rehearse(&two, &["--fail", "Source/Image"]);
    assert!(
        run.stdout.contains(", in Other\n") && run.stdout.contains(", in Pipeline\n"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    let unknown = rehearse(&two, &["--fail", "xyzzy"]);
    assert_eq!(unknown.stderr.matches("Source/Image:fails").count(), 1, "{}", unknown.stderr);
    let timeline = rehearse(&two, &[]).stdout;
    assert!(timeline.contains("\n\nPipeline orders (Pipeline) in "), "{timeline}");
}

#[test]
fn a_file_takes_what_stdout_would() {
    let folder = folder(&[("t.yaml", &denied())]);
    let printed = run(folder.path(), &["rehearse", "t.yaml"]);
    let written = run(folder.path(), &["rehearse", "t.yaml", "-o", "rehearsal.txt"]);
    assert_eq!((written.status, written.stdout.as_str()), (1, ""), "{}", written.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("rehearsal.txt")).unwrap(), printed.stdout);
    let policy = run(folder.path(), &["rehearse", "t.yaml", "--policy", "PipelineRole", "-o", "policy.yaml"]);
    assert_eq!((policy.status, policy.stdout.as_str()), (0, ""), "{}", policy.stderr);
    assert!(fs::read_to_string(folder.path().join("policy.yaml")).unwrap().starts_with("Version: "));
    // Never over the template itself.
    let over = run(folder.path(), &["rehearse", "t.yaml", "-o", "t.yaml"]);
    assert_eq!(over.status, 2, "{}", over.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("t.yaml")).unwrap(), denied());
}

#[test]
fn colour_is_for_terminals_or_for_those_who_ask() {
    let folder = folder(&[("t.yaml", &denied())]);
    let asked = run(folder.path(), &["--color", "always", "rehearse", "t.yaml", "-o", "out"]);
    assert_eq!(asked.status, 1);
    assert!(!fs::read_to_string(folder.path().join("out")).unwrap().contains('\u{1b}'), "a file has none");
    let mut asked = program(folder.path(), &["--color", "always", "rehearse", "t.yaml"]);
    assert!(String::from_utf8(asked.output().unwrap().stdout).unwrap().contains('\u{1b}'));
    assert!(!run(folder.path(), &["rehearse", "t.yaml"]).stdout.contains('\u{1b}'));
}

#[test]
fn a_template_without_a_pipeline_has_nothing_to_rehearse() {
    let run = rehearse(TEMPLATE, &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, "no findings in 1 file\n"));
    assert!(run.stdout.starts_with("The template has no AWS::CodePipeline::Pipeline: "), "{}", run.stdout);
    assert_eq!(json(TEMPLATE, &[])["pipelines"], serde_json::json!([]));
    assert_eq!(rehearse(TEMPLATE, &["--policy", "Role"]).status, 2);
}

#[test]
fn what_cannot_be_read_or_compiled_is_said_on_stderr() {
    let misspelt = GOOD.replace("python3.13", "python3.31");
    let folder = folder(&[
        ("stacks/orders.yaml", &misspelt),
        ("broken.yaml", "Resources:\n  A: [\n"),
        ("ci.yaml", "on: push\njobs: {}\n"),
    ]);
    for (file, status, why) in [
        ("nowhere.yaml", 2, "nowhere.yaml can't be read"),
        ("order", 2, "did you mean `orders`?"),
        ("stacks", 2, "stacks is a folder"),
        ("orders", 1, "--> stacks/orders.yaml:5:21"),
        ("broken.yaml", 1, "error[invalid-yaml]"),
        ("ci.yaml", 1, "error[neither-stack-nor-template]"),
    ] {
        let run = run(folder.path(), &["rehearse", file]);
        assert_eq!((run.status, run.stdout.as_str()), (status, ""), "{file}: {}", run.stderr);
        assert!(run.stderr.contains(why), "{file}: {}", run.stderr);
    }
    assert_eq!(run(folder.path(), &["rehearse", "orders", "ci.yaml"]).status, 2, "one at a time");
}

const BY_COMMENT: &str = "  # pipewright: ignore call-denied -- the key's policy lets it\n  PipelineRole:\n";
const BY_METADATA: &str = "  PipelineRole:\n    Metadata: { pipewright: { ignore: [{ code: call-denied, \
    reason: the key's policy lets it }] } }\n";

#[test]
fn what_is_meant_that_way_is_suppressed_with_its_reason() {
    for suppression in [BY_COMMENT, BY_METADATA] {
        let text = denied().replacen("  PipelineRole:\n", suppression, 1);
        let run = rehearse(&text, &[]);
        assert_eq!(run.status, 0, "{}", run.stdout);
        assert!(!run.stdout.contains("error[") && run.stdout.contains('✗'), "the timeline says it still");
        assert!(run.stdout.contains("suppressed[call-denied]: t.yaml:"), "{}", run.stdout);
        assert!(run.stdout.contains("(reason: the key's policy lets it)"), "{}", run.stdout);
        let report = json(&text, &[]);
        assert_eq!(report["findings"], serde_json::json!([]));
        assert_eq!(report["suppressed"][0]["reason"], "the key's policy lets it");

        // In vain it is a finding of the rehearsal, and never one of the checks.
        let vain = right().replacen("  PipelineRole:\n", suppression, 1);
        assert!(rehearse(&vain, &[]).stdout.contains("[suppression-unused]"));
        for text in [text, vain] {
            let folder = folder(&[("t.yaml", &text)]);
            let check = program::run(folder.path(), &["check", "t.yaml"]);
            assert!(check.status == 0 && !check.stdout.contains("suppress"), "{}", check.stdout);
        }
    }
    // What suppresses the findings of checks says nothing to a rehearsal.
    let checked =
        right().replacen("  Store:", "  # pipewright: ignore data-unprotected -- a test\n  Store:", 1);
    assert_eq!(rehearse(&checked, &[]).stderr, "no findings in 1 file\n");
}

/// A stack's comment may speak of what only a rehearsal tells.
#[test]
fn a_stack_suppresses_what_a_rehearsal_says_of_it() {
    let comment = "stages:\n  # pipewright: ignore step-unmodelled -- tests call nothing\n";
    let folder = folder(&[("stacks/default.yaml", &GOOD.replace("stages:\n", comment))]);
    let rehearsed = run(folder.path(), &["rehearse"]);
    assert!(rehearsed.stdout.contains("suppressed[step-unmodelled]: "), "{}", rehearsed.stdout);
    for command in ["check", "synth"] {
        let run = run(folder.path(), &[command]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(
            !run.stdout.contains("suppressed[") && !run.stdout.contains("[suppression"),
            "{}",
            run.stdout
        );
        assert!(!run.stderr.contains("suppress"), "{}", run.stderr);
    }
}

/// CodePipeline listens to connections itself: to every push, or to what the triggers say.
#[test]
fn what_starts_a_pipeline_with_a_connection_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (stack, words) in [
        ("github", "push: the connection starts the pipeline\n"),
        ("monorepo", "push: a push or pull request that fits a trigger starts the pipeline\n"),
    ] {
        let rehearsal = run(&root, &["rehearse", stack]);
        assert_eq!(rehearsal.status, 0, "{}", rehearsal.stderr);
        assert!(rehearsal.stdout.contains(words), "{}", rehearsal.stdout);
    }
}

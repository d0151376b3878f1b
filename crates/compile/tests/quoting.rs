//! What a user wrote lands as it was written: in YAML, in a shell, in CloudFormation's own `${…}`, in JSON.

#![allow(clippy::unwrap_used)] // a test panics

#[path = "support/bare.rs"]
mod bare;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use bare::bare;
use serde::Deserialize;
use serde_json::Value as Json;
use spec::{Approval, Build, Code, CodeCommit, Deploy, Function, Located, Report, Runtime, Stack, Stage};

/// Texts that some language between the stack file and the running build could take for its own.
const AWKWARD: [&str; 14] = [
    "plain",
    "it's \"quoted\" `here`",
    "$(touch /tmp/owned); echo $HOME ${HOME} $$",
    "{{commands}} {{{x}}} {{#each}}",
    "${AWS::Region} ${!Literal} ${Nothing.Arn}",
    "two\nlines",
    "three\n\n  lines, indented\n",
    " leading and trailing ",
    "# no comment",
    "- no list: no map",
    "END_OF_PACKAGE_PY",
    "@report-0@",
    "yes",
    "ünïcödé \u{1f980} \t tab",
];

/// Those that can be a path: the stack language refuses control characters there.
fn one_line() -> Vec<&'static str> {
    AWKWARD.into_iter().filter(|text| !text.contains(['\n', '\t'])).collect()
}

#[derive(Deserialize)]
struct BuildSpec {
    phases: BTreeMap<String, Phase>,
    #[serde(default)]
    reports: BTreeMap<String, ReportSection>,
}

#[derive(Deserialize)]
struct Phase {
    commands: Vec<String>,
}

#[derive(Deserialize)]
struct ReportSection {
    files: Vec<String>,
}

/// A stack with one of everything, to be changed by a test.
fn stack(build: Build, approval: Approval, code: Code) -> Stack {
    let mut stack = Stack::new("quoting", CodeCommit::new("demo"));
    let demo = stack.function("demo", Function::created(Runtime::Python313, code));
    stack.stages = vec![
        Stage::new("Build", build),
        Stage::new("Review", approval),
        Stage::new("Production", Deploy::of([demo])),
    ];
    stack
}

fn located(texts: &[&str]) -> Vec<Located<String>> {
    texts.iter().map(|text| (*text).into()).collect()
}

fn template(stack: &Stack) -> Json {
    compile::compile(stack).unwrap_or_else(|findings| panic!("{findings:#?}")).to_value()
}

/// What CloudFormation makes of a value whose references are replaced by `<…>`.
fn resolved(value: &Json) -> String {
    let Some(text) = value["Fn::Sub"].as_str() else {
        return value.as_str().unwrap().to_owned();
    };
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}').unwrap();
        match name.strip_prefix('!') {
            Some(literal) => out.extend([before, "${", literal, "}"]),
            None => out.extend([before, "<", name, ">"]),
        }
        rest = after;
    }
    out + rest
}

fn build_spec(template: &Json) -> BuildSpec {
    let text = resolved(&template["Resources"]["BuildProject"]["Properties"]["Source"]["BuildSpec"]);
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn commands_reach_the_build_as_they_were_written() {
    let mut build = Build::default();
    build.phases.build = located(&AWKWARD);
    build.phases.install = located(&AWKWARD);
    build.phases.post_build = located(&AWKWARD);
    let report = Report { files: located(&one_line()), ..Report::from("x") };
    build.reports.insert("unit".into(), report);
    let template = template(&stack(build, Approval::by(["a@example.com"]), "app".into()));
    let spec = build_spec(&template);
    assert_eq!(spec.phases["install"].commands, AWKWARD);
    assert_eq!(spec.phases["post_build"].commands, AWKWARD);
    assert_eq!(spec.phases["build"].commands[..AWKWARD.len()], AWKWARD);
    assert_eq!(spec.reports["<BuildUnitReports.Arn>"].files, one_line());
}

#[test]
fn messages_and_branches_reach_the_pipeline_as_they_were_written() {
    for awkward in AWKWARD {
        let mut approval = Approval::by(["a@example.com"]);
        approval.message = Some(awkward.into());
        let build = Build { commands: located(&["true"]), ..Build::default() };
        let template = template(&stack(build, approval, "app".into()));
        let action = &template["Resources"]["Pipeline"]["Properties"]["Stages"][2]["Actions"][0];
        let request = resolved(&action["Configuration"]["CustomData"]);
        assert!(request.starts_with(&format!("{awkward}\n")), "{request}");
    }
    // What git allows in a branch's name and some language does not.
    for branch in ["it's", "a\"b", "$(id)", "{{x}}", "${Repository}", "feature/`x`", "#1"] {
        let build = Build { commands: located(&["true"]), ..Build::default() };
        let mut stack = stack(build, Approval::by(["a@example.com"]), "app".into());
        *stack.source.branch_mut().expect("a branch") = branch.into();
        let template = template(&stack);
        let resources = &template["Resources"];
        let action = &resources["Pipeline"]["Properties"]["Stages"][0]["Actions"][0];
        assert_eq!(action["Configuration"]["BranchName"], branch);
        let pattern = &resources["TriggerRule"]["Properties"]["EventPattern"];
        assert_eq!(pattern["detail"]["referenceName"][0], branch);
    }
}

/// The packaging command is run by a real shell, with a `python3` that writes down its arguments.
#[test]
fn folders_and_patterns_reach_the_packaging_as_they_were_written() {
    let words = one_line();
    let code = Code::Folder { folder: "app's $(id)".into(), exclude: located(&words), dependencies: None };
    let mut build = Build { commands: located(&["true"]), ..Build::default() };
    build.reports.insert("unit".into(), "report.xml".into());
    let template = template(&stack(build, Approval::by(["a@example.com"]), code));
    let mut spec = build_spec(&template);
    assert_eq!(spec.reports.keys().collect::<Vec<_>>(), ["<BuildUnitReports.Arn>"]);
    let commands = spec.phases.remove("build").unwrap().commands;
    let packaging = commands.iter().rfind(|command| command.contains("package.py")).unwrap();

    let folder = tempfile::tempdir().unwrap();
    let python = folder.path().join("python3");
    fs::write(&python, "#!/bin/sh\nfor argument; do printf '%s\\0' \"$argument\"; done\n").unwrap();
    fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let output = Command::new("sh")
        .args(["-c", packaging])
        .env("PATH", path)
        .env("packages", "/packages")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let written = String::from_utf8(output.stdout).unwrap();
    let arguments: Vec<_> = written.split_terminator('\0').collect();
    assert!(arguments.iter().any(|argument| argument.ends_with("app's $(id)")), "{arguments:?}");
    for word in words {
        assert!(arguments.iter().any(|argument| argument.ends_with(word)), "{word:?} in {arguments:?}");
    }
}

#[test]
fn the_whole_template_survives_yaml() {
    let build = Build { commands: located(&AWKWARD), ..Build::default() };
    let mut stack = stack(build, Approval::by(["a@example.com"]), "app".into());
    for description in AWKWARD.into_iter().chain(["Uses\nArtifactBucket:\nResources:\n  more:\n"]) {
        stack.description = Some(description.into());
        let template = compile::compile(&stack).unwrap();
        let yaml = cfn::to_yaml(&template).unwrap();
        // Short intrinsics read as their bare texts; everything else must be what it was.
        let read: Json = serde_yaml::from_str(&yaml).unwrap();
        assert_eq!(read, bare(template.to_value()), "{description:?}");
    }
}

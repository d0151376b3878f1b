//! Help texts: every example in them is run, as it stands there.

#![allow(clippy::unwrap_used)] // a test panics

mod program;

use std::process::Command;

use program::{GOOD, TEMPLATE, folder, run};

/// The commands under `Examples:` in a help text.
fn examples(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Examples:").skip(1);
    let commands = lines.map_while(|line| line.strip_prefix("  pipewright "));
    // What the example does stands behind two spaces.
    commands.map(|line| line.split("  ").next().unwrap().to_owned()).collect()
}

#[test]
fn every_example_works() {
    let mut seen = 0;
    let matrix = GOOD.replace("name: small", "matrix: { orders: , billing: }\nname: ((name))");
    for command in ["synth", "check", "explain", "schema"] {
        let help = run(folder(&[]).path(), &[command, "--help"]);
        assert_eq!(help.status, 0);
        for example in examples(&help.stdout) {
            let folder = folder(&[
                ("stacks/default.yaml", GOOD),
                ("stacks/accounts.yaml", GOOD),
                ("stacks/orders.yaml", GOOD),
                ("stacks/t.yaml", GOOD),
                ("stacks/services.yaml", &matrix),
                ("orders.yaml", GOOD),
                ("template.yaml", TEMPLATE),
                ("other.json", "{ \"Resources\": { \"A\": { \"Type\": \"AWS::SNS::Topic\" } } }"),
            ]);
            let line = format!("\"{}\" {example}", env!("CARGO_BIN_EXE_pipewright"));
            let output = Command::new("sh").args(["-c", &line]).current_dir(folder.path()).output().unwrap();
            assert!(output.status.success(), "{example}: {}", String::from_utf8_lossy(&output.stderr));
            seen += 1;
        }
    }
    assert!(seen >= 12, "{seen} examples");
}

#[test]
fn every_command_is_in_the_help_and_has_its_own() {
    let folder = folder(&[]);
    let help = run(folder.path(), &["--help"]).stdout;
    for command in ["synth", "check", "explain", "schema"] {
        assert!(help.contains(&format!("  {command} ")), "{help}");
        assert!(run(folder.path(), &[command, "-h"]).stdout.contains("Usage: pipewright"), "{command}");
    }
}

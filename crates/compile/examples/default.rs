//! The default stack, built in Rust instead of YAML.
//!
//! `cargo run --example default` prints the same template, byte for byte, as `cargo run -- synth`.

use spec::{Approval, Build, CodeCommit, Deploy, Function, Runtime, Shift, Stack, Stage};

/// The stack of `stacks/default.yaml`.
pub fn stack() -> Stack {
    let mut stack = Stack::new("serverless-cicd", CodeCommit::new("demo"));
    stack.description = Some("Builds, reviews and gradually releases the function demo".into());

    // A stage names a function by what this call gives back: one that doesn't exist doesn't compile.
    let demo = stack.function("demo", Function::created(Runtime::Python313, "app"));

    let mut build = Build::default();
    build.runtime_versions.insert("python".into(), "3.13".into());
    build.commands =
        vec!["pip install -r requirements-dev.txt".into(), "pytest --junitxml=report.xml".into()];
    build.reports.insert("unit".into(), "report.xml".into());

    let mut deploy = Deploy::of([demo]);
    deploy.shift = Some(Shift::Canary { percent: 10, minutes: 5 }.into());

    stack.stages = vec![
        Stage::new("Build", build),
        Stage::new("Review", Approval::by(["reviewer@example.com"])),
        Stage::new("Production", deploy),
    ];
    stack
}

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let template = compile::compile(&stack()).map_err(|findings| format!("{findings:#?}"))?;
    print!("{}", cfn::to_yaml(&template)?);
    Ok(())
}

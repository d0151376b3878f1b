//! The stages of a random stack: a build, then approvals and deployments in any order that deploys every function once.

use fastrand::Rng;

use crate::functions::Function;
use crate::{Builds, File, Parameters, build, one};

pub(crate) fn write(
    file: &mut File,
    rng: &mut Rng,
    parameters: &Parameters,
    functions: &[Function],
    how_many: Builds,
    environments: &[(&str, bool)],
) {
    file.line(0, "stages:");
    if rng.u8(..6) == 0 {
        stage(file, "Early-check");
        approval(file, rng, &["early@example.com"]);
    }
    if rng.u8(..4) == 0 {
        stage(file, "Unit.tests");
        build::test(file, rng);
    }
    if functions.iter().any(|function| function.image) {
        stage(file, "Runtime");
        file.line(4, "image: { dockerfile: runtime/Dockerfile }");
    }
    let packaged: Vec<_> = functions.iter().filter(|function| !function.image).collect();
    builds(file, rng, parameters, &packaged, how_many);
    if parameters.reviewer {
        stage(file, "Review");
        file.line(4, "approval: { emails: [{ parameter: ReviewerEmail }] }");
    }
    let names: Vec<&str> = functions.iter().map(|function| function.name.as_str()).collect();
    for (environment, elsewhere) in environments {
        stage(file, &format!("To-{environment}"));
        file.line(4, "deploy:");
        file.line(6, &format!("functions: [{}]", names.join(", ")));
        file.line(6, &format!("environment: {environment}"));
        // CodePipeline's own action does not reach elsewhere, nor do hooks by name.
        if !elsewhere {
            engine(file, rng, &names);
        }
    }
    if environments.is_empty() {
        deployments(file, rng, names);
    }
}

/// One build of all functions, or one of each beside a build of an image that they run in.
fn builds(
    file: &mut File,
    rng: &mut Rng,
    parameters: &Parameters,
    functions: &[&Function],
    how_many: Builds,
) {
    if how_many == Builds::OneEach && functions.len() > 1 && !parameters.secret && !parameters.level {
        let image = rng.bool();
        if image {
            stage(file, "Tools");
            let fail_on = one(rng, &["critical", "high", "medium", "low"]);
            file.line(4, &format!("image: {{ dockerfile: ci/Dockerfile, context: ci, fail-on: {fail_on} }}"));
        }
        stage(file, "Build");
        file.line(4, "actions:");
        for (number, function) in functions.iter().enumerate() {
            file.line(6, &format!("- name: B{number}"));
            file.line(8, "build:");
            file.line(10, &format!("functions: [{}]", function.name));
            file.line(10, "commands: [make]");
            file.line(10, &format!("artifacts: {{ a{number}: ['*.json'] }}"));
            built_in(file, image, function);
        }
        let inputs: Vec<_> = (0..functions.len()).map(|number| format!("a{number}")).collect();
        stage(file, "Contract");
        file.line(4, &format!("test: {{ commands: [make contract], inputs: [{}] }}", inputs.join(", ")));
    } else {
        stage(file, "Build");
        build::write(file, rng, parameters, functions.iter().any(|function| function.arm));
    }
}

/// The image of a build, which has the processor of its function.
fn built_in(file: &mut File, image: bool, function: &Function) {
    match (function.arm, image) {
        (true, _) => file.line(10, "image: { managed: 'aws/codebuild/amazonlinux-aarch64-standard:3.0' }"),
        (false, true) => file.line(10, "image: { built-by: Tools }"),
        (false, false) => {}
    }
}

/// Every function once, with gates, steps and tests between the stages.
fn deployments(file: &mut File, rng: &mut Rng, mut left: Vec<&str>) {
    let mut number = 0;
    while !left.is_empty() {
        number += 1;
        if rng.bool() {
            stage(file, &format!("Gate{number}"));
            approval(file, rng, &["owner@example.com", "security@example.com"]);
        }
        let taken: Vec<_> = left.drain(..rng.usize(1..=left.len())).collect();
        stage(file, &format!("Deploy.{number}"));
        deploy(file, rng, &taken);
        step(file, rng, number, taken[0]);
        if rng.u8(..4) == 0 {
            stage(file, &format!("Check{number}"));
            build::integration_test(file, rng, &taken);
        }
    }
}

/// Something else that a pipeline does between deployments, or nothing.
fn step(file: &mut File, rng: &mut Rng, number: usize, function: &str) {
    match rng.u8(..8) {
        0 => {
            stage(file, &format!("Invoke{number}"));
            file.line(4, &format!("invoke: {{ function: {function}, parameters: {{ commit: '#{{Source.CommitId}}', \"it's\": \"{{x: \\\"y\\\"}}\" }} }}"));
        }
        1 => {
            stage(file, &format!("Smoke.{number}"));
            file.line(4, "commands:");
            file.line(6, "run: ['echo \"$WHAT\"', \"export URL='https://example.com/'\"]");
            file.line(
                6,
                "environment: { WHAT: '#{Source.BranchName}', TOKEN: { secrets-manager: { id: smoke } } }",
            );
            file.line(6, "variables: [URL]");
        }
        2 => {
            stage(file, &format!("Stack{number}"));
            file.line(4, "cloudformation:");
            file.line(6, &format!("stack: stack-{number}"));
            file.line(6, "template: infrastructure/stack.yaml");
            file.line(6, "parameters: { Stage: production, Commit: '#{Source.CommitId}' }");
            file.line(6, "capabilities: [iam]");
            file.line(6, "policy: [{ actions: [sns:CreateTopic], resources: ['arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:x'] }]");
        }
        _ => {}
    }
}

fn stage(file: &mut File, name: &str) {
    file.line(2, &format!("- name: {name}"));
}

fn approval(file: &mut File, rng: &mut Rng, emails: &[&str]) {
    file.line(4, "approval:");
    file.line(6, &format!("emails: [{}]", emails.join(", ")));
    if rng.bool() {
        file.line(6, "message: 'Release \"it\"? 100 % sure: {yes}'");
    }
    if rng.bool() {
        file.line(6, &format!("timeout: {}h", rng.u32(1..=72)));
    }
}

fn deploy(file: &mut File, rng: &mut Rng, functions: &[&str]) {
    if rng.u8(..4) == 0 {
        file.line(4, "before-entry:");
        file.line(6, "- variable: { name: Source.BranchName, not-equals: 'a \"b\"' }");
        file.line(6, "- deployment-window: { cron: '* * 8-16 ? * MON-THU *', timezone: Europe/Berlin }");
        file.line(6, "- invoke: { existing: change-calendar, parameters: { service: orders } }");
        file.line(4, "on-success: { rules: [{ alarm: { name: everything-is-down, wait: 15m } }], otherwise: rollback }");
        file.line(
            4,
            &format!("on-failure: {}", one(rng, &["rollback", "retry-failed-actions", "retry-all-actions"])),
        );
    }
    file.line(4, "deploy:");
    file.line(6, &format!("functions: [{}]", functions.join(", ")));
    let shift = one(
        rng,
        &[
            "all-at-once",
            "canary-10-percent-5-minutes",
            "canary-25-percent-20-minutes",
            "linear-10-percent-every-1-minute",
            "linear-20-percent-every-3-minutes",
        ],
    );
    file.line(6, &format!("shift: {shift}"));
    let native = engine(file, rng, functions);
    let gradual = shift != "all-at-once";
    let watched = gradual && rng.bool();
    if watched {
        file.line(6, "alarms:");
        file.line(8, "failing: \"sum(Errors) / sum(Invocations) > 1%\"");
        file.line(8, "throttled: \"sum(Throttles) > 0\"");
    }
    if !native && (watched || rng.bool()) {
        let event = if watched { "alarm" } else { "stop" };
        file.line(6, &format!("rollback: {{ events: [deployment-failure, {event}] }}"));
    }
}

/// Who shifts the traffic, of how many functions at a time, and what that knows; whether it is CodePipeline.
fn engine(file: &mut File, rng: &mut Rng, functions: &[&str]) -> bool {
    if functions.len() > 1 && rng.bool() {
        file.line(6, &format!("order: {}", one(rng, &["together", "one-after-another"])));
    }
    let native = rng.u8(..4) == 0;
    if native {
        file.line(6, "engine: codepipeline");
    } else if rng.u8(..4) == 0 {
        file.line(
            6,
            "hooks: { before-allow-traffic: { existing: smoke }, after-allow-traffic: { existing: watch } }",
        );
    }
    native
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_seed_gives_one_stack() {
        assert_eq!(crate::stack(7), crate::stack(7));
        assert_ne!(crate::stack(7), crate::stack(8));
    }
}

//! The build of a random stack.

use fastrand::Rng;

use crate::{File, Parameters, one};

pub(crate) fn write(file: &mut File, rng: &mut Rng, parameters: &Parameters, arm: bool) {
    file.line(4, "build:");
    image(file, rng, arm);
    if rng.bool() {
        file.line(6, &format!("compute: {}", one(rng, &["small", "medium", "large"])));
    }
    if rng.bool() {
        file.line(6, &format!("timeout: {}m", rng.u32(5..=480)));
    }
    environment(file, rng, parameters);
    work(file, rng);
    if rng.bool() {
        file.line(6, "reports:");
        file.line(8, "unit: report.xml");
        file.line(8, "coverage: { files: [clover.xml], base-directory: out, format: clover-xml }");
    }
    machine(file, rng);
    match rng.u8(..4) {
        0 => file.line(6, "cache: { s3: ['/root/.npm/**/*'] }"),
        1 => file.line(6, "cache: { local: [source] }"),
        _ => {}
    }
}

/// What a build has of its surroundings, and tells later stages.
fn machine(file: &mut File, rng: &mut Rng) {
    if rng.u8(..4) == 0 {
        let network =
            "id: vpc-0a1b2c3d, subnets: [subnet-0a1b2c3d, subnet-1a1b2c3d], security-groups: [sg-0a1b2c3d]";
        file.line(6, &format!("vpc: {{ {network} }}"));
    }
    if rng.u8(..4) == 0 {
        file.line(6, "privileged: true");
    }
    if rng.u8(..4) == 0 {
        file.line(6, "exports: [SCHEMA_VERSION]");
    }
}

/// A test of the source: the build's keys, and perhaps a matrix.
pub(crate) fn test(file: &mut File, rng: &mut Rng) {
    file.line(4, "test:");
    if rng.bool() {
        file.line(6, "matrix: { PYTHON: ['3.13', '3.14'], DATABASE: ['postgres:16', none] }");
        file.line(6, "runtime-versions: { python: $PYTHON }");
    }
    work(file, rng);
    if rng.bool() {
        file.line(6, "reports: { unit: report.xml }");
    }
    if rng.bool() {
        file.line(6, "cache: { s3: ['/root/.npm/**/*'] }");
    }
}

/// A test of what has been released.
pub(crate) fn integration_test(file: &mut File, rng: &mut Rng, functions: &[&str]) {
    file.line(4, "test:");
    let variable = |name: &str| name.replace('-', "_").to_uppercase();
    let environment =
        functions.iter().map(|name| format!("V_{0}: '#{{Release.{0}_VERSION}}'", variable(name)));
    file.line(6, &format!("environment: {{ {} }}", environment.collect::<Vec<_>>().join(", ")));
    file.line(6, "commands: [make integration]");
    if rng.bool() {
        file.line(6, &format!("invoke: [{}]", functions.join(", ")));
    }
}

fn image(file: &mut File, rng: &mut Rng, arm: bool) {
    let (managed, processor) = if arm {
        ("aws/codebuild/amazonlinux-aarch64-standard:3.0", "arm64")
    } else {
        ("aws/codebuild/amazonlinux-x86_64-standard:5.0", "x86_64")
    };
    match rng.u8(..4) {
        0 => file
            .line(6, &format!("image: {{ ecr: {{ tag: '1.{}', architecture: {processor} }} }}", rng.u8(..))),
        1 => file.line(
            6,
            &format!("image: {{ ecr: {{ existing: images/ci, tag: stable, architecture: {processor} }} }}"),
        ),
        // The default is for x86_64.
        2 if !arm => {}
        _ => file.line(6, &format!("image: {{ managed: '{managed}' }}")),
    }
}

fn environment(file: &mut File, rng: &mut Rng, parameters: &Parameters) {
    file.line(6, "environment:");
    file.line(8, "FORCE_COLOR: 1");
    if parameters.level {
        file.line(8, "LEVEL: '#{variables.Level}'");
    }
    if rng.bool() {
        file.line(8, "GREETING: \"it's #1: {\\\"a\\\": [true]} ${HOME}\"");
    }
    if parameters.secret {
        file.line(
            8,
            "TOKEN: { secrets-manager: { id: app/token, key: value, kms-key: { parameter: KeyArn } } }",
        );
    }
    if rng.bool() {
        file.line(8, "LICENCE: { parameter-store: { name: /app/licence } }");
    }
}

fn work(file: &mut File, rng: &mut Rng) {
    match rng.u8(..3) {
        0 => file.line(6, "commands: [make, \"pytest -k 'a or b' --junitxml=report.xml\"]"),
        1 => file
            .line(6, "commands: ['echo \"a: b\" # no comment', './run.sh > \"$OUT\" && test -s \"$OUT\"']"),
        _ => {
            file.line(6, "phases:");
            file.line(8, "install: [npm ci]");
            file.line(8, "build:");
            file.line(10, "- |");
            file.line(12, "for each in a b; do");
            file.line(14, "echo \"$each\"");
            file.line(12, "done");
            file.line(8, "post-build: ['echo done']");
        }
    }
}

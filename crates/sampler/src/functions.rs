//! The functions of a random stack.

use fastrand::Rng;

use crate::{File, one};

/// What later parts must know of a function.
pub(crate) struct Function {
    pub(crate) name: String,
    /// Whether it runs on Arm, which the build of its packages has to know.
    pub(crate) arm: bool,
    /// Whether it runs an image that the pipeline builds, and has no package.
    pub(crate) image: bool,
}

const NAMES: [&str; 4] = ["api", "Archive", "send-mail", "x_1"];

/// Some of them may exist already; in environments all are created.
pub(crate) fn write(file: &mut File, rng: &mut Rng, may_exist: bool) -> Vec<Function> {
    file.line(0, "functions:");
    let number = rng.usize(1..=NAMES.len());
    let functions: Vec<_> = NAMES[..number]
        .iter()
        .enumerate()
        .map(|(index, name)| {
            // There is always something to package.
            let image = may_exist && index > 0 && rng.u8(..6) == 0;
            Function { name: (*name).to_owned(), arm: !image && rng.u8(..4) == 0, image }
        })
        .collect();
    for function in &functions {
        file.line(2, &format!("{}:", function.name));
        if may_exist && !function.arm && !function.image && rng.u8(..5) == 0 {
            existing(file, rng, &function.name);
        } else {
            created(file, rng, function);
        }
    }
    functions
}

fn existing(file: &mut File, rng: &mut Rng, name: &str) {
    file.line(4, &format!("existing: legacy-{name}"));
    file.line(4, &format!("code: {}", one(rng, &["app", "{ archive: target/app.zip }"])));
    file.line(4, "alias: live");
}

fn created(file: &mut File, rng: &mut Rng, function: &Function) {
    if function.image {
        let first = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/first:1";
        let command = one(rng, &["", ", command: [app.handler], working-directory: /app"]);
        file.line(4, &format!("image: {{ built-by: Runtime, first: '{first}'{command} }}"));
    } else {
        packaged(file, rng, function);
    }
    if rng.bool() {
        file.line(4, &format!("description: \"Answers #{} & more\"", rng.u8(..)));
    }
    if rng.bool() {
        file.line(4, &format!("memory: {}", rng.u32(128..=10_240)));
    }
    if rng.bool() {
        file.line(4, &format!("timeout: {}s", rng.u32(1..=900)));
    }
    if rng.bool() {
        file.line(
            4,
            "environment: { STAGE: production, KEEP_DAYS: 365, DRY_RUN: false, TEXT: '${NOT_A_SUB} $(x)' }",
        );
    }
    if rng.bool() {
        file.line(4, &format!("alias: {}", one(rng, &["live", "production", "Blue-1"])));
    }
    if rng.bool() {
        file.line(4, "policy:");
        file.line(6, "- sid: ReadOrders");
        file.line(8, "actions: [dynamodb:GetItem, dynamodb:Query]");
        file.line(
            8,
            "resources: ['arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders']",
        );
    }
    if rng.bool() {
        file.line(4, &format!("log-retention: {}", one(rng, &["3d", "14d", "90d"])));
    }
    if !function.image && rng.u8(..4) == 0 {
        file.line(4, "layers: ['arn:aws:lambda:eu-central-1:123456789012:layer:money:7']");
    }
    capacity(file, rng);
}

fn packaged(file: &mut File, rng: &mut Rng, function: &Function) {
    let runtime = one(rng, &["python3.12", "python3.13", "python3.14", "nodejs22.x", "nodejs24.x"]);
    file.line(4, &format!("runtime: {runtime}"));
    if function.arm {
        file.line(4, "architecture: arm64");
    }
    if rng.bool() {
        file.line(4, &format!("code: {{ folder: src/{}, exclude: ['test/**', '*.md'] }}", function.name));
    } else {
        file.line(4, &format!("code: {}", function.name));
    }
}

/// What a function has beside its code, and how many of it are kept.
fn capacity(file: &mut File, rng: &mut Rng) {
    if rng.u8(..4) == 0 {
        file.line(4, &format!("ephemeral-storage: {}", rng.u32(512..=10_240)));
    }
    if rng.u8(..4) == 0 {
        file.line(
            4,
            &format!("provisioned-concurrency: {}", one(rng, &["{ min: 3, max: 3 }", "{ min: 2, max: 10 }"])),
        );
    }
    if rng.u8(..4) == 0 {
        file.line(4, &format!("keep-versions: {}", rng.u32(2..=1_000)));
    }
}

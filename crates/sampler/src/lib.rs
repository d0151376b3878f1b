//! Random stack files that keep every rule, for tests.
//!
//! In: a seed. Out: the text of a stack file; the same for the same seed. Every part of the stack language turns up in
//! some of them. Nothing here is used by the command line.

mod build;
mod functions;
mod stages;

use fastrand::Rng;

/// The stack file of a seed.
pub fn stack(seed: u64) -> String {
    let mut rng = Rng::with_seed(seed);
    let mut file = File::default();
    let name = format!("{}{}", rng.choice(["orders", "Shop-", "a", "pay_"]).unwrap_or("x"), rng.u16(..));
    file.line(0, &format!("edition: 2026\nname: {name}"));
    if rng.bool() {
        file.line(0, "description: \"What it's for: a \\\"test\\\" \u{2013} 100 %\"");
    }
    if rng.bool() {
        file.line(0, "tags: { Team: orders, CostCenter: 4711, 'cost:unit': a/b }");
    }
    let parameters =
        Parameters { level: rng.u8(..4) == 0, reviewer: rng.bool(), topic: rng.bool(), secret: rng.bool() };
    let connected = rng.u8(..8) == 0;
    parameters.write(&mut file, connected);
    if parameters.level {
        file.line(0, "variables: { Level: { default: info, description: How much is said } }");
    }
    let alike = rng.u8(..5) == 0;
    guard_rails(&mut file, &mut rng, alike);
    let alone = source(&mut file, &mut rng, connected);
    let functions = functions::write(&mut file, &mut rng, !alike);
    let environments = if alike { environments(&mut file, &mut rng).to_vec() } else { Vec::new() };
    let builds = if alone && rng.u8(..4) == 0 { Builds::OneEach } else { Builds::One };
    stages::write(&mut file, &mut rng, &parameters, &functions, builds, &environments);
    if parameters.topic {
        file.line(0, "notifications: { topic: { parameter: TeamTopic } }");
    } else if rng.bool() {
        file.line(0, "notifications:");
        file.line(2, "emails: [on-call@example.com]");
        if rng.bool() {
            channels(&mut file, &mut rng);
        }
    }
    if rng.u8(..4) == 0 {
        file.line(0, "operations: { access-logs: 90d, dashboard: true }");
    }
    if rng.bool() {
        let days = rng.choice(["1d", "7d", "30d", "365d", "3653d"]).unwrap_or("30d");
        file.line(0, &format!("log-retention: {days}"));
    }
    if rng.bool() {
        file.line(0, &format!("artifact-retention: {}d", rng.u16(100..900)));
    }
    file.text
}

/// How many builds there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Builds {
    /// One of all functions.
    One,
    /// One of each function.
    OneEach,
}

/// The parameters that the stack declares and uses, and the variable of its pipeline.
#[expect(clippy::struct_excessive_bools, reason = "any of them may be there")]
pub(crate) struct Parameters {
    pub(crate) level: bool,
    pub(crate) reviewer: bool,
    pub(crate) topic: bool,
    pub(crate) secret: bool,
}

impl Parameters {
    /// Declares them, and the connection's ARN, if that is one.
    fn write(&self, file: &mut File, connected: bool) {
        let declared: Vec<_> = [
            (self.reviewer, "ReviewerEmail: { description: Who approves, default: a@example.com }"),
            (self.topic, "TeamTopic: { description: ARN of the topic that the team listens to }"),
            (self.secret, "KeyArn: { description: ARN of the customer key of the secrets }"),
            (connected, "Connection: { description: ARN of the connection to the source }"),
        ]
        .into_iter()
        .filter_map(|(used, line)| used.then_some(line))
        .collect();
        if !declared.is_empty() {
            file.line(0, "parameters:");
        }
        for line in declared {
            file.line(2, line);
        }
    }
}

/// Whether there is one alone.
fn source(file: &mut File, rng: &mut Rng, connected: bool) -> bool {
    let branch = one(rng, &["main", "release/stable", "feature/a_b.c"]);
    file.line(0, "source:");
    if !connected && rng.u8(..6) == 0 {
        several(file, rng);
        return false;
    }
    if !connected && rng.u8(..3) > 0 {
        let existing = if rng.bool() { ", existing: true" } else { "" };
        let source = format!("repository: repo.{}, branch: {branch}{existing}", rng.u8(..));
        file.line(2, &format!("codecommit: {{ {source} }}"));
        return true;
    }
    let through = if connected {
        "existing: { parameter: Connection }"
    } else {
        one(
            rng,
            &[
                "provider: GitHub",
                "provider: GitLab",
                "provider: Bitbucket",
                "host: arn:aws:codeconnections:eu-central-1:123456789012:host/ours-28aef605",
                "existing: arn:aws:codeconnections:eu-central-1:123456789012:connection/39e4c34d-e13a",
                "existing: arn:aws:codestar-connections:eu-central-1:123456789012:connection/39e4c34d-e13a",
            ],
        )
    };
    file.line(2, "connection:");
    file.line(4, &format!("repository: acme/repo.{}", rng.u8(..)));
    file.line(4, &format!("branch: {branch}"));
    file.line(4, through);
    if rng.bool() {
        triggers(file, rng);
    }
    true
}

/// A list of sources of every kind. The first is a repository, since stages speak of its commit.
fn several(file: &mut File, rng: &mut Rng) {
    file.line(2, "- codecommit: { repository: app }");
    for further in [
        "- { name: Drop, s3: { key: drops/app.zip } }",
        "- { name: Team, s3: { key: app.zip, existing: team-drops } }",
        "- { name: Config, codecommit: { repository: config, existing: true } }",
        "- { name: Base, ecr: { repository: base/python, tag: '3.13' } }",
    ] {
        if rng.bool() {
            file.line(2, further);
        }
    }
}

/// What a platform team asks for, and how executions follow each other.
fn guard_rails(file: &mut File, rng: &mut Rng, in_environments: bool) {
    if rng.u8(..6) == 0 {
        const OURS: &str =
            "{ existing: arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-1111-2222-3333-444455556666 }";
        // One key cannot serve two regions.
        let key = if in_environments { "created" } else { one(rng, &["created", OURS]) };
        file.line(0, &format!("encryption: {{ kms-key: {key} }}"));
    }
    if rng.u8(..6) == 0 {
        file.line(0, "permissions-boundary: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary'");
        file.line(0, "role-path: /delivery/");
        file.line(0, "name-prefix: acme-");
    }
    if rng.bool() {
        file.line(0, &format!("execution-mode: {}", one(rng, &["queued", "superseded"])));
    }
}

/// Two environments, of which one may be elsewhere; the names of both, and whether each is.
fn environments(file: &mut File, rng: &mut Rng) -> [(&'static str, bool); 2] {
    let place =
        one(rng, &["", ", account: '222233334444'", ", region: eu-central-1, account: '222233334444'"]);
    file.line(0, "environments:");
    file.line(2, &format!("staging: {{ shift: all-at-once{place} }}"));
    file.line(2, "production:");
    file.line(4, "shift: linear-20-percent-every-3-minutes");
    file.line(4, "alarms: { failing: \"sum(Errors) / sum(Invocations) > 1%\" }");
    if rng.bool() {
        file.line(4, "approval: { emails: [lead@example.com], timeout: 12h }");
    }
    [("staging", !place.is_empty()), ("production", false)]
}

/// Merged pull requests alone: others need an approval, which a random stack has or has not.
fn triggers(file: &mut File, rng: &mut Rng) {
    file.line(4, "triggers:");
    let closed = rng.bool();
    if closed {
        file.line(6, "pull-requests: [{ branches: { excludes: ['wip/**'] }, events: [closed] }]");
    }
    if !closed || rng.bool() {
        file.line(6, "push:");
        file.line(8, "- branches: [main, 'release/**']");
        if rng.bool() {
            file.line(
                10,
                "file-paths: { includes: [services/orders/**], excludes: ['**/*.md', \"it's ${x}\"] }",
            );
        }
        file.line(8, "- tags: ['v*']");
    }
}

/// Of events that every stack has.
fn channels(file: &mut File, rng: &mut Rng) {
    file.line(2, "channels:");
    let to = one(
        rng,
        &[
            "emails: [a@example.com, b-c@example.com]",
            "topic: arn:aws:sns:eu-central-1:123456789012:team",
            "slack: { workspace: T07EA123LEP, channel: C07EZ1ABC23 }",
            "teams: { tenant: 1492edd2-0a5e-4c6f-bd6f-0d3a9a2b5c11, team: 2492edd2-0a5e-4c6f-bd6f-0d3a9a2b5c11, channel: 19%3Aab6e%40thread.tacv2 }",
        ],
    );
    file.line(4, "team-1:");
    file.line(6, to);
    file.line(
        6,
        &format!("events: [{}]", one(rng, &["failed", "started, succeeded", "deployment-failed, stopped"])),
    );
}

/// A text that grows by lines.
#[derive(Default)]
pub(crate) struct File {
    text: String,
}

impl File {
    pub(crate) fn line(&mut self, indent: usize, line: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// One of several texts.
pub(crate) fn one<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    of.get(rng.usize(..of.len())).copied().unwrap_or_default()
}

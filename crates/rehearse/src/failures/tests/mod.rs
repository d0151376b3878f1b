//! Tests of what follows failures.

#![allow(clippy::unwrap_used)] // a test panics

mod ends;
mod heard;
mod stacks;

use std::fmt::Write;

use super::{Heard, Line, What, failures};
use crate::walk::walk;
use crate::world::{Given, World};

/// A failure that needs no template any more.
#[derive(Debug)]
struct Told {
    name: String,
    title: String,
    tale: Vec<Line>,
    heard: Heard,
}

impl Told {
    /// The lines about something.
    fn lines(&self, what: What) -> Vec<&str> {
        self.tale.iter().filter(|line| line.what == what).map(|line| line.text.as_str()).collect()
    }
}

/// All failures of a template's pipelines.
fn all(text: &str) -> Vec<Told> {
    let document = cfn::read::read(text).unwrap();
    let world = World::new(&document, &Given::default());
    let mut all = Vec::new();
    for walk in walk(&world) {
        let found = failures(&world, &walk);
        let every_step = walk.steps.iter().flat_map(|step| {
            found.iter().filter(|failure| failure.is_called(&step.name)).collect::<Vec<_>>()
        });
        assert!(every_step.count() <= found.len());
        for failure in found {
            assert!(walk.steps.get(failure.step).is_some());
            let crate::failures::Failure { name, title, tale, heard, .. } = failure;
            all.push(Told { name, title, tale, heard });
        }
    }
    all
}

/// One of them.
fn one(text: &str, name: &str) -> Told {
    let all = all(text);
    let names: Vec<_> = all.iter().map(|failure| failure.name.clone()).collect();
    let found = all.into_iter().find(|failure| failure.name == name);
    found.unwrap_or_else(|| panic!("{name} is none of {names:?}"))
}

/// All of them, as text.
fn told(text: &str) -> String {
    let mut out = String::new();
    for failure in all(text) {
        let heard = match &failure.heard {
            Heard::By(who) => format!("heard by {}", who.join(" and ")),
            Heard::Maybe(why) => format!("perhaps heard: {why}"),
            Heard::Nobody => "unheard".to_owned(),
        };
        writeln!(out, "{}: {} ({heard})", failure.name, failure.title).unwrap();
        for line in &failure.tale {
            writeln!(out, "  {:<10}  {}", line.what.name(), line.text).unwrap();
            if !line.page.is_empty() {
                writeln!(out, "  {:<10}  {}", "", line.page).unwrap();
            }
        }
        out.push('\n');
    }
    out
}

/// A pipeline that builds, asks, and has CodeDeploy shift an alias; with more properties of the pipeline, of the stage
/// `Live` and of the deployment group, and more resources.
fn pipeline(properties: &str, stage: &str, group: &str, resources: &str) -> String {
    format!(
        "
Resources:
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: demo
      RoleArn: arn:aws:iam::111122223333:role/pipeline
      ArtifactStore: {{Type: S3, Location: artifacts}}
      {properties}
      Stages:
      - Name: Source
        Actions:
        - Name: Fetch
          ActionTypeId: {{Category: Source, Owner: AWS, Provider: S3, Version: '1'}}
          OutputArtifacts: [{{Name: Code}}]
          Configuration: {{S3Bucket: sources, S3ObjectKey: code.zip, PollForSourceChanges: false}}
      - Name: Build
        Actions:
        - Name: Build
          ActionTypeId: {{Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}}
          InputArtifacts: [{{Name: Code}}]
          Configuration: {{ProjectName: build}}
      - Name: Live
        {stage}
        Actions:
        - Name: Deploy
          ActionTypeId: {{Category: Deploy, Owner: AWS, Provider: CodeDeploy, Version: '1'}}
          InputArtifacts: [{{Name: Code}}]
          Configuration: {{ApplicationName: app, DeploymentGroupName: group}}
  Application:
    Type: AWS::CodeDeploy::Application
    Properties: {{ApplicationName: app, ComputePlatform: Lambda}}
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: !Ref Application
      DeploymentGroupName: group
      ServiceRoleArn: arn:aws:iam::111122223333:role/deploy
      {group}
{resources}
"
    )
}

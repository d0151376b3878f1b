//! The pipelines of a template, as CodePipeline would see them.
//!
//! In: the resources of type `AWS::CodePipeline::Pipeline`. Out: their stages, actions and stage rules with every value
//! that the template says of them, and with what must hold for each to be there. Nothing is judged: what is missing or
//! nonsense is missing or nonsense here too, and what cannot be known is marked so.

mod step;
pub(crate) mod types;
mod variables;

use cfn::read::{Kind, Node};
use diag::Span;

use crate::context::{Branch, Context, Resource, When};
use crate::resolve::Texts;

pub(crate) use step::{Artifacts, Gate, Step};
pub(crate) use variables::Use;

/// A pipeline.
#[derive(Debug)]
pub(crate) struct Pipeline<'t> {
    /// The logical ID.
    pub(crate) id: &'t str,
    pub(crate) id_span: Span,
    pub(crate) properties: &'t Node,
    /// In order; of a list that a condition chooses, those of both sides.
    pub(crate) stages: Vec<Stage<'t>>,
    /// Whether there are no other stages and actions than these.
    pub(crate) is_complete: bool,
    /// Every use of a variable, in order of place.
    pub(crate) uses: Vec<Use<'t>>,
}

/// A stage.
#[derive(Debug)]
pub(crate) struct Stage<'t> {
    pub(crate) node: &'t Node,
    pub(crate) when: When<'t>,
    /// Its place in the list, from 0.
    pub(crate) index: usize,
    pub(crate) name: Texts<'t>,
    /// Its actions, and the rules of its conditions.
    pub(crate) steps: Vec<Step<'t>>,
}

/// All pipelines whose properties are written out.
pub(crate) fn read<'t>(ctx: &Context<'t>) -> Vec<Pipeline<'t>> {
    ctx.of_type("AWS::CodePipeline::Pipeline").filter_map(|resource| Pipeline::new(ctx, resource)).collect()
}

impl<'t> Pipeline<'t> {
    fn new(ctx: &Context<'t>, resource: &Resource<'t>) -> Option<Self> {
        let properties = resource.properties().filter(|properties| properties.is_map())?;
        let mut is_complete = !properties.is_open();
        let mut stages = Vec::new();
        if let Some(list) = properties.get("Stages") {
            let base = resource.condition.map(|name| (name, true)).into_iter().collect();
            for (index, item) in items(ctx, list, &base, &mut is_complete) {
                stages.push(Stage::new(ctx, index, item, &mut is_complete));
            }
        }
        let mut pipeline = Self {
            id: resource.id,
            id_span: resource.id_span,
            properties,
            stages,
            is_complete,
            uses: Vec::new(),
        };
        pipeline.uses = variables::uses(ctx, &pipeline);
        Some(pipeline)
    }

    /// Every action, in the order of the template.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &Step<'t>> {
        self.steps().filter(|step| step.gate.is_none())
    }

    /// Every action and every rule of a condition.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step<'t>> {
        self.stages.iter().flat_map(|stage| &stage.steps)
    }

    /// The values of one of its properties.
    pub(crate) fn get(&self, ctx: &Context<'t>, key: &str) -> Vec<&'t Node> {
        ctx.get(self.properties, key)
    }

    /// The texts that one of its properties can have.
    pub(crate) fn texts(&self, ctx: &Context<'t>, key: &str) -> Texts<'t> {
        self.properties.get(key).map_or_else(Texts::default, |value| ctx.texts(value))
    }
}

impl<'t> Stage<'t> {
    fn new(ctx: &Context<'t>, index: usize, item: Branch<'t>, is_complete: &mut bool) -> Self {
        let Branch { node, when } = item;
        let mut steps = Vec::new();
        *is_complete &= !node.is_open();
        if let Some(list) = node.get("Actions") {
            for (_, action) in items(ctx, list, &when, is_complete) {
                steps.push(Step::new(ctx, index, None, action));
            }
        }
        for gate in Gate::ALL {
            for conditions in ctx.get(node, gate.key()) {
                for condition in
                    ctx.all(conditions, &["Conditions"]).into_iter().flat_map(|list| ctx.items(list))
                {
                    let Some(rules) = condition.get("Rules") else { continue };
                    for (_, rule) in items(ctx, rules, &when, &mut true) {
                        steps.push(Step::new(ctx, index, Some(gate), rule));
                    }
                }
            }
        }
        let name = node.get("Name").map_or_else(Texts::default, |name| ctx.texts(name));
        Self { node, when, index, name, steps }
    }

    /// Its actions.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &Step<'t>> {
        self.steps.iter().filter(|step| step.gate.is_none())
    }
}

/// The mappings that can stand in a list, each with its place in the list. What stands there else, or stands for a list,
/// leaves the list incomplete.
pub(crate) fn items<'t>(
    ctx: &Context<'t>,
    list: &'t Node,
    when: &When<'t>,
    is_complete: &mut bool,
) -> Vec<(usize, Branch<'t>)> {
    let mut found = Vec::new();
    for side in ctx.branches(list) {
        let Kind::List(items) = &side.node.kind else {
            *is_complete = false;
            continue;
        };
        let outer = join(when, &side.when);
        for (index, item) in items.iter().enumerate() {
            for branch in ctx.branches(item) {
                let when = join(&outer, &branch.when);
                if ctx.satisfiable(&when) == Some(false) {
                    continue;
                }
                if branch.node.is_map() {
                    found.push((index, Branch { node: branch.node, when }));
                } else {
                    *is_complete = false;
                }
            }
        }
    }
    found
}

/// Both conditions at once.
pub(crate) fn join<'t>(a: &When<'t>, b: &When<'t>) -> When<'t> {
    let mut both = a.clone();
    both.extend(b.iter().filter(|term| !a.contains(term)));
    both
}

/// Whether two things can both be there.
pub(crate) fn can_meet(ctx: &Context<'_>, a: &When<'_>, b: &When<'_>) -> bool {
    ctx.satisfiable(&join(a, b)) != Some(false)
}

#[cfg(test)]
mod tests {
    use cfn::read::read;

    use super::Gate;
    use crate::context::Context;

    const TEMPLATE: &str = r##"
Parameters: { Token: { Type: String } }
Conditions: { Prod: !Equals [!Ref AWS::Region, eu-west-1] }
Resources:
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Source
          Actions:
            - Name: Code
              Namespace: Code
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: 1 }
              Configuration: { RepositoryName: !Ref Token, BranchName: main }
              OutputArtifacts: [{ Name: Code }]
        - !If
          - Prod
          - Name: Build
            BeforeEntry:
              Conditions:
                - Result: FAIL
                  Rules:
                    - Name: Window
                      RuleTypeId: { Category: Rule, Owner: AWS, Provider: DeploymentWindow, Version: '1' }
                      Configuration: { Cron: '0 0 9-17 ? * MON-FRI *' }
            Actions:
              - Name: Build
                RunOrder: 2
                ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }
                Configuration: { ProjectName: p, EnvironmentVariables: !Sub '[{"name":"A","value":"#{Code.CommitId} ${Token} #{X}"}]' }
                InputArtifacts: [{ Name: Code }]
          - !Ref AWS::NoValue
"##;

    #[test]
    fn a_pipeline_is_read_with_its_conditions() {
        let document = read(TEMPLATE).unwrap();
        let ctx = Context::new(&document);
        let pipelines = ctx.pipelines();
        assert_eq!(pipelines.len(), 1);
        let pipeline = &pipelines[0];
        assert!(pipeline.is_complete);
        let steps: Vec<_> = pipeline
            .steps()
            .map(|step| (step.title(), step.stage, step.gate, step.run_order, step.when.clone()))
            .collect();
        assert_eq!(
            steps,
            [
                ("action `Code`".to_owned(), 0, None, Some(1), vec![]),
                ("action `Build`".to_owned(), 1, None, Some(2), vec![("Prod", true)]),
                ("rule `Window`".to_owned(), 1, Some(Gate::Entry), None, vec![("Prod", true)]),
            ]
        );
        assert!(pipeline.steps().all(|step| step.kind.is_some()));
        let uses: Vec<_> = pipeline
            .uses
            .iter()
            .map(|one| {
                (one.namespace.as_str(), one.key.as_deref(), &document.text()[one.span.start..one.span.end])
            })
            .collect();
        assert_eq!(uses, [("Code", Some("CommitId"), "#{Code.CommitId}"), ("X", None, "#{X}")]);
    }
}

//! `pipeline-too-many`: lists in a pipeline that are longer, or shorter, than CodePipeline takes.
//!
//! Stages, actions and lengths of configuration values are counted elsewhere, with a warning before the limit.

use cfn::read::{Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "pipeline-too-many",
    severity: Severity::Error,
    title: "A list in a pipeline has more items, or a text more characters, than CodePipeline takes.",
    explanation: "CodePipeline limits the filters of a trigger (3 for pushes, 3 for pull requests, 8 patterns in each list), \
        the conditions of a stage (1 at each of its gates, with 1 to 5 rules), the commands of an action (1 to 50 of up to \
        1,000 characters), its variables and environment, and pipeline variables (50). It refuses a pipeline with more.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitConfiguration.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Condition.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html",
    ],
    check,
};

/// Where a list stands in a pipeline, what its items are, and how many there may be.
const LISTS: &[(&[&str], &str, usize, usize)] = &[
    (&["Variables"], "pipeline variables", 0, 50),
    (&["Triggers"], "triggers", 0, 50),
    (&["Triggers", "GitConfiguration", "Push"], "push filters", 1, 3),
    (&["Triggers", "GitConfiguration", "PullRequest"], "pull request filters", 1, 3),
    (&["Triggers", "GitConfiguration", "PullRequest", "Events"], "events", 1, 3),
];

const FILTERS: [(&str, &[&str]); 2] =
    [("Push", &["Tags", "Branches", "FilePaths"]), ("PullRequest", &["Branches", "FilePaths"])];

const OF_STEPS: &[(&[&str], &str, usize, usize)] = &[
    (&["Commands"], "commands", 1, 50),
    (&["OutputVariables"], "output variables", 1, 15),
    (&["EnvironmentVariables"], "environment variables", 1, 10),
    (&["OutputArtifacts", "Files"], "file patterns", 1, 10),
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        for (path, what, least, most) in LISTS {
            count(ctx, pipeline.properties, path, (what, *least, *most), out);
        }
        for (event, filters) in FILTERS {
            for filter in filters {
                for side in ["Includes", "Excludes"] {
                    let path = ["Triggers", "GitConfiguration", event, filter, side];
                    count(ctx, pipeline.properties, &path, ("patterns", 1, 8), out);
                }
            }
        }
        for stage in &pipeline.stages {
            for gate in ["BeforeEntry", "OnSuccess", "OnFailure"] {
                count(ctx, stage.node, &[gate, "Conditions"], ("conditions", 1, 1), out);
                count(ctx, stage.node, &[gate, "Conditions", "Rules"], ("rules", 1, 5), out);
            }
        }
        for step in pipeline.steps() {
            for (path, what, least, most) in OF_STEPS {
                count(ctx, step.node, path, (what, *least, *most), out);
            }
            for command in step.node.get("Commands").map_or_else(Vec::new, |list| ctx.items(list)) {
                let Some(length) = ctx.text(command).map(|text| text.chars().count()) else { continue };
                if length > 1_000 || length == 0 {
                    let finding = RULE.at(command.handle(), format!("a command of {length} characters"));
                    out.add(
                        finding.help("1 to 1000 characters: put longer ones into a script of the repository"),
                    );
                }
            }
        }
    }
}

fn count<'t>(
    ctx: &Context<'t>,
    node: &'t Node,
    path: &[&str],
    (what, least, most): (&str, usize, usize),
    out: &mut Findings,
) {
    for list in ctx.all(node, path) {
        let Kind::List(items) = &list.kind else { continue };
        // What a condition may leave out counts for nothing either way.
        let sure = items.iter().filter(|item| item.call().is_none()).count();
        if sure > most || items.is_empty() && least > 0 {
            let finding =
                RULE.at(list.handle(), format!("{sure} {what}, and CodePipeline takes {least} to {most}"));
            out.add(finding.help(if sure > most { "take some out" } else { "leave the empty list out" }));
        }
    }
}

//! `pipeline-invalid-name`: names with characters or lengths that CodePipeline does not take.
//!
//! Names of actions are held to their pattern by CloudFormation's own schema.

use cfn::read::Node;
use diag::Severity;

use super::mend::tell;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "pipeline-invalid-name",
    severity: Severity::Error,
    title: "A name in a pipeline has characters or a length that CodePipeline does not take.",
    explanation: "Names of pipelines, stages and rules are 1 to 100 letters, digits and `.@-_`; those of namespaces the same \
        without the dot, of artifacts letters, digits, `-` and `_`, of pipeline variables up to 128 letters, digits and \
        `@-_`. There are no spaces in any of them. CodePipeline refuses a pipeline with others.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineVariableDeclaration.html",
    ],
    check,
};

/// What a name of a kind is made of, besides letters and digits, and its length.
struct Form {
    what: &'static str,
    marks: &'static str,
    most: usize,
}

const PIPELINE: Form = Form { what: "pipeline", marks: ".@-_", most: 100 };
const STAGE: Form = Form { what: "stage", marks: ".@-_", most: 100 };
const RULE_NAME: Form = Form { what: "rule", marks: ".@-_", most: 100 };
const NAMESPACE: Form = Form { what: "namespace", marks: "@-_", most: 100 };
const ARTIFACT: Form = Form { what: "artifact", marks: "-_", most: 100 };
const VARIABLE: Form = Form { what: "pipeline variable", marks: "@-_", most: 128 };

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let mut names: Vec<(&Form, Option<&Node>)> = vec![(&PIPELINE, pipeline.properties.get("Name"))];
        let variables = ctx.all(pipeline.properties, &["Variables", "Name"]);
        names.extend(variables.into_iter().map(|name| (&VARIABLE, Some(name))));
        names.extend(pipeline.stages.iter().map(|stage| (&STAGE, stage.node.get("Name"))));
        for step in pipeline.steps() {
            if step.gate.is_some() {
                names.push((&RULE_NAME, step.node.get("Name")));
            }
            names.push((&NAMESPACE, step.node.get("Namespace")));
            let artifacts = step.inputs.list.iter().chain(&step.outputs.list);
            names.extend(artifacts.map(|artifact| (&ARTIFACT, artifact.node.get("Name"))));
        }
        for (form, name) in names {
            if let Some(name) = name {
                judge(ctx, form, name, out);
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, form: &Form, node: &'t Node, out: &mut Findings) {
    let Form { what, marks, most } = form;
    for text in ctx.texts(node).known {
        let name = &*text.value;
        let bad = name.chars().find(|letter| !letter.is_ascii_alphanumeric() && !marks.contains(*letter));
        let message = match bad {
            _ if name.is_empty() => format!("the name of the {what} is empty"),
            Some(letter) => format!("the name of the {what} cannot hold `{letter}`"),
            None if name.len() > *most => {
                format!("the name of the {what} has {} characters, and {most} are allowed", name.len())
            }
            None => continue,
        };
        // A parameter's empty default says that it has to be given.
        if name.is_empty() && node.call().is_some() {
            continue;
        }
        let finding = RULE.at(text.span(), message);
        tell(ctx, node, &text, finding.help(format!("letters, digits and `{marks}`, up to {most}")), out);
    }
}

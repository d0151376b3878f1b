//! A compute type that its environment does not have.

use cfn::read::Node;
use diag::Severity;

use super::projects;
use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-compute-type",
    severity: Severity::Error,
    title: "The compute type and the environment type of a project do not go together.",
    explanation: "The types BUILD_LAMBDA_… exist for LINUX_LAMBDA_CONTAINER and ARM_LAMBDA_CONTAINER, and those have no others. \
                  ATTRIBUTE_BASED_COMPUTE and CUSTOM_INSTANCE_TYPE belong to fleets and need a ComputeConfiguration. CodeBuild \
                  refuses to create the project or the fleet otherwise.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html",
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html",
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateFleet.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for environment in projects(ctx).flat_map(|project| ctx.all(project, &["Environment"])) {
        for way in ctx.ways(environment, ["ComputeType", "Type", "Fleet"]) {
            if let [Some(compute), Some(kind), None] = way {
                together(ctx, compute, kind, out);
            }
        }
    }
    for fleet in ctx.of_type("AWS::CodeBuild::Fleet").filter_map(Resource::properties) {
        for way in ctx.ways(fleet, ["ComputeType", "ComputeConfiguration"]) {
            let [Some(compute), None] = way else { continue };
            let Some(text) = ctx.text(compute).filter(|text| is_described(text)) else { continue };
            out.add(
                RULE.at(compute.handle(), format!("`{text}` needs a `ComputeConfiguration`"))
                    .help("say there what the machines shall have"),
            );
        }
    }
}

fn is_described(compute: &str) -> bool {
    matches!(compute, "ATTRIBUTE_BASED_COMPUTE" | "CUSTOM_INSTANCE_TYPE")
}

fn together<'t>(ctx: &Context<'t>, compute: &'t Node, kind: &'t Node, out: &mut Findings) {
    let (Some(compute_text), Some(kind_text)) = (ctx.text(compute), ctx.text(kind)) else { return };
    let is_lambda = kind_text.ends_with("_LAMBDA_CONTAINER");
    if compute_text.starts_with("BUILD_LAMBDA_") != is_lambda {
        let cure = if is_lambda {
            "take `BUILD_LAMBDA_1GB` or larger, or another environment type"
        } else {
            "take `BUILD_GENERAL1_SMALL` or larger, or `LINUX_LAMBDA_CONTAINER`"
        };
        out.add(
            RULE.at(compute.handle(), format!("`{kind_text}` has no compute type `{compute_text}`"))
                .related(kind.handle(), "the environment type")
                .help(cure),
        );
    } else if is_described(&compute_text) {
        out.add(
            RULE.at(compute.handle(), format!("`{compute_text}` is a compute type of fleets"))
                .help("name a fleet under `Fleet`, or take one of the fixed compute types"),
        );
    }
}

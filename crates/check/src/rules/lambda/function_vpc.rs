//! A function that is half inside a VPC.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-vpc",
    severity: Severity::Error,
    title: "A function's VPC configuration names subnets without security groups, or the other way round.",
    explanation: "Lambda attaches a function to a VPC by subnets and security groups together, and refuses one without the other. To take \
                  a function out of its VPC, leave VpcConfig out or give two empty lists.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for kind in ["AWS::Lambda::Function", "AWS::Serverless::Function"] {
        for function in ctx.of_type(kind).filter_map(Resource::properties) {
            for vpc in ctx.all(function, &["VpcConfig"]) {
                // SAM may add the other half from its Globals.
                if kind == "AWS::Serverless::Function" && ctx.root().get("Globals").is_some() {
                    continue;
                }
                for [subnets, groups] in ctx.ways(vpc, ["SubnetIds", "SecurityGroupIds"]) {
                    let (has, lacks) = match (subnets, groups) {
                        (Some(subnets), None) => (subnets, "SecurityGroupIds"),
                        (None, Some(groups)) => (groups, "SubnetIds"),
                        _ => continue,
                    };
                    if !(has.is_list() && has.items().is_empty()) {
                        out.add(
                            RULE.at(has.handle(), format!("`VpcConfig` has no `{lacks}`"))
                                .help(format!("add `{lacks}`")),
                        );
                    }
                }
            }
        }
    }
}

//! A VPC configuration of which a part is missing.

use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-vpc",
    severity: Severity::Error,
    title: "A project's VPC configuration lacks a part.",
    explanation: "To build inside a VPC, CodeBuild needs all three: the VPC, at least one subnet and at least one security group. \
                  It refuses a project that names only some of them.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html",
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_VpcConfig.html",
    ],
    check,
};

const PARTS: [&str; 3] = ["VpcId", "Subnets", "SecurityGroupIds"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for vpc in projects(ctx).flat_map(|project| ctx.all(project, &["VpcConfig"])) {
        for way in ctx.ways(vpc, PARTS) {
            // An empty one takes the project out of its VPC.
            if way.iter().all(Option::is_none) {
                continue;
            }
            for (part, value) in PARTS.iter().zip(way) {
                if value.is_none() {
                    out.add(
                        RULE.at(vpc.handle(), format!("`VpcConfig` has no `{part}`"))
                            .help(format!("add `{part}`")),
                    );
                } else if let Some(list) = value.filter(|list| list.is_list() && list.items().is_empty()) {
                    out.add(RULE.at(list.handle(), format!("`{part}` is empty")).help("name at least one"));
                }
            }
        }
    }
}

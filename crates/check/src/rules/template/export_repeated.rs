//! Two exports of one name.

use cfn::read::Node;
use diag::{Severity, Span};

use super::place::shown;
use super::schema::lists::canonical;
use crate::Rule;
use crate::context::{Context, When};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "export-repeated",
    severity: Severity::Error,
    title: "Two outputs are exported under one name.",
    explanation: "The names of exports are unique in an account and region. Of two outputs with the same one the second fails, \
                  and the deployment with it. Outputs whose conditions exclude each other may share a name.",
    pages: &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let mut seen: Vec<(String, When<'_>, Span)> = Vec::new();
    for output in ctx.section("Outputs") {
        let Some(name) = output.value.get("Export").and_then(|export| export.get("Name")) else { continue };
        let condition = output.value.get("Condition").and_then(Node::text);
        for branch in ctx.branches(name) {
            let mut when: When<'_> = condition.map(|name| (name, true)).into_iter().collect();
            when.extend(branch.when);
            let text =
                ctx.text(branch.node).map_or_else(|| canonical(branch.node), |text| format!("{text:?}"));
            let twin = seen.iter().find(|(other, others, _)| {
                *other == text && ctx.satisfiable(&[others.clone(), when.clone()].concat()) == Some(true)
            });
            match twin {
                Some((_, _, first)) => {
                    let message =
                        format!("`{}` is exported under a name that another output has", output.key);
                    out.add(RULE.at(shown(branch.node), message).related(*first, "the first one"));
                }
                None => seen.push((text, when, shown(branch.node))),
            }
        }
    }
}

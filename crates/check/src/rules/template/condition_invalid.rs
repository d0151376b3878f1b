//! Conditions that are neither true nor false.

use cfn::read::{Function, Kind, Node};
use diag::Severity;

use super::place::shown;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "condition-invalid",
    severity: Severity::Error,
    title: "A condition is not made of condition functions.",
    explanation: "Each condition is one of `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` or the function `Condition`, and what \
                  `Fn::And`, `Fn::Or` and `Fn::Not` take are such functions again: never a text such as `true`, and never \
                  a parameter by itself. CloudFormation refuses the template. To ask whether a parameter is `true`, write \
                  `!Equals [!Ref Parameter, \"true\"]`.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    if let Some(section) = ctx.root().get("Conditions")
        && !section.is_map()
    {
        out.add(RULE.at(section.handle(), "the section `Conditions` is not a mapping"));
    }
    for entry in ctx.section("Conditions") {
        if !entry.key.starts_with("Fn::") {
            judge(&entry.value, &entry.key, out);
        }
    }
}

fn judge(node: &Node, name: &str, out: &mut Findings) {
    let Kind::Call(call) = &node.kind else {
        let finding =
            RULE.at(shown(node), format!("`{name}` is made of something that is no condition function"));
        out.add(finding.help("use `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` or `Condition`"));
        return;
    };
    match call.function {
        Function::And | Function::Or | Function::Not => {
            call.argument.items().iter().for_each(|part| judge(part, name, out));
        }
        // What they are given is looked at with all functions, as are those that are unknown.
        Function::Equals | Function::Condition | Function::Transform | Function::Unknown(_) => {}
        Function::Ref => {
            let parameter = call.argument.text().unwrap_or_default();
            let finding = RULE.at(shown(node), format!("`{name}` takes a value for a condition"));
            out.add(finding.help(format!("compare it: `!Equals [!Ref {parameter}, \"true\"]`")));
        }
        ref other => {
            let message = format!("`{}` is no condition function", other.name());
            let finding = RULE.at(shown(node), message);
            out.add(finding.help("use `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` or `Condition`"));
        }
    }
}

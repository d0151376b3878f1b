//! Rules of a template that assert nothing.

use cfn::read::{Function, Kind, Node};
use diag::Severity;

use super::place::shown;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "rule-invalid",
    severity: Severity::Error,
    title: "A rule of the template has no assertions, or one that is neither true nor false.",
    explanation: "Each member of the section `Rules` has `Assertions`, a list of `Assert` with an `AssertDescription`, and maybe \
                  a `RuleCondition`. Condition and assertions are made of functions that are true or false, such as \
                  `Fn::Equals`, `Fn::Contains` and `Fn::EachMemberIn`. CloudFormation refuses the template otherwise.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for rule in ctx.section("Rules") {
        let node = &rule.value;
        if rule.key.starts_with("Fn::") || matches!(node.kind, Kind::Null | Kind::Call(_)) {
            continue;
        }
        if !node.is_map() {
            out.add(RULE.at(rule.key_span, format!("the rule `{}` is not a mapping", rule.key)));
            continue;
        }
        for entry in node.entries() {
            if !matches!(entry.key.as_str(), "Assertions" | "RuleCondition") && !entry.key.starts_with("Fn::")
            {
                let mut finding = RULE.at(entry.key_span, format!("a rule has no `{}`", entry.key));
                // Left out without a word.
                finding.severity = Severity::Warning;
                out.add(finding);
            }
        }
        if let Some(condition) = node.get("RuleCondition") {
            logic(condition, out);
        }
        match node.get("Assertions") {
            None if !node.is_open() => {
                out.add(RULE.at(rule.key_span, format!("the rule `{}` has no `Assertions`", rule.key)));
            }
            Some(assertions) if !assertions.is_list() && assertions.call().is_none() => {
                out.add(RULE.at(assertions.handle(), "`Assertions` is a list"));
            }
            Some(assertions) => assertions.items().iter().for_each(|assertion| asserted(assertion, out)),
            None => {}
        }
    }
}

fn asserted(assertion: &Node, out: &mut Findings) {
    match assertion.get("Assert") {
        Some(assert) => logic(assert, out),
        None if assertion.is_map() && !assertion.is_open() => {
            out.add(RULE.at(assertion.handle(), "an assertion has an `Assert`"));
        }
        None => {}
    }
}

/// Reports what is neither true nor false.
fn logic(node: &Node, out: &mut Findings) {
    let Some(call) = node.call() else {
        if !matches!(node.kind, Kind::Null | Kind::Bool(_)) {
            let finding = RULE.at(shown(node), "this is neither true nor false");
            out.add(finding.help("use `Fn::Equals`, `Fn::Contains` or another function that is"));
        }
        return;
    };
    match call.function {
        Function::And | Function::Or | Function::Not => {
            call.argument.items().iter().for_each(|part| logic(part, out));
        }
        Function::Ref
        | Function::Sub
        | Function::Join
        | Function::FindInMap
        | Function::Select
        | Function::Split => {
            let message = format!("what `{}` gives is neither true nor false", call.function.name());
            out.add(RULE.at(shown(node), message).help("compare it with `Fn::Equals`"));
        }
        _ => {}
    }
}

//! Passwords that come from parameters.

use cfn::read::{Function, Node};
use diag::Severity;

use super::secret_plain::passwords;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "secret-parameter",
    severity: Severity::Note,
    title: "A password comes from a parameter, where a dynamic reference would keep it out of the stack.",
    explanation: "A parameter with `NoEcho` is masked, but whoever deploys has to know the secret and pass it on, and each \
                  deployment can change it. AWS recommends dynamic references instead: `{{resolve:secretsmanager:…}}` reads the \
                  secret where it is kept, and the template names it only.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        let Some(properties) = resource.properties() else { continue };
        passwords(properties, &mut |entry| {
            for branch in ctx.branches(&entry.value) {
                let name = branch.node.call_of(&Function::Ref).and_then(Node::text);
                let Some(parameter) = name.and_then(|name| ctx.parameter(name)) else { continue };
                let hides = parameter.value.get("NoEcho").and_then(Node::scalar);
                if hides.is_some_and(|hides| hides.eq_ignore_ascii_case("true")) {
                    let message = format!("`{}` comes from a parameter", entry.key);
                    let finding = RULE.at(super::place::shown(branch.node), message);
                    out.add(finding.help("refer to it: `{{resolve:secretsmanager:<name>}}`"));
                }
            }
        });
    }
}

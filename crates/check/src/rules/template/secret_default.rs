//! Secrets that a template gives away as defaults.

use cfn::read::Node;
use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "secret-default",
    severity: Severity::Warning,
    title: "A parameter with `NoEcho` has a default.",
    explanation: "`NoEcho` keeps a value from being shown, and a default shows one to everybody who can read the template. It is \
                  also the value of every stack whose owner forgets to give another. Take the default out, so that each \
                  deployment has to name the secret, or refer to it with `{{resolve:secretsmanager:…}}`.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for parameter in ctx.section("Parameters") {
        let hides = parameter.value.get("NoEcho").and_then(Node::scalar);
        let Some(default) = parameter.value.get("Default") else { continue };
        let is_secret = hides.is_some_and(|hides| hides.eq_ignore_ascii_case("true"));
        // Nothing, and a reference to a secret, give none away.
        let gives_away =
            default.scalar().is_some_and(|text| !text.trim().is_empty() && !text.contains("{{resolve:"));
        if is_secret && gives_away {
            let message = format!("`{}` is secret, and its default is not", parameter.key);
            out.add(RULE.at(default.handle(), message).secret().help("take the default out"));
        }
    }
}

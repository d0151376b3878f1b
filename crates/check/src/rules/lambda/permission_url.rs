//! A permission that mixes up function URLs and plain invocations.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "permission-url",
    severity: Severity::Error,
    title: "A permission limits plain invocations by the authentication of a function URL.",
    explanation: "FunctionUrlAuthType is a condition of the action lambda:InvokeFunctionUrl alone. Lambda refuses a permission that has it \
                  with another action. For plain invocations through a URL there is InvokedViaFunctionUrl.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
        "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for permission in ctx.of_type("AWS::Lambda::Permission").filter_map(Resource::properties) {
        for [action, kind] in ctx.ways(permission, ["Action", "FunctionUrlAuthType"]) {
            let (Some(action), Some(kind)) = (action, kind) else { continue };
            let Some(text) = ctx.text(action) else { continue };
            if !text.eq_ignore_ascii_case("lambda:InvokeFunctionUrl") && !text.contains('*') {
                out.add(
                    RULE.at(action.handle(), format!("`{text}` has no `FunctionUrlAuthType`"))
                        .related(kind.handle(), "of function URLs alone")
                        .help("write `lambda:InvokeFunctionUrl`, or leave the condition out"),
                );
            }
        }
    }
}

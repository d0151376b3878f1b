//! More environment variables than a function takes.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-environment-size",
    severity: Severity::Error,
    title: "A function's environment variables are larger than 4 KB in all.",
    explanation: "Lambda refuses a function whose variables' names and values are longer than 4,096 bytes together. Only what is written \
                  out is counted; a warning begins at 80 percent. Large settings belong into Parameter Store, AppConfig or S3.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"],
    check,
};

const MOST: usize = 4096;

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for function in ctx.of_type("AWS::Lambda::Function").filter_map(Resource::properties) {
        for variables in ctx.all(function, &["Environment", "Variables"]) {
            let value = |entry: &'_ cfn::read::Entry| match entry.value.scalar() {
                Some(text) if !text.contains("{{resolve:") => text.len(),
                _ => 0,
            };
            let bytes: usize = variables.entries().iter().map(|entry| entry.key.len() + value(entry)).sum();
            if bytes > MOST * 4 / 5 {
                let mut finding = RULE
                    .at(variables.handle(), format!("{bytes} of {MOST} bytes of environment variables"))
                    .help("keep large settings in Parameter Store, AppConfig or S3, and name them here");
                if bytes <= MOST {
                    finding.severity = Severity::Warning;
                }
                out.add(finding);
            }
        }
    }
}

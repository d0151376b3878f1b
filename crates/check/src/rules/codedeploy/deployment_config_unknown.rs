//! A deployment configuration that CodeDeploy does not have.

use diag::{Severity, nearest};

use super::configs::{self, PREFIX};
use super::groups;
use crate::context::Resource;
use crate::mend::reword;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "deployment-config-unknown",
    severity: Severity::Error,
    title: "A deployment group names a built-in configuration that CodeDeploy does not have.",
    explanation: "Names that begin with `CodeDeployDefault.` are CodeDeploy's own, and it refuses a group with one that it does not \
                  have. The plurals differ: `…Every1Minute`, `…Every10Minutes`. A configuration of your own cannot begin that way, \
                  and a built-in name without its beginning is taken for one of yours.",
    pages: &[
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for group in groups::all(ctx) {
        for node in ctx.all(group.properties, &["DeploymentConfigName"]) {
            for text in ctx.texts(node).known {
                let name = &*text.value;
                let names = configs::names(group.platform);
                if !name.starts_with(PREFIX) {
                    let whole = format!("{PREFIX}{name}");
                    if configs::built_in(&whole).is_some() {
                        let mut finding = RULE
                            .at(text.span(), format!("`{name}` is taken for a configuration of your own"))
                            .help(format!("write `{whole}`"))
                            .fix(reword(ctx, text.span(), name, &whole));
                        finding.severity = Severity::Warning;
                        out.add(finding);
                    }
                } else if configs::built_in(name).is_none() {
                    let mut finding =
                        RULE.at(text.span(), format!("CodeDeploy has no configuration `{name}`"));
                    if let Some(near) = nearest(name, names.iter().map(String::as_str)) {
                        finding = finding.help(format!("write `{near}`"));
                    }
                    out.add(finding);
                }
            }
        }
    }
    for config in ctx.of_type("AWS::CodeDeploy::DeploymentConfig").filter_map(Resource::properties) {
        for node in ctx.all(config, &["DeploymentConfigName"]) {
            for text in ctx.texts(node).known {
                if text.value.starts_with(PREFIX) {
                    out.add(
                        RULE.at(
                            text.span(),
                            "only CodeDeploy's own configurations begin with `CodeDeployDefault.`",
                        )
                        .help("choose another name"),
                    );
                }
            }
        }
    }
}

//! `configuration-invalid-value`: a configuration value that its key does not take.
//!
//! Values with variables in them, and those that only the deployment knows, are left alone. JSON is judged elsewhere.

use diag::{Diagnostic, Severity};

use super::mend::{listed, meant, tell};
use super::{schedule, shift};
use crate::Rule;
use crate::context::Context;
use crate::pipelines::types::Form;
use crate::pipelines::{Pipeline, Step};
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "configuration-invalid-value",
    severity: Severity::Error,
    title: "A configuration value is none of those that its key takes.",
    explanation: "Many configuration keys take one of a few words, a number within limits, `true` or `false`, or a text of \
        a certain form. CodePipeline reads them when it creates the pipeline or when the action runs, and either refuses \
        the pipeline or fails the action.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        let Some(kind) = step.kind else { continue };
        for setting in &step.settings {
            let Some(key) = kind.key(&setting.entry.key) else { continue };
            for text in setting.texts(ctx) {
                if let Some(finding) = judge(ctx, key.name, key.form, &text) {
                    tell(ctx, &setting.entry.value, &text, finding, out);
                }
            }
        }
        if let Some(finding) = small_windows(ctx, step) {
            out.add(finding);
        }
    }
}

fn judge(ctx: &Context<'_>, key: &str, form: Form, text: &Text<'_>) -> Option<Diagnostic> {
    let value = &*text.value;
    // Nothing at all is another rule's; as a parameter's default it says "to be given".
    if value.is_empty() {
        return None;
    }
    let wrong = || RULE.at(text.span(), format!("`{value}` is no value of `{key}`"));
    match form {
        Form::Flag if !["true", "false"].contains(&value.to_ascii_lowercase().as_str()) => {
            // What AWS makes of another word no page says.
            let mut finding = wrong().help("write `true` or `false`");
            finding.severity = Severity::Warning;
            Some(finding)
        }
        Form::Number(least, most) => {
            let number = value.parse::<u64>().ok();
            if number.is_some_and(|number| (least..=most).contains(&number)) {
                return None;
            }
            let most = if most == u64::MAX { String::new() } else { format!(" to {most}") };
            Some(wrong().help(format!("a whole number from {least}{most}")))
        }
        Form::OneOf(words) if !words.contains(&value) => {
            let finding = wrong().help(format!("it takes {}", listed(words.iter().copied())));
            Some(meant(ctx, finding, value, words.iter().copied()))
        }
        Form::ListOf(words) => {
            let wrong_one = value.split(',').find(|word| !words.contains(word))?;
            let finding = RULE.at(text.span(), format!("`{wrong_one}` is nothing that `{key}` takes"));
            let finding = finding.help(format!(
                "it takes {}, with commas and no spaces between",
                listed(words.iter().copied())
            ));
            let mut finding = meant(ctx, finding, wrong_one, words.iter().copied());
            if words.contains(&wrong_one.trim()) {
                // What becomes of spaces no page says.
                finding.severity = Severity::Warning;
            }
            Some(finding)
        }
        Form::Shift => Some(wrong().help(shift::fault(value)?)),
        Form::Cron => Some(wrong().help(schedule::fault(value)?)),
        _ => None,
    }
}

/// The one incompatible pair that the page of the Commands action names.
fn small_windows<'t>(ctx: &Context<'t>, step: &Step<'t>) -> Option<Diagnostic> {
    if !step.is("Compute", "Commands") {
        return None;
    }
    let system =
        step.setting(ctx, "EnvironmentType").filter(|text| text.value == "WINDOWS_SERVER_2022_CONTAINER")?;
    let message = "`WINDOWS_SERVER_2022_CONTAINER` does not run on `BUILD_GENERAL1_SMALL`";
    let help = "set `ComputeType` to `BUILD_GENERAL1_MEDIUM` or `BUILD_GENERAL1_LARGE`";
    let finding = match step.setting(ctx, "ComputeType") {
        Some(size) if size.value == "BUILD_GENERAL1_SMALL" => RULE.at(size.span(), message),
        None if step.lacks("ComputeType") => {
            RULE.at(system.span(), message).label("without a `ComputeType` it would be small")
        }
        _ => return None,
    };
    Some(finding.help(help))
}

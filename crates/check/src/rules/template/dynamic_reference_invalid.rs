//! Dynamic references that name nothing.

use diag::Severity;

use super::dynamic;
use super::suggest::suggest;
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "dynamic-reference-invalid",
    severity: Severity::Error,
    title: "A dynamic reference is not of its form.",
    explanation: "CloudFormation puts in what it finds under `{{resolve:ssm:name:version}}`, `{{resolve:ssm-secure:name:version}}` \
                  and `{{resolve:secretsmanager:name-or-arn:SecretString:key:stage:id}}`; name alone is enough, a version is a \
                  number, and of a secret's version stage and id only one can be given. Another service, a label as version, or \
                  a key where `SecretString` has to stand, fails the deployment. With blanks before `resolve` it is no dynamic \
                  reference at all but a text like any other, which is a warning.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html",
    ],
    check,
};

const SERVICES: [&str; 3] = ["secretsmanager", "ssm", "ssm-secure"];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    dynamic::all(ctx, &mut |reference, place| {
        if place.section == "Metadata" {
            return;
        }
        if reference.is_spaced {
            let mut finding =
                RULE.at(reference.span, "with blanks in it this is a text, and is not resolved");
            finding.severity = Severity::Warning;
            out.add(finding.help("write `{{resolve:`, without blanks"));
            return;
        }
        // What `Fn::Sub` puts in is only known then.
        if reference.text.contains("${") {
            return;
        }
        let service = reference.service();
        if !SERVICES.contains(&service) {
            let finding = RULE.at(reference.span, format!("there is no dynamic reference to `{service}`"));
            out.add(suggest(finding, ctx.document(), (service, reference.span), SERVICES));
            return;
        }
        let rest = reference.text.splitn(3, ':').nth(2).unwrap_or_default();
        let fault = if service == "secretsmanager" { secret(rest) } else { parameter(rest) };
        if let Some(message) = fault {
            out.add(RULE.at(reference.span, message));
        }
    });
}

/// What is wrong with `name:version`.
fn parameter(rest: &str) -> Option<String> {
    // An ARN names a parameter that is shared from another account.
    if rest.starts_with("arn:") {
        return None;
    }
    let (name, version) = rest.split_once(':').map_or((rest, None), |(name, version)| (name, Some(version)));
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_.-/".contains(letter);
    if name.is_empty() || !name.chars().all(is_part) {
        return Some(format!("`{name}` is not the name of a parameter"));
    }
    let version = version?;
    let is_number = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    (!is_number).then(|| format!("`{version}` is not the number of a version"))
}

/// What is wrong with `name-or-arn:SecretString:key:stage:id`.
fn secret(rest: &str) -> Option<String> {
    let parts: Vec<&str> = rest.split(':').collect();
    let own = if parts.first() == Some(&"arn") {
        if parts.len() < 7 {
            return Some("the ARN of a secret has seven parts".to_owned());
        }
        &parts[7..]
    } else {
        if parts.first().is_none_or(|name| name.is_empty()) {
            return Some("the name of the secret is missing".to_owned());
        }
        &parts[1..]
    };
    if let Some(kind) = own.first()
        && !matches!(*kind, "" | "SecretString")
    {
        return Some(format!("`{kind}` stands where only `SecretString` can"));
    }
    if own.len() > 4 {
        return Some("a secret has a name, `SecretString`, a key, a stage and an id, and no more".to_owned());
    }
    let given = |index: usize| own.get(index).is_some_and(|part| !part.is_empty());
    (given(2) && given(3)).then(|| "a version's stage and its id cannot both be given".to_owned())
}

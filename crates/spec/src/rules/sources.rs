//! Sources as a list, objects and images: as many as a build takes, names that become artifacts, keys that mean one object.

use super::images::repository_name;
use super::images::tag_name;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Located, S3Object, Setting, Source, Stack};

/// The inputs of one action
/// ([number of artifacts](https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html)).
pub(super) const INPUTS: usize = 5;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    if let Source::Ecr(image) = &stack.source {
        findings.error(
            Finding::InvalidSource,
            image.repository.span(),
            "the first source is an image",
            "has no code to build",
            "begin with the source of the code, and name the image behind it: `- { name: Base, ecr: … }`",
        );
    }
    if let Some(over) = stack.further_sources.get(INPUTS - 1) {
        findings.error(
            Finding::TooMany,
            over.name.span(),
            format!("{} sources, and {INPUTS} are allowed", stack.further_sources.len() + 1),
            "the first one too many",
            "a build takes five artifacts",
        );
    }
    let mut seen: Vec<&Located<String>> = Vec::new();
    for one in &stack.further_sources {
        name(&one.name, &seen, findings);
        seen.push(&one.name);
    }
    for (_, source) in stack.sources() {
        findings.within("source", |findings| match source {
            Source::S3(object) => s3(object, findings),
            Source::Ecr(image) => {
                repository_name(&image.repository, findings);
                if let Setting::Literal(tag) = &image.tag {
                    tag_name(tag, findings);
                }
            }
            Source::Codecommit(_) | Source::Connection(_) => {}
        });
    }
}

/// Whether an artifact can be called that: object keys keep ten characters of it.
pub(super) fn is_artifact(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.len() <= 10
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// An artifact's name, and part of logical IDs.
fn name(name: &Located<String>, seen: &[&Located<String>], findings: &mut Findings) {
    if !is_artifact(name) {
        findings.error(
            Finding::InvalidName,
            name.span(),
            format!("`{}` cannot be the name of a source", name.escape_debug()),
            "a letter, then letters and digits, 10 at most",
            "CodePipeline keeps ten characters of an artifact's name: `Base`",
        );
    } else if ["Source", "SourceCode", "Packages", "Build", "Release"].contains(&name.as_str()) {
        findings.error(
            Finding::ReservedName,
            name.span(),
            format!("the name `{}` is taken", name.as_str()),
            "by the pipeline itself",
            "choose another name",
        );
    } else if let Some(first) = seen.iter().find(|first| first.eq_ignore_ascii_case(name)) {
        findings.push(
            Finding::NameCollision
                .error(format!("two sources are called `{}`", name.as_str()))
                .at(name.span())
                .label("again here")
                .related(first.span(), "first here")
                .help("builds tell their inputs apart by these names"),
        );
    }
}

/// The key ends up in a policy and in an event pattern, so it means itself alone
/// ([safe characters](https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html)).
fn s3(object: &S3Object, findings: &mut Findings) {
    let key = &object.key;
    let label = if key.is_empty() || key.starts_with('/') || key.ends_with('/') {
        "not the key of an object"
    } else if key.len() > 1_024 {
        "longer than 1,024 bytes"
    } else if !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/!-_.'()".contains(&byte)) {
        "a character that means something elsewhere"
    } else {
        ""
    };
    if !label.is_empty() {
        findings.error(
            Finding::InvalidPath,
            key.span(),
            format!("`{}` cannot be a source", key.escape_debug()),
            label,
            "write the whole key of one zip, of letters, digits and `/!-_.'()`: `drops/orders.zip`",
        );
    }
    let Some(bucket) = &object.existing else { return };
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let fits = (3..=63).contains(&bucket.len())
        && bucket.bytes().all(|byte| inner(byte) || byte == b'-' || byte == b'.')
        && bucket.bytes().next().is_some_and(inner)
        && bucket.bytes().last().is_some_and(inner);
    if !fits {
        findings.error(
            Finding::InvalidName,
            bucket.span(),
            format!("`{}` is not the name of a bucket", bucket.escape_debug()),
            "3 to 63 lower-case letters, digits, `-` and `.`",
            "the name alone, without `s3://` or `arn:`",
        );
    }
}

//! Sources with a connection: a repository as its provider calls it, a connection or host by its ARN, a name that fits.
//!
//! The connection's ARN ends up in a policy: no wildcards.

use super::addresses::is_arn;
use super::names::not_allowed;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Connection, Located, Provider, Setting, Source, Stack, Through};

/// [The limit of connections](https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html).
const NAME: usize = 32;

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (name, source) in stack.sources() {
        if let Source::Connection(source) = source {
            one(stack, name, source, findings);
        }
    }
}

fn one(stack: &Stack, name: Option<&Located<String>>, source: &Connection, findings: &mut Findings) {
    findings.within("source", |findings| {
        repository(&source.repository, &source.through, findings);
        match &source.through {
            Through::Existing(Setting::Literal(arn)) => existing(arn, findings),
            Through::Host(Setting::Literal(arn)) => host(arn, findings),
            Through::Provider(_) | Through::Host(_) | Through::Existing(_) => {}
        }
    });
    let length = stack.name.chars().count() + name.map_or(0, |name| 1 + name.chars().count());
    if !matches!(source.through, Through::Existing(_)) && length > NAME {
        findings.error(
            Finding::TooLong,
            stack.name.span(),
            format!("the connection would have a name of {length} characters, and {NAME} are allowed"),
            format!("{} too many", length - NAME),
            "shorten the pipeline's name, or make the connection beforehand and give its ARN as `existing`",
        );
    }
}

fn repository(repository: &Located<String>, through: &Through, findings: &mut Findings) {
    let parts: Vec<&str> = repository.split('/').collect();
    let unfit = repository
        .chars()
        .find(|letter| !letter.is_ascii_alphanumeric() && !matches!(letter, '.' | '-' | '_' | '/'));
    // Only GitLab has groups in groups; what stands behind a host or connection is not known here.
    let public = match through {
        Through::Provider(provider) => Some(**provider),
        Through::Host(_) | Through::Existing(_) => None,
    };
    let label = if repository.contains("://") {
        "the owner and the name alone, without the address before them".to_owned()
    } else if let Some(letter) = unfit {
        not_allowed(letter)
    } else if parts.len() < 2 || parts.iter().any(|part| part.is_empty()) {
        "an owner, a `/`, a name".to_owned()
    } else if repository.ends_with(".git") {
        "without `.git`".to_owned()
    } else if parts.len() > 2 && matches!(public, Some(Provider::GitHub | Provider::Bitbucket)) {
        "one `/` only".to_owned()
    } else {
        return;
    };
    findings.error(
        Finding::InvalidName,
        repository.span(),
        format!("`{}` is not a repository with its owner", repository.escape_debug()),
        label,
        "write it as its address ends: `acme/orders`, at GitLab also `acme/shop/orders`",
    );
}

fn existing(arn: &Located<String>, findings: &mut Findings) {
    if !is_connection(arn, "codeconnections") && !is_connection(arn, "codestar-connections") {
        findings.error(
            Finding::InvalidArn,
            arn.span(),
            format!("`{}` is not the ARN of a connection", arn.as_str()),
            "not an ARN of a connection",
            "write `arn:aws:codeconnections:eu-west-1:111122223333:connection/…`, or `{ parameter: ConnectionArn }` to keep it out of git",
        );
    }
}

fn host(arn: &Located<String>, findings: &mut Findings) {
    let service = ["codeconnections", "codestar-connections"].into_iter().any(|name| is_arn(arn, name));
    let id = arn.splitn(6, ':').last().and_then(|rest| rest.strip_prefix("host/")).unwrap_or_default();
    if !service || !made_of_words(&id.replace('/', "-")) {
        findings.error(
            Finding::InvalidArn,
            arn.span(),
            format!("`{}` is not the ARN of a host", arn.as_str()),
            "not an ARN of a host",
            "write `arn:aws:codeconnections:eu-west-1:111122223333:host/…`, or `{ parameter: HostArn }` to keep it out of git",
        );
    }
}

/// Whether a text is the ARN of one connection, under that name of the service.
/// <https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html>
pub(crate) fn is_connection(text: &str, service: &str) -> bool {
    let id = text.splitn(6, ':').last().and_then(|rest| rest.strip_prefix("connection/"));
    is_arn(text, service) && id.is_some_and(made_of_words)
}

fn made_of_words(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

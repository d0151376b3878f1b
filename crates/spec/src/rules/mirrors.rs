//! Mirrors: over TLS, and with credentials that nobody can read here.

use diag::Span;

use super::credentials::credential;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{BuildValue, Located, Mirror, Setting, Stack};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for task in stack.tasks() {
        let Some(build) = task.work().codebuild() else { continue };
        findings.within(task.part(), |findings| {
            let mirrors = &build.mirrors;
            for (manager, mirror) in [("npm", &mirrors.npm), ("pip", &mirrors.pip), ("maven", &mirrors.maven)]
            {
                if let Some(mirror) = mirror {
                    findings.within(format!("mirror `{manager}`"), |findings| {
                        one(manager, mirror, findings);
                    });
                }
            }
        });
    }
}

fn one(manager: &str, mirror: &Mirror, findings: &mut Findings) {
    url(&mirror.url, findings);
    let credentials =
        [("username", &mirror.username), ("password", &mirror.password), ("token", &mirror.token)];
    for (key, value) in credentials {
        if let Some(value @ BuildValue::Plain(_)) = value {
            in_clear(key, value, findings);
        }
    }
    let wrong = match (&mirror.username, &mirror.password, &mirror.token) {
        (_, _, Some(token)) if manager != "npm" => (
            Finding::InvalidMirror,
            token,
            format!("{manager} cannot log in with a `token`"),
            "needs `username` and `password`",
            "registries take a token as the password: `password: { secrets-manager: { id: … } }`",
        ),
        (Some(_), _, Some(token)) | (_, Some(_), Some(token)) => (
            Finding::KeysExclude,
            token,
            "the mirror has a `token` besides `username` or `password`".to_owned(),
            "two ways to log in",
            "keep `token` alone, or `username` and `password`",
        ),
        (Some(username), None, None) => (
            Finding::InvalidMirror,
            username,
            "the mirror has a `username` and no `password`".to_owned(),
            "cannot log in",
            "add `password: { secrets-manager: { id: … } }`",
        ),
        (None, Some(password), None) => (
            Finding::InvalidMirror,
            password,
            "the mirror has a `password` and no `username`".to_owned(),
            "cannot log in",
            "add `username: { parameter-store: { name: … } }`",
        ),
        _ => return,
    };
    let (code, value, message, label, help) = wrong;
    findings.error(code, place(value), message, label, help);
}

fn place(value: &BuildValue) -> Option<Span> {
    match value {
        BuildValue::Plain(Setting::Literal(text)) => text.span(),
        BuildValue::Plain(Setting::Parameter(parameter)) => parameter.name().span(),
        BuildValue::ParameterStore(parameter) => parameter.name.span(),
        BuildValue::SecretsManager(secret) => secret.id.span(),
    }
}

fn url(url: &Located<String>, findings: &mut Findings) {
    // One with a password is found as a secret in clear, and not to be repeated in a message.
    if credential(url).is_some() {
        return;
    }
    if let Some(label) = unfit(url) {
        findings.error(
            Finding::InvalidMirror,
            url.span(),
            format!("`{}` is not an address for a mirror", url.as_str()),
            label,
            "write `https://artifactory.example.com/…`",
        );
    }
}

/// Why an address is none for a mirror. It goes into files of npm, pip and Maven, where a `;` begins a comment.
fn unfit(url: &str) -> Option<&'static str> {
    let Some(rest) = url.strip_prefix("https://") else {
        return Some(if url.starts_with("http://") {
            "not encrypted: whoever listens sees the credentials"
        } else {
            "not an `https://` address"
        });
    };
    let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
    let no_address = ['"', '\'', '<', '>', '\\', '`', '$', '{', '}', ';'];
    if host.contains('@') {
        Some("the user belongs under `username`")
    } else if host.is_empty() {
        Some("the host is missing")
    } else if url.contains(char::is_whitespace) || url.contains(no_address) {
        Some("a character that it cannot hold")
    } else if url.contains(['?', '#']) {
        Some("package managers append paths to it")
    } else {
        None
    }
}

fn in_clear(key: &str, value: &BuildValue, findings: &mut Findings) {
    let message = format!("the mirror's `{key}` is in clear");
    let label = "can be read by everybody who sees the template";
    let cure = format!("keep it in Secrets Manager: `{key}: {{ secrets-manager: {{ id: …, key: … }} }}`");
    match value {
        BuildValue::Plain(Setting::Literal(_)) => findings.secret(place(value), message, label, cure),
        _ => findings.error(Finding::LiteralCredential, place(value), message, label, cure),
    }
}

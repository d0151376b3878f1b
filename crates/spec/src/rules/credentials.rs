//! Secrets in clear: by the name of a variable, or by the look of a text anywhere.
//!
//! A stack file is read by everybody who sees the repository, and its template by everybody who may describe the
//! stack. What is found here is never repeated in a message. A value that a shell fills in (`$TOKEN`) is no secret.

use super::walk::{Leaf, leaves};
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{BuildValue, Function, Located, Setting, Stack};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (key, function) in stack.functions() {
        findings.within(format!("function `{}`", key.as_str()), |findings| of_function(function, findings));
    }
    for (part, _, function) in stack.differences() {
        findings.within(part, |findings| of_function(&function, findings));
    }
    for task in stack.tasks() {
        findings.within(task.part(), |findings| {
            for (name, value) in task.work().parameters() {
                let cure = "whoever may see the pipeline sees it: pass the name of a secret, and let the reader get it from Secrets Manager";
                variable(name, value, cure, findings);
            }
            for (name, value) in task.work().environment() {
                if let BuildValue::Plain(value) = value {
                    let cure = format!(
                        "keep it in Secrets Manager: `{}: {{ secrets-manager: {{ id: … }} }}`, \
                         or in Parameter Store: `{{ parameter-store: {{ name: … }} }}`",
                        name.as_str()
                    );
                    variable(name, value, &cure, findings);
                }
            }
        });
    }
    for (name, parameter) in stack.parameters() {
        let default = parameter.default.as_ref().filter(|default| credential(default).is_none());
        if let (true, Some(default)) = (is_secret_name(name), default) {
            findings.secret(
                default.span(),
                format!("`{}` looks like a secret, and its default is in clear", name.as_str()),
                "in clear, in git and in the template",
                "parameters are no place for secrets: keep it in Secrets Manager or Parameter Store, and name it there",
            );
        }
    }
    leaves(stack, &mut |part, leaf| {
        findings.within(part, |findings| match leaf {
            Leaf::Text(text) => {
                anywhere(text, findings);
                dynamic_reference(text, findings);
            }
            // There, a dynamic reference is what CloudFormation offers.
            Leaf::Raw(text) => anywhere(text, findings),
            Leaf::Parameter(_) => {}
        });
    });
}

fn of_function(function: &Function, findings: &mut Findings) {
    for (name, value) in &function.environment {
        let cure = format!(
            "keep it in Secrets Manager, give the function the secret's name, and let it read the value: \
             `{}_NAME: …`, with `secretsmanager:GetSecretValue` under `policy`",
            name.as_str()
        );
        variable(name, value, &cure, findings);
    }
}

/// CloudFormation would put the secret itself there, for everybody who sees the resource
/// ([dynamic references](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html)).
fn dynamic_reference(text: &Located<String>, findings: &mut Findings) {
    if text.contains("{{resolve:") {
        findings.error(
            Finding::DynamicReference,
            text.span(),
            "`{{resolve:…}}` is not left to CloudFormation",
            "would stand in clear where this text goes",
            "in the build's `environment` write `{ secrets-manager: { id: … } }` or `{ parameter-store: { name: … } }`; a function \
             reads its secrets itself",
        );
    }
}

fn variable(name: &Located<String>, value: &Setting, cure: &str, findings: &mut Findings) {
    let (place, label) = match value {
        Setting::Literal(text) if text.is_empty() || credential(text).is_some() => return,
        Setting::Literal(text) => (text.span(), "in clear, in git and in the template"),
        Setting::Parameter(parameter) => {
            (parameter.name().span(), "in clear, for everybody who sees the resource")
        }
    };
    if is_secret_name(name) {
        let message = format!("`{}` looks like a secret, and its value is in clear", name.as_str());
        match value {
            Setting::Literal(_) => findings.secret(place, message, label, cure),
            Setting::Parameter(_) => findings.error(Finding::LiteralCredential, place, message, label, cure),
        }
    }
}

fn anywhere(text: &Located<String>, findings: &mut Findings) {
    if let Some(what) = credential(text) {
        findings.secret(
            text.span(),
            format!("this text holds {what}"),
            "a secret, in git and in the template",
            "revoke it where it was issued, because git keeps it for ever; then keep the new one in Secrets Manager, and name it \
             in the build's `environment` (`TOKEN: { secrets-manager: { id: … } }`) or as a mirror's `password`",
        );
    }
}

/// Whether a variable of that name holds a secret, rather than where to find one.
fn is_secret_name(name: &str) -> bool {
    const SECRET: [&str; 9] = [
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "SECRET",
        "SECRETS",
        "TOKEN",
        "CREDENTIAL",
        "CREDENTIALS",
        "APIKEY",
    ];
    const ABOUT: [&str; 20] = [
        "ARN",
        "NAME",
        "ID",
        "URL",
        "URI",
        "PATH",
        "FILE",
        "PARAMETER",
        "PREFIX",
        "TTL",
        "SECONDS",
        "MINUTES",
        "LENGTH",
        "LIMIT",
        "COUNT",
        "TYPE",
        "HEADER",
        "ENDPOINT",
        "HOST",
        "REGION",
    ];
    const SHORT: [&str; 3] = ["PASS", "PAT", "PWD"];
    let name = snake(name).to_ascii_uppercase();
    let words: Vec<&str> = name.split(|character: char| !character.is_ascii_alphanumeric()).collect();
    if words.last().is_some_and(|last| ABOUT.contains(last)) {
        return false;
    }
    let keys = words
        .windows(2)
        .any(|pair| matches!(pair, ["API" | "PRIVATE" | "ACCESS" | "SIGNING" | "ENCRYPTION", "KEY"]));
    keys || words
        .iter()
        .any(|word| SHORT.contains(word) || SECRET.iter().any(|secret| word.ends_with(secret)))
}

/// `DbPass` as `Db_Pass`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut before_lower = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && before_lower {
            out.push('_');
        }
        before_lower = letter.is_ascii_lowercase();
        out.push(letter);
    }
    out
}

/// `export DB_PASSWORD=hunter2`: a variable of a shell that gets a secret in clear.
fn assigned(text: &str) -> bool {
    text.match_indices('=').any(|(at, _)| {
        let before = &text[..at];
        let in_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let start = before.trim_end_matches(in_name).len();
        let name = &before[start..];
        let begins_word =
            before[..start].is_empty() || before[..start].ends_with([' ', '\t', '\n', ';', '&', '|', '(']);
        let value = text[at + 1..].trim_start_matches(['"', '\'']);
        begins_word
            && name.chars().any(|letter| letter.is_ascii_uppercase())
            && !name.chars().any(|letter| letter.is_ascii_lowercase())
            && is_secret_name(name)
            && value.starts_with(|first: char| first.is_ascii_alphanumeric())
    })
}

/// What kind of secret a text holds.
pub(super) fn credential(text: &str) -> Option<&'static str> {
    const PREFIXES: [(&str, usize, &str); 14] = [
        ("AKIA", 16, "an access key of AWS"),
        ("ASIA", 16, "an access key of AWS"),
        ("ghp_", 30, "a token of GitHub"),
        ("gho_", 30, "a token of GitHub"),
        ("ghu_", 30, "a token of GitHub"),
        ("ghs_", 30, "a token of GitHub"),
        ("ghr_", 30, "a token of GitHub"),
        ("github_pat_", 22, "a token of GitHub"),
        ("glpat-", 20, "a token of GitLab"),
        ("npm_", 36, "a token of npm"),
        ("xoxb-", 10, "a token of Slack"),
        ("xoxp-", 10, "a token of Slack"),
        ("xoxa-", 10, "a token of Slack"),
        ("xoxs-", 10, "a token of Slack"),
    ];
    for (prefix, length, what) in PREFIXES {
        for (at, _) in text.match_indices(prefix) {
            let starts_word =
                !text[..at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '_');
            let rest = &text[at + prefix.len()..];
            let tail = rest
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
                .count();
            if starts_word && tail >= length {
                return Some(what);
            }
        }
    }
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    if assigned(text) {
        return Some("the value of a variable that looks like a secret");
    }
    if user_info(text) {
        return Some("a password in an address");
    }
    for key in ["_authToken=", "_password=", "_auth="] {
        for (at, _) in text.match_indices(key) {
            let value = text[at + key.len()..].trim_start_matches(['"', '\'', ' ']);
            if value.starts_with(|first: char| first.is_ascii_alphanumeric()) {
                return Some("a credential of npm");
            }
        }
    }
    None
}

/// `https://user:password@host`, where the password is written out.
fn user_info(text: &str) -> bool {
    text.match_indices("://").any(|(at, _)| {
        let rest = &text[at + 3..];
        let authority = &rest
            [..rest.find(|end: char| end.is_whitespace() || "/\"'?#".contains(end)).unwrap_or(rest.len())];
        authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).is_some_and(|(_, password)| {
            !password.is_empty()
                && !password.contains(['$', '{', '`', '<'])
                && !password.chars().all(|letter| letter == '*')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{assigned, credential, is_secret_name};

    #[test]
    fn assignments_of_a_shell() {
        for text in ["export DB_PASSWORD=hunter2", "a; API_TOKEN='x1'", "PASSWORD=a", "\u{2026} PASSWORD=a"] {
            assert!(assigned(text), "{text}");
        }
        // Found by the fuzzer: what stands before the name can have more than one byte.
        for text in ["\u{2026}PASSWORD=a", "\u{e9}=1", "password=x", "X_PASSWORD=$OTHER", "="] {
            assert!(!assigned(text), "{text}");
        }
    }

    #[test]
    fn names_that_hold_secrets() {
        for name in [
            "PASSWORD",
            "DB_PASSWORD",
            "DBPASSWORD",
            "API_KEY",
            "apiKey_TOKEN",
            "NPM_TOKEN",
            "MY-SECRET",
            "PRIVATE_KEY",
            "AWS_CREDENTIALS",
            "DB_PASS",
            "DbPass",
            "PGPWD_PWD",
            "GITHUB_PAT",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "SECRET_ARN",
            "TOKEN_URL",
            "PASSWORD_PARAMETER",
            "API_KEY_ID",
            "MAX_TOKENS",
            "TOKENIZER",
            "KEY",
            "PUBLIC_KEY",
            "TOKEN_TTL",
            "MONKEY",
            "BYPASS",
            "PATH",
            "PASSED_TESTS",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn texts_that_hold_secrets() {
        // Put together here, so that no scanner takes this file for a leak.
        let long = "a1B2".repeat(10);
        for text in [
            format!("export KEY={}{}", "AKIA", "IOSFODNN7EXAMPLE"),
            format!("git clone https://x:{}{long}@github.com/a/b", "ghp_"),
            format!("{}{long}", "github_pat_"),
            format!("//registry.npmjs.org/:_authToken={}{long}", "npm_"),
            "//r.example.com/:_authToken=abcdef".to_owned(),
            format!("{}123456789012-abc", "xoxb-"),
            format!("-----BEGIN {} KEY-----\nMII", "RSA PRIVATE"),
            "make build && export DB_PASSWORD=hunter2".to_owned(),
            "NPM_TOKEN='abc' npm publish".to_owned(),
            "pip install --index-url https://user:hunter2@example.com/simple x".to_owned(),
        ] {
            assert!(credential(&text).is_some(), "{text}");
        }
        for text in [
            "git clone https://$USER:$TOKEN@example.com/x",
            "curl https://user:${PASSWORD}@example.com",
            "//r.example.com/:_authToken=${NPM_TOKEN}",
            "git clone ssh://git@example.com/x",
            "echo http://localhost:8080/a@b",
            "AKIA",
            "export DB_PASSWORD=$SECRET",
            "TOKEN_URL=https://example.com make test",
            "pytest --junit_pass=report.xml",
            "npm_config_cache=/tmp/x npm_execpath",
            "npm ci && npm test",
            "mail a:b@c",
        ] {
            assert_eq!(credential(text), None, "{text}");
        }
    }
}

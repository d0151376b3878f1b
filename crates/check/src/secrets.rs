//! Texts that hold a secret, and names of variables that do.
//!
//! In: a literal text, or a variable's name. Out: what kind of secret it is, if it surely is one. Only forms that an
//! issuer documents count as secrets by their text; a value is a secret by its variable's name only where it is written
//! out. Nothing that refers to a secret elsewhere counts.

/// A form of secret that its beginning gives away: the beginning, how many letters must follow, what it is.
const TOKENS: [(&str, usize, &str); 13] = [
    ("AKIA", 16, "an access key of AWS"),
    ("ghp_", 36, "a token of GitHub"),
    ("gho_", 36, "a token of GitHub"),
    ("ghu_", 36, "a token of GitHub"),
    ("ghs_", 36, "a token of GitHub"),
    ("ghr_", 36, "a token of GitHub"),
    ("github_pat_", 22, "a token of GitHub"),
    ("glpat-", 20, "a token of GitLab"),
    ("npm_", 36, "a token of npm"),
    ("xoxb-", 10, "a token of Slack"),
    ("xoxp-", 10, "a token of Slack"),
    ("sk_live_", 16, "a key of Stripe"),
    ("pypi-AgEIcHlwaS5vcmc", 20, "a token of PyPI"),
];

/// What kind of secret a text holds, with its place in the text.
pub(crate) fn token(text: &str) -> Option<(&'static str, std::ops::Range<usize>)> {
    let found = words_of(text).filter_map(|at| {
        let (rank, length) =
            TOKENS.iter().enumerate().find_map(|(rank, token)| Some((rank, begins(&text[at..], token)?)))?;
        Some((rank, at..at + length))
    });
    // Of several, the first of the kind that stands first in the table.
    if let Some((rank, range)) = found.min_by_key(|(rank, _)| *rank) {
        return Some((TOKENS[rank].2, range));
    }
    let key = text.find("-----BEGIN ")?;
    let line = text[key..].lines().next().unwrap_or_default();
    line.contains("PRIVATE KEY-----").then(|| ("a private key", key..key + line.len()))
}

/// The letters that secrets begin with.
const FIRST_LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut at = 0;
    while at < TOKENS.len() {
        letters[TOKENS[at].0.as_bytes()[0] as usize] = true;
        at += 1;
    }
    letters
};

/// Where words begin that may be secrets.
fn words_of(text: &str) -> impl Iterator<Item = usize> {
    let mut in_word = false;
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        let is_letter = byte.is_ascii_alphanumeric() || byte == b'_';
        let begins = is_letter && !in_word && FIRST_LETTERS[usize::from(byte)];
        in_word = is_letter;
        begins.then_some(at)
    })
}

/// How long the secret of a kind is that a text begins with.
fn begins(text: &str, (prefix, least, _): &(&str, usize, &str)) -> Option<usize> {
    let tail = text.strip_prefix(prefix)?;
    let length = tail.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).count();
    (length >= *least && !is_sample(tail)).then_some(prefix.len() + length)
}

/// Whether it only shows what a secret looks like.
fn is_sample(tail: &str) -> bool {
    let first = tail.bytes().next();
    tail.contains("EXAMPLE") || tail.bytes().take(12).all(|byte| Some(byte) == first)
}

/// Whether a variable of that name holds a secret itself, rather than where to find one.
pub(crate) fn is_secret_name(name: &str) -> bool {
    const HOLDS: [&str; 7] = ["PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "CREDENTIALS"];
    const KEYS: [&str; 5] = ["API", "PRIVATE", "ACCESS", "SIGNING", "ENCRYPTION"];
    let words = words(name);
    let is_key = |pair: &[String]| KEYS.contains(&pair[0].as_str()) && pair[1] == "KEY";
    // What follows the word says that the variable only tells about the secret: `SECRET_ARN`, `TOKEN_URL`.
    match words.as_slice() {
        [.., last] if HOLDS.iter().any(|word| last.ends_with(word)) => true,
        [.., a, b] => is_key(&[a.clone(), b.clone()]),
        _ => false,
    }
}

/// Whether a value is written out rather than found elsewhere, left empty, or switched.
pub(crate) fn is_written_out(value: &str) -> bool {
    let value = value.trim();
    let is_reference = value.contains("{{resolve:")
        || value.contains(['$', '<', '{', '/', ':'])
        || value.starts_with("arn:")
        || value.contains("::");
    let is_switch = ["", "true", "false", "none", "null", "changeme", "dummy", "test", "xxx", "***"]
        .contains(&value.to_ascii_lowercase().as_str());
    !is_reference && !is_switch && value.len() >= 4 && !value.contains(' ')
}

/// The words of a name, in capitals: of `dbPassword` and `DB_PASSWORD` alike.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() || letter.is_ascii_uppercase() && before_lower {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_ascii_alphanumeric()) {
            word.push(letter.to_ascii_uppercase());
        }
        before_lower = letter.is_ascii_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{is_secret_name, is_written_out, token};

    #[test]
    fn names() {
        for name in
            ["PASSWORD", "DB_PASSWORD", "dbPassword", "NPM_TOKEN", "API_KEY", "apiKey", "client-secret"]
        {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "SECRET_ARN",
            "TOKEN_URL",
            "PASSWORD_PARAMETER",
            "MAX_TOKENS",
            "KEY",
            "PUBLIC_KEY",
            "SECRET_NAME",
            "",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn values() {
        for value in ["hunter2", "S3cr3tValue", "abcdef-123456"] {
            assert!(is_written_out(value), "{value}");
        }
        for value in [
            "",
            "true",
            "/prod/db/password",
            "arn:aws:secretsmanager:x",
            "${x}",
            "{{resolve:ssm:x}}",
            "prod/db:key",
        ] {
            assert!(!is_written_out(value), "{value}");
        }
    }

    #[test]
    fn texts() {
        // Put together here, so that no scanner takes this file for a leak.
        let long = "a1B2".repeat(9);
        let key = format!("export K={}{}", "AKIA", "IOSFODNN7ABCDEFG");
        assert_eq!(token(&key), Some(("an access key of AWS", 9..29)));
        assert!(token(&format!("git clone https://x:{}{long}@github.com/a/b", "ghp_")).is_some());
        assert!(token(&format!("-----BEGIN {} KEY-----\nMII", "RSA PRIVATE")).is_some());
        for text in [
            "AKIA",
            "AKIAIOSFODNN7EXAMPLE",
            "npm_config_cache=/x",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ] {
            assert_eq!(token(text), None, "{text}");
        }
    }
}

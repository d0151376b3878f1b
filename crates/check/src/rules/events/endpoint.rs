//! The forms of a subscription's endpoints that aren't ARNs.
//!
//! In: the text of an endpoint. Out: why it can't be one. Whether anyone reads mail there, or answers, is nobody's
//! to know.
//!
//! <https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html>

/// Why a text is no e-mail address.
pub(super) fn email_fault(text: &str) -> Option<&'static str> {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return Some("an e-mail address has an `@`");
    };
    // What RFC 5321 allows in quotes, nobody writes; it is left to AWS.
    let quoted = local.len() > 1 && local.starts_with('"') && local.ends_with('"');
    if text.chars().any(|letter| letter.is_whitespace() || letter.is_control()) && !quoted {
        return Some("an e-mail address has no blanks");
    }
    if local.is_empty() {
        return Some("nothing stands before the `@`");
    }
    if local.contains('@') && !quoted {
        return Some("an e-mail address has one `@`");
    }
    if local.len() > 64 {
        return Some("more than 64 characters stand before the `@`");
    }
    if text.len() > 254 {
        return Some("an e-mail address has at most 254 characters");
    }
    if !quoted && dots_astray(local) {
        return Some("a dot begins or ends what stands before the `@`, or follows another dot");
    }
    domain_fault(domain)
}

fn domain_fault(domain: &str) -> Option<&'static str> {
    if domain.is_empty() {
        return Some("nothing follows the `@`");
    }
    if domain.starts_with('[') && domain.ends_with(']') {
        return None;
    }
    if dots_astray(domain) {
        return Some("a dot begins or ends the domain, or follows another dot");
    }
    if !domain.contains('.') {
        return Some("the domain has no dot");
    }
    let label_fits = |label: &str| {
        label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    (!domain.split('.').all(label_fits)).then_some("the domain holds what no domain can hold")
}

fn dots_astray(text: &str) -> bool {
    text.starts_with('.') || text.ends_with('.') || text.contains("..")
}

/// Why a text is no telephone number as SNS takes it, in E.164: `+` and up to 15 digits.
///
/// SNS also takes numbers with blanks, dots, hyphens or brackets, or without the `+`; only what can't be a number at
/// all is found.
///
/// <https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html>
pub(super) fn phone_fault(text: &str) -> Option<&'static str> {
    let kept = |letter: char| letter.is_ascii_digit() || "+-. ()".contains(letter);
    if !text.chars().all(kept) {
        return Some("a telephone number is written in digits: `+14255550123`");
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (!(4..=15).contains(&digits)).then_some("a telephone number has at most 15 digits")
}

#[cfg(test)]
mod tests {
    use super::{email_fault, phone_fault};

    #[test]
    fn knows_an_address() {
        for right in
            ["a@example.com", "first.last+tag@sub.example.co.uk", "\"a b\"@example.com", "ü@bücher.de"]
        {
            assert_eq!(email_fault(right), None, "{right}");
        }
        for wrong in [
            "example.com",
            "@example.com",
            "a@",
            "a@example",
            "a..b@example.com",
            ".a@example.com",
            "a@example..com",
            "a@-example.com",
            "a b@example.com",
            "a@b@example.com",
            "a@exam_ple.com",
        ] {
            assert!(email_fault(wrong).is_some(), "{wrong}");
        }
        assert!(email_fault(&format!("{}@example.com", "a".repeat(65))).is_some());
    }

    #[test]
    fn knows_a_telephone_number() {
        assert_eq!(phone_fault("+14255550123"), None);
        assert_eq!(phone_fault("+1 (425) 555-0123"), None);
        assert!(phone_fault("+1425555012345678").is_some());
        assert!(phone_fault("call me").is_some());
    }
}

//! Where mails and messages go: addresses, topics, and not both at once. A topic's ARN ends up in a policy: no wildcards.

use indexmap::IndexSet;

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Located, Setting, Stack};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (task, approval, _) in stack.approvals() {
        findings.within(task.part(), |findings| {
            recipients(&approval.emails, approval.topic.as_ref(), findings);
        });
    }
    if let Some(update) = &stack.self_update {
        findings.within("self-update", |findings| {
            recipients(&update.approval.emails, update.approval.topic.as_ref(), findings);
        });
    }
    if let Some(notifications) = &stack.notifications {
        findings.within("notifications", |findings| {
            recipients(&notifications.emails, notifications.topic.as_ref(), findings);
        });
        for (name, channel) in &notifications.channels {
            findings.within(format!("channel `{}`", name.as_str()), |findings| {
                recipients(&channel.emails, channel.topic.as_ref(), findings);
            });
        }
        if notifications.own().is_none() && notifications.channels.is_empty() {
            findings.push(
                Finding::NoRecipients.error("the notifications reach nobody").help(
                    "name somebody: `notifications: { emails: [oncall@example.com] }`, or delete the key",
                ),
            );
        }
    }
}

fn recipients(emails: &[Setting], topic: Option<&Setting>, findings: &mut Findings) {
    let mut seen = IndexSet::new();
    for email in emails {
        let (name, place) = match email {
            Setting::Literal(address) => (address.as_str(), address.span()),
            Setting::Parameter(parameter) => (parameter.name().as_str(), parameter.name().span()),
        };
        if !seen.insert(name.to_ascii_lowercase()) {
            findings.error(
                Finding::DuplicateEmail,
                place,
                format!("`{name}` is listed twice"),
                "again here",
                "one mail is enough: delete it",
            );
        }
        if let Setting::Literal(address) = email {
            check_email(address, findings);
        }
    }
    let Some(topic) = topic else { return };
    if let (Setting::Literal(arn), false) = (topic, emails.is_empty()) {
        exclude(arn, findings);
    } else if let (Setting::Parameter(parameter), false) = (topic, emails.is_empty()) {
        exclude(parameter.name(), findings);
    }
    if let Setting::Literal(arn) = topic {
        check_topic(arn, findings);
    }
}

fn exclude(topic: &Located<String>, findings: &mut Findings) {
    findings.error(
        Finding::KeysExclude,
        topic.span(),
        "`emails` and `topic` stand together",
        "keep one of them",
        "`emails` lets the stack create a topic; with `topic`, subscribe the addresses to that one",
    );
}

fn check_email(address: &Located<String>, findings: &mut Findings) {
    let unfit = |character: char| !character.is_ascii_graphic() || "<>,;:\"()[]\\".contains(character);
    let fits = address.split_once('@').is_some_and(|(local, domain)| {
        // https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1
        (1..=64).contains(&local.len())
            && address.len() <= 254
            && !domain.contains('@')
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
            && !address.contains(unfit)
    });
    if !fits {
        findings.error(
            Finding::InvalidEmail,
            address.span(),
            format!("`{}` is not an e-mail address", address.as_str()),
            "the address alone",
            "write `name@example.com`, or `{ parameter: ReviewerEmail }` to keep it out of git",
        );
    }
}

fn check_topic(arn: &Located<String>, findings: &mut Findings) {
    let name = arn.rsplit(':').next().unwrap_or_default();
    let fits = is_arn(arn, "sns")
        && arn.split(':').count() == 6
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if !fits || arn.ends_with(".fifo") {
        let label = if fits { "a FIFO topic cannot send mails" } else { "not an ARN of a topic" };
        findings.error(
            Finding::InvalidArn,
            arn.span(),
            format!("`{}` is not the ARN of an SNS topic that can send mails", arn.as_str()),
            label,
            "write `arn:aws:sns:eu-west-1:111122223333:reviewers`, or `{ parameter: TopicArn }` to keep it out of git",
        );
    }
}

/// Whether a text begins as the ARN of a resource in one account and region, without any wildcard there.
pub(crate) fn is_arn(text: &str, service: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let word = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    matches!(parts[..], ["arn", partition, found, region, account, rest]
        if partition.starts_with("aws") && word(partition) && found == service && word(region)
            && account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()) && !rest.is_empty())
}

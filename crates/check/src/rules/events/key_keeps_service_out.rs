//! A key whose policy keeps out a service that needs it.

use diag::{Severity, Span};

use crate::Rule;
use crate::context::{Context, Resource};
use crate::rule::Findings;

use super::keys::{keeps_out, own};
use super::read::of_type;
use super::senders::{self, Destination};

pub(super) const RULE: Rule = Rule {
    code: "key-keeps-service-out",
    severity: Severity::Error,
    title: "A key's policy keeps out a service that has to use the key.",
    explanation: "A service that sends to an encrypted topic or queue uses the key under its own principal, \
        and the key's policy must allow it `kms:Decrypt` and `kms:GenerateDataKey*`; otherwise what it sends \
        is lost without a trace. CloudWatch Logs needs `kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, \
        `kms:GenerateDataKey*` and `kms:Describe*` for `logs.<region>.amazonaws.com`; otherwise the log \
        group can't be made. The statement for the account's root lets in users and roles, but no service.",
    pages: &[
        "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ],
    check,
};

const SENDING: [&str; 2] = ["kms:Decrypt", "kms:GenerateDataKey"];
const LOGGING_NEEDS: &str =
    "`kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, `kms:GenerateDataKey*` and `kms:Describe*`";
const LOGGING: [&str; 3] = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for destination in [Destination::Topic, Destination::Queue] {
        for sender in senders::to(ctx, destination) {
            let ids = sender.to.properties().map_or_else(Vec::new, |to| ctx.get(to, "KmsMasterKeyId"));
            for key in ids.into_iter().filter_map(|id| own(ctx, id)) {
                if keeps_out(ctx, key, sender.service, &SENDING) {
                    let needs = "`kms:Decrypt` and `kms:GenerateDataKey*`";
                    report(key, &sender.by, sender.service, needs, sender.span, findings);
                }
            }
        }
    }
    for (group, properties) in of_type(ctx, "AWS::Logs::LogGroup") {
        for id in ctx.get(properties, "KmsKeyId") {
            let Some(key) = own(ctx, id) else { continue };
            // Any region will do: a principal's region is not compared.
            if keeps_out(ctx, key, "logs.us-east-1.amazonaws.com", &LOGGING) {
                let by = format!("the log group `{}`", group.id);
                report(key, &by, "logs.${AWS::Region}.amazonaws.com", LOGGING_NEEDS, id.handle(), findings);
            }
        }
    }
}

fn report(key: &Resource<'_>, by: &str, service: &str, needs: &str, span: Span, findings: &mut Findings) {
    findings.add(
        RULE.at(span, format!("the key `{}` keeps out {by}", key.id))
            .label(format!("`{service}` can't use the key"))
            .related(key.id_span, "the key")
            .help(format!("allow {needs} to `Service: {service}` in the key's policy")),
    );
}

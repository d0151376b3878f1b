//! A condition key twice, in different case.

use std::collections::BTreeMap;

use diag::{Severity, Span};

use crate::context::Context;
use crate::policy::Value;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "policy-key-twice",
    severity: Severity::Warning,
    title: "A condition names one key twice, in different capitals.",
    explanation: "The names of condition keys are not case-sensitive, so aws:SourceIp and aws:sourceip under one operator are \
        the same key. IAM Access Analyzer calls that an error: which of the two counts is not documented. Several values \
        of one key go into one list.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for statement in ctx.policies().iter().flat_map(|policy| &policy.statements) {
        let blocks = statement.map.get("Condition").map_or(&[][..], |member| &member.values);
        for operator in blocks.iter().filter_map(Value::map).flat_map(|map| &map.members) {
            for keys in operator.values.iter().filter_map(Value::map) {
                let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
                for member in &keys.members {
                    let first = seen.insert(member.key.to_ascii_lowercase(), (&member.key, member.key_span));
                    // The same letters twice are a duplicate key of the file.
                    if let Some((_, first)) = first.filter(|(key, _)| *key != member.key) {
                        findings.add(
                            RULE.at(
                                member.key_span,
                                format!("`{}` is a second time the same key", member.key),
                            )
                            .related(first, "the first time")
                            .help("put the values into one list"),
                        );
                    }
                }
            }
        }
    }
}

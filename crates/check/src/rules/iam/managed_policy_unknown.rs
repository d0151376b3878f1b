//! An AWS managed policy that does not exist, or no longer.

use cfn::read::Node;
use diag::{Diagnostic, Severity};

use super::{managed_policies, mend};
use crate::context::Context;
use crate::policy;
use crate::rule::{Findings, Rule};

pub(super) const RULE: Rule = Rule {
    code: "managed-policy-unknown",
    severity: Severity::Warning,
    title: "An AWS managed policy does not exist, or can no longer be attached.",
    explanation: "IAM refuses to attach a policy that it does not have. Some of AWS's managed policies were replaced by others \
        with a slightly different name: what is attached already keeps them, a new stack fails. A name that is not known here \
        may be newer than the list, so only what is nearly the name of a known policy, or was replaced, is reported.",
    pages: &[
        "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-deprecated.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/managed-policies.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/security_iam_troubleshoot.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for resource in ctx.resources() {
        for node in managed_policies::attached(ctx, resource) {
            for path in managed_policies::of_node(ctx, node) {
                if managed_policies::exists(&path) || managed_policies::elsewhere(&path).is_some() {
                    continue;
                }
                if let Some(new) = managed_policies::replacement(&path) {
                    let finding = RULE
                        .at(policy::place(node), format!("`{path}` can no longer be attached"))
                        .help(format!("`policy/{new}` replaces it"));
                    findings.add(mended(ctx, finding, node, &path, new));
                } else if let Some(meant) = meant(&path, findings) {
                    let finding = RULE
                        .at(policy::place(node), format!("AWS has no managed policy `{path}`"))
                        .label(format!("did you mean `policy/{meant}`?"));
                    findings.add(mended(ctx, finding, node, &path, &meant));
                }
            }
        }
    }
}

fn mended(ctx: &Context<'_>, finding: Diagnostic, node: &Node, wrong: &str, right: &str) -> Diagnostic {
    mend::word(ctx, finding, policy::place(node), &format!("policy/{wrong}"), &format!("policy/{right}"))
}

/// A known policy that is a letter or two from the name; digits apart, since `…V2` is likely to become `…V3`.
fn meant(path: &str, findings: &Findings) -> Option<String> {
    if mend::are_many(findings) {
        return None;
    }
    let letters = |text: &str| -> String { text.chars().filter(|letter| !letter.is_ascii_digit()).collect() };
    let slips: Vec<_> = managed_policies::all().filter(|known| is_slip(path, known)).collect();
    let near = mend::near(findings, path, slips.iter().map(String::as_str))?;
    (letters(path) != letters(near)).then(|| near.to_owned())
}

/// Whether two names differ by two letters at most, or in one place that is that short.
fn is_slip(one: &str, other: &str) -> bool {
    let same = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
    let short = one.len().min(other.len());
    let before = same(&mut one.bytes().zip(other.bytes()));
    let after = same(&mut one.bytes().rev().zip(other.bytes().rev())).min(short - before);
    let differing = one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count();
    let is_short = one.len().max(other.len()) - before - after <= 2;
    is_short || one.len() == other.len() && differing <= 2
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_slip_is_a_letter_or_two() {
        assert!(is_slip("ReadOnlyAcess", "ReadOnlyAccess") && is_slip("ReadOnylAccess", "ReadOnlyAccess"));
        assert!(is_slip("ReadonlyAcccss", "ReadOnlyAccess") && !is_slip("readonlyAccess", "ReadOnlyAccsss"));
        assert!(!is_slip("AmazonQuantumNotesFullAccess", "AmazonQuantumFullAccess"));
        assert!(!is_slip("AmazonEC2FullAccess", "AmazonECSFullAccessX"));
    }
}

//! Policies about deletion that there are not.

use cfn::read::Node;
use diag::Severity;

use super::suggest::suggest;
use crate::Rule;
use crate::context::{Context, Resource};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "deletion-policy-invalid",
    severity: Severity::Error,
    title: "A policy about deletion or replacement has a value that it cannot have.",
    explanation: "`DeletionPolicy` is `Delete`, `Retain`, `RetainExceptOnCreate` or `Snapshot`; `UpdateReplacePolicy` is one of \
                  these but `RetainExceptOnCreate`. They are case-sensitive, and `Snapshot` is for volumes, caches, databases \
                  and clusters that have snapshots. CloudFormation refuses the template otherwise. Whether `Snapshot` is \
                  supported by `AWS::DocDB::DBCluster` differs between AWS's pages, so it is left alone there.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html",
    ],
    check,
};

/// The types that have snapshots.
const WITH_SNAPSHOTS: [&str; 8] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        policy(ctx, resource, "DeletionPolicy", &["Delete", "Retain", "RetainExceptOnCreate"], out);
        policy(ctx, resource, "UpdateReplacePolicy", &["Delete", "Retain"], out);
    }
}

fn policy<'t>(ctx: &Context<'t>, resource: &Resource<'t>, key: &str, allowed: &[&str], out: &mut Findings) {
    let Some(node) = resource.node.get(key) else { return };
    for text in ctx.texts(node).known {
        let value = text.value.as_ref();
        if allowed.contains(&value) {
            continue;
        }
        let span = if node.call().is_some() { node.handle() } else { node.span };
        if value == "Snapshot" {
            // A type that nobody knows may have them.
            let is_known = facts::resource_type(resource.kind).is_some();
            if is_known && !WITH_SNAPSHOTS.contains(&resource.kind) {
                out.add(RULE.at(span, format!("{} has no snapshots", resource.kind)).help("use `Retain`"));
            }
            continue;
        }
        let mut finding = RULE.at(span, format!("`{key}` cannot be `{value}`"));
        if is_literal(node) {
            let names = allowed.iter().copied().chain(["Snapshot"]);
            finding = suggest(finding, ctx.document(), (value, span), names);
        } else {
            finding.severity = Severity::Warning;
            finding = finding.related(text.span(), "the value comes from here");
        }
        out.add(finding.help(format!("one of `{}`, `Snapshot`", allowed.join("`, `"))));
    }
}

fn is_literal(node: &Node) -> bool {
    node.scalar().is_some()
}

//! Resources that hold data, and what becomes of it.

use diag::Severity;

use crate::Rule;
use crate::context::{Context, Resource};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "data-unprotected",
    severity: Severity::Warning,
    title: "A resource is kept from deletion, or from replacement, but not from both.",
    explanation: "`DeletionPolicy` says what becomes of a resource when it is taken out of the stack or the stack is deleted; \
                  `UpdateReplacePolicy` what becomes of the old one when an update makes a new. A database with only one of \
                  them still loses its data by the other way. Write both. Where neither is written, a note says so of \
                  resources that hold data, which CloudFormation then deletes. Of RDS's clusters and instances it makes a \
                  snapshot, and nothing is said of them.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html",
    ],
    check,
};

/// Types whose contents are gone with them. A bucket or repository that holds something is not deleted at all.
const WITH_DATA: [&str; 15] = [
    "AWS::Backup::BackupVault",
    "AWS::Cognito::UserPool",
    "AWS::DocDB::DBCluster",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::EFS::FileSystem",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Elasticsearch::Domain",
    "AWS::FSx::FileSystem",
    "AWS::KMS::Key",
    "AWS::Neptune::DBCluster",
    "AWS::OpenSearchService::Domain",
    "AWS::Redshift::Cluster",
    "AWS::SecretsManager::Secret",
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        judge(resource, out);
    }
}

fn judge(resource: &Resource<'_>, out: &mut Findings) {
    // Each version is a resource that nothing replaces.
    if matches!(resource.kind, "AWS::Lambda::Version" | "AWS::Lambda::LayerVersion")
        || resource.node.is_open()
    {
        return;
    }
    let deletion = resource.node.entry("DeletionPolicy");
    let replacement = resource.node.entry("UpdateReplacePolicy");
    let (entry, other, event) = match (deletion, replacement) {
        (Some(_), Some(_)) => return,
        (Some(entry), None) => (entry, "UpdateReplacePolicy", "replaced"),
        (None, Some(entry)) => (entry, "DeletionPolicy", "deleted"),
        (None, None) => {
            if WITH_DATA.contains(&resource.kind) {
                let message = format!("`{}` holds data, and is deleted with the stack", resource.id);
                let mut finding = RULE.at(resource.id_span, message);
                finding.severity = Severity::Note;
                out.add(finding.help("say what becomes of it: `DeletionPolicy` and `UpdateReplacePolicy`"));
            }
            return;
        }
    };
    if entry.value.scalar() == Some("Delete") {
        return;
    }
    let message = format!("`{}` is not kept when it is {event}", resource.id);
    out.add(RULE.at(entry.key_span, message).help(format!("write `{other}`, too")));
}

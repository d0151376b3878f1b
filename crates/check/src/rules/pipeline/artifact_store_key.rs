//! `artifact-store-key`: an encryption key of the artifact store that cannot be one, or that others cannot use.

use cfn::read::Node;
use diag::Severity;

use super::mend::tell;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::resolve::Piece;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "artifact-store-key",
    severity: Severity::Error,
    title: "The key of an artifact store is none that CodePipeline can use.",
    explanation: "Artifacts are encrypted with a KMS key: the type is `KMS`, and the ID is a key's ID or ARN, or an alias's \
        ARN. An action in another account needs a key that this account may use too: neither the AWS managed key, which is \
        the default, nor an alias is known there, and the action fails to read its artifacts; that is a warning, as is a \
        reference to something that is no key.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_EncryptionKey.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let mut stores = ctx.all(pipeline.properties, &["ArtifactStore"]);
        stores.extend(ctx.all(pipeline.properties, &["ArtifactStores", "ArtifactStore"]));
        let abroad = abroad(ctx, pipeline);
        for store in stores {
            for key in ctx.get(store, "EncryptionKey") {
                kind(ctx, key, out);
                id(ctx, key, abroad, out);
            }
            if let Some(role) = abroad.filter(|_| ctx.is_absent(store, "EncryptionKey")) {
                let mut finding =
                    RULE.at(store.handle(), "artifacts that an action in another account cannot read");
                finding.severity = Severity::Warning;
                let finding = finding
                    .label("encrypted with the AWS managed key")
                    .related(role.handle(), "another account");
                out.add(
                    finding.help("give the store a customer managed key, and that account leave to use it"),
                );
            }
        }
    }
}

fn kind<'t>(ctx: &Context<'t>, key: &'t Node, out: &mut Findings) {
    let Some(place) = key.get("Type") else { return };
    for kind in ctx.texts(place).known {
        if kind.value != "KMS" {
            let finding = RULE.at(kind.span(), format!("there is no key of the type `{}`", kind.value));
            tell(ctx, place, &kind, finding.help("write `KMS`"), out);
        }
    }
}

fn id<'t>(ctx: &Context<'t>, key: &'t Node, abroad: Option<&Node>, out: &mut Findings) {
    for id in ctx.get(key, "Id") {
        if let Some(resource) = ctx.target(id) {
            let is_other = resource.kind.starts_with("AWS::")
                && !["AWS::KMS::", "AWS::CloudFormation::", "AWS::SSM::"]
                    .iter()
                    .any(|prefix| resource.kind.starts_with(prefix));
            if is_other {
                let message = format!("`{}` is no key, but of the type `{}`", resource.id, resource.kind);
                let mut finding = RULE.at(id.handle(), message);
                finding.severity = Severity::Warning;
                out.add(finding.help("name a resource of the type `AWS::KMS::Key`"));
            }
        }
        let is_alias = ctx.target(id).is_some_and(|resource| resource.kind == "AWS::KMS::Alias")
            || ctx.pieces(id).is_some_and(|pieces| {
                pieces.iter().any(|piece| matches!(piece, Piece::Known(text) if text.contains("alias/")))
            });
        if let Some(role) = abroad.filter(|_| is_alias) {
            let mut finding = RULE.at(id.handle(), "an alias that is not known in another account");
            finding.severity = Severity::Warning;
            let finding = finding.related(role.handle(), "an action there");
            out.add(finding.help("give the key's ID or ARN"));
        }
    }
}

/// The role of an action that surely runs in another account than some other role of the pipeline.
fn abroad<'t>(ctx: &Context<'t>, pipeline: &Pipeline<'t>) -> Option<&'t Node> {
    let own = pipeline.properties.get("RoleArn").and_then(|role| account(ctx, role));
    let mut accounts: Vec<String> = own.into_iter().collect();
    for action in pipeline.actions() {
        let Some(role) = action.node.get("RoleArn") else { continue };
        let Some(account) = account(ctx, role) else { continue };
        if accounts.iter().any(|other| *other != account) {
            return Some(role);
        }
        accounts.push(account);
    }
    None
}

/// The account of a role's ARN: its digits, or a dot for the one that the stack is in.
fn account<'t>(ctx: &Context<'t>, role: &'t Node) -> Option<String> {
    if ctx.target(role).is_some_and(|resource| resource.kind == "AWS::IAM::Role") {
        return Some(".".to_owned());
    }
    let arn = super::starts::flat(&ctx.pieces(role)?);
    // The colons of pseudo parameters' names are none of the ARN's.
    let arn = arn.replace("\0AWS::Partition\0", "aws").replace("\0AWS::AccountId\0", ".");
    let account = arn.strip_prefix("arn:")?.split(':').nth(3)?;
    let is_known = account == "." || account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    is_known.then(|| account.to_owned())
}

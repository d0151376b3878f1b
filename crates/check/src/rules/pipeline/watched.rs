//! What an EventBridge rule watches, and whether it is what a source action reads.

use cfn::read::Node;

use super::starts::flat;
use crate::context::{Context, Resource};
use crate::pipelines::Step;
use crate::resolve::{Hole, Piece};

/// A provider's events, and where in a pattern stands what the action's configuration has under a key.
pub(super) struct Watch {
    pub(super) provider: &'static str,
    pub(super) source: &'static str,
    pub(super) fields: &'static [(&'static [&'static str], &'static str)],
}

/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/triggering.html>,
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/create-S3-source-events.html>,
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cwe-ecr-source.html>
pub(super) const WATCHES: &[Watch] = &[
    Watch {
        provider: "CodeCommit",
        source: "aws.codecommit",
        fields: &[
            (&["resources"], "RepositoryName"),
            (&["detail", "repositoryName"], "RepositoryName"),
            (&["detail", "referenceName"], "BranchName"),
        ],
    },
    Watch {
        provider: "S3",
        source: "aws.s3",
        fields: &[
            (&["detail", "bucket", "name"], "S3Bucket"),
            (&["detail", "requestParameters", "bucketName"], "S3Bucket"),
            (&["detail", "object", "key"], "S3ObjectKey"),
            (&["detail", "requestParameters", "key"], "S3ObjectKey"),
        ],
    },
    Watch {
        provider: "ECR",
        source: "aws.ecr",
        fields: &[(&["detail", "repository-name"], "RepositoryName"), (&["detail", "image-tag"], "ImageTag")],
    },
];

/// What a value names, as far as it can be compared.
#[derive(PartialEq)]
enum Named {
    Text(String),
    Resource(String),
    Unknown,
}

/// The watch whose events a rule waits for.
pub(super) fn of<'t>(ctx: &Context<'t>, rule: &Resource<'t>) -> Option<&'static Watch> {
    let sources = ctx.all(rule.properties()?, &["EventPattern", "source"]);
    let sources: Vec<_> =
        sources.into_iter().flat_map(|list| ctx.items(list)).filter_map(Node::text).collect();
    let [source] = sources.as_slice() else { return None };
    WATCHES.iter().find(|watch| watch.source == *source)
}

/// The field of a rule's pattern that surely shuts out what an action reads: its values, and the action's key.
pub(super) fn misses<'t>(
    ctx: &Context<'t>,
    rule: &Resource<'t>,
    watch: &'static Watch,
    action: &Step<'t>,
) -> Option<(&'t Node, &'static str)> {
    let properties = rule.properties()?;
    watch.fields.iter().find_map(|(path, key)| {
        let path: Vec<_> = ["EventPattern"].into_iter().chain(path.iter().copied()).collect();
        let [list] = ctx.all(properties, &path)[..] else { return None };
        let read = reads(ctx, action, key)?;
        let values = ctx.items(list);
        let all_other = !values.is_empty() && values.iter().all(|value| differ(&named(ctx, value), &read));
        all_other.then_some((list, *key))
    })
}

fn reads<'t>(ctx: &Context<'t>, action: &Step<'t>, key: &str) -> Option<Named> {
    let mut settings = action.settings_of(key);
    match (settings.next(), settings.next()) {
        (Some(setting), None) => Some(named(ctx, &setting.entry.value)),
        (None, _) if key == "ImageTag" && action.lacks(key) => Some(Named::Text("latest".to_owned())),
        _ => None,
    }
}

fn differ(a: &Named, b: &Named) -> bool {
    match (a, b) {
        (Named::Text(a), Named::Text(b)) | (Named::Resource(a), Named::Resource(b)) => a != b,
        _ => false,
    }
}

fn named<'t>(ctx: &Context<'t>, node: &'t Node) -> Named {
    let Some(pieces) = ctx.pieces(node) else { return Named::Unknown };
    match pieces.as_slice() {
        [Piece::Hole(Hole::Ref(id) | Hole::Att(id, _))] => of_resource(ctx, id),
        // An ARN, whose last part is the name.
        [.., Piece::Hole(Hole::Ref(id) | Hole::Att(id, "Name"))] if flat(&pieces).starts_with("arn:") => {
            of_resource(ctx, id)
        }
        _ => {
            let text = flat(&pieces);
            let name =
                if text.starts_with("arn:") { text.rsplit(':').next().unwrap_or_default() } else { &text };
            if name.contains('\0') { Named::Unknown } else { Named::Text(name.to_owned()) }
        }
    }
}

/// A resource of the template, by its own name where that is written.
fn of_resource(ctx: &Context<'_>, id: &str) -> Named {
    let Some(resource) = ctx.resource(id) else { return Named::Unknown };
    let key = match resource.kind {
        "AWS::CodeCommit::Repository" | "AWS::ECR::Repository" => "RepositoryName",
        "AWS::S3::Bucket" => "BucketName",
        _ => return Named::Unknown,
    };
    match resource.properties().and_then(|properties| properties.get(key)) {
        Some(name) => {
            ctx.text(name).map_or(Named::Resource(id.to_owned()), |name| Named::Text(name.into_owned()))
        }
        None => Named::Resource(id.to_owned()),
    }
}

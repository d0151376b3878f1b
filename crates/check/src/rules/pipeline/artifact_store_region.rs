//! `artifact-store-region`: an action in a region without an artifact store.

use diag::Severity;

use super::mend::listed;
use crate::Rule;
use crate::context::Context;
use crate::pipelines::Pipeline;
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "artifact-store-region",
    severity: Severity::Error,
    title: "An action runs in a region that has no artifact store.",
    explanation: "A pipeline whose actions run in several regions needs `ArtifactStores`, one for each of those regions and \
        one for the pipeline's own. CodePipeline refuses it otherwise: \"Your pipeline contains actions in more than one \
        region\", or \"The following region is missing in 'pipeline.artifactStores'\".",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for pipeline in ctx.pipelines() {
        let regions: Vec<_> = pipeline
            .steps()
            .filter_map(|step| {
                let node = step.node.get("Region")?;
                let texts = ctx.texts(node);
                let [text] = texts.known.as_slice() else { return None };
                (texts.complete && step.when.is_empty() && text.when.is_empty()).then(|| text.clone())
            })
            .collect();
        if pipeline.properties.get("ArtifactStores").is_some() {
            in_stores(ctx, pipeline, &regions, out);
        } else if let Some(first) = regions.first()
            && let Some(other) = regions.iter().find(|region| region.value != first.value)
        {
            let message =
                format!("actions in `{}` and `{}`, and one artifact store", first.value, other.value);
            let finding = RULE.at(other.span(), message).related(first.span(), "another region");
            out.add(finding.help("replace `ArtifactStore` by `ArtifactStores`, one for each region"));
        }
    }
}

fn in_stores<'t>(ctx: &Context<'t>, pipeline: &Pipeline<'t>, regions: &[Text<'t>], out: &mut Findings) {
    let mut stores = Vec::new();
    for list in pipeline.get(ctx, "ArtifactStores") {
        if !list.is_list() {
            return;
        }
        for store in ctx.items(list) {
            // A region that is not known may be any.
            let Some(region) = store.get("Region").and_then(|region| ctx.text(region)) else { return };
            stores.push(region);
        }
    }
    for region in regions.iter().filter(|region| !stores.contains(&region.value)) {
        let finding = RULE.at(region.span(), format!("there is no artifact store in `{}`", region.value));
        out.add(
            finding.help(format!(
                "add one: there are stores in {}",
                listed(stores.iter().map(|store| &**store))
            )),
        );
    }
}

//! A cache that cannot work as it is described.

use cfn::read::Node;
use diag::Severity;

use super::projects;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "build-cache",
    severity: Severity::Error,
    title: "A project's cache lacks what its type needs, or has what it passes over.",
    explanation: "A cache in S3 needs a Location, `bucket/prefix`; CodeBuild refuses the project without. A LOCAL cache keeps what \
                  its Modes name, hence nothing without any, and Docker layers only in privileged mode. Modes of another type and \
                  a location of a local cache are passed over. All but the first work, and are warnings.",
    pages: &[
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectCache.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for project in projects(ctx) {
        for [cache, environment] in ctx.ways(project, ["Cache", "Environment"]) {
            let Some(cache) = cache else { continue };
            for [kind, modes, location] in ctx.ways(cache, ["Type", "Modes", "Location"]) {
                let Some((kind, text)) = kind.and_then(|kind| Some((kind, ctx.text(kind)?))) else {
                    continue;
                };
                let mut warn = |at: &Node, message: &str, help: &str| {
                    let mut finding = RULE.at(at.handle(), message).help(help);
                    finding.severity = Severity::Warning;
                    out.add(finding);
                };
                match (&*text, modes, location) {
                    ("S3", _, None) => out.add(
                        RULE.at(kind.handle(), "a cache in S3 needs a bucket")
                            .help("add `Location: <bucket>/<prefix>`"),
                    ),
                    ("LOCAL", None, _) => {
                        warn(kind, "a local cache without modes keeps nothing", "add `Modes`");
                    }
                    ("LOCAL", Some(modes), _) => {
                        let layers = docker_layers(ctx, modes);
                        if let Some(mode) =
                            layers.filter(|_| environment.is_some_and(|env| is_unprivileged(ctx, env)))
                        {
                            warn(
                                mode,
                                "Docker layers are only cached in privileged mode",
                                "set `PrivilegedMode: true` in the environment, or leave this mode out",
                            );
                        }
                    }
                    (_, Some(modes), _) => {
                        warn(
                            modes,
                            "modes are of local caches alone",
                            "set `Type: LOCAL`, or leave `Modes` out",
                        );
                    }
                    _ => {}
                }
            }
        }
    }
}

fn docker_layers<'t>(ctx: &Context<'t>, modes: &'t Node) -> Option<&'t Node> {
    let mut modes = ctx.items(modes).into_iter();
    modes.find(|mode| mode.text() == Some("LOCAL_DOCKER_LAYER_CACHE"))
}

fn is_unprivileged<'t>(ctx: &Context<'t>, environment: &'t Node) -> bool {
    ctx.ways(environment, ["PrivilegedMode"])
        .iter()
        .all(|[mode]| mode.is_none_or(|mode| ctx.text(mode).is_some_and(|mode| mode == "false")))
}

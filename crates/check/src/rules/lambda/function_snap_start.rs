//! SnapStart where there is none.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-snap-start",
    severity: Severity::Error,
    title: "A function asks for SnapStart and cannot have it.",
    explanation: "SnapStart is for Java 11 and later, Python 3.12 and later and .NET 8 and later as archives, with no more than 512 MB of \
                  temporary storage and without Amazon EFS. A version with it has no provisioned concurrency. Lambda refuses the \
                  function, or the concurrency, otherwise. A function that publishes no version gains nothing by it.",
    pages: &["https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html"],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    provisioned(ctx, out);
    for function in ctx.of_type("AWS::Lambda::Function") {
        let Some(properties) = function.properties() else { continue };
        let keys = ["SnapStart", "Runtime", "PackageType", "FileSystemConfigs", "EphemeralStorage"];
        for [snap, runtime, kind, files, storage] in ctx.ways(properties, keys) {
            let Some(snap) = snap else { continue };
            for [on] in ctx.ways(snap, ["ApplyOn"]) {
                let Some(on) = on.filter(|on| ctx.text(on).is_some_and(|on| on == "PublishedVersions"))
                else {
                    continue;
                };
                let mut refuse = |what: String, at: &cfn::read::Node| {
                    out.add(
                        RULE.at(on.handle(), what)
                            .related(at.handle(), "with this")
                            .help("leave `SnapStart` out"),
                    );
                };
                if let Some((node, text)) = runtime.and_then(|runtime| Some((runtime, ctx.text(runtime)?)))
                    && !supports(&text)
                {
                    refuse(format!("`{text}` has no SnapStart"), node);
                }
                if let Some(kind) = kind.filter(|kind| ctx.text(kind).is_some_and(|kind| kind == "Image")) {
                    refuse("container images have no SnapStart".to_owned(), kind);
                }
                if let Some(files) = files.filter(|files| !files.items().is_empty()) {
                    refuse("a function with a file system has no SnapStart".to_owned(), files);
                }
                let sizes = storage.map(|storage| ctx.get(storage, "Size")).unwrap_or_default();
                for size in sizes {
                    let megabytes = ctx.text(size).and_then(|size| size.parse::<u32>().ok());
                    if megabytes.is_some_and(|megabytes| megabytes > 512) {
                        refuse(
                            "a function with more than 512 MB of temporary storage has no SnapStart"
                                .to_owned(),
                            size,
                        );
                    }
                }
            }
        }
    }
}

/// Concurrency that is provisioned for a version with snapshots.
fn provisioned(ctx: &Context<'_>, out: &mut Findings) {
    for kind in ["AWS::Lambda::Alias", "AWS::Lambda::Version"] {
        for properties in ctx.of_type(kind).filter_map(Resource::properties) {
            for [name, config] in ctx.ways(properties, ["FunctionName", "ProvisionedConcurrencyConfig"]) {
                let (Some(name), Some(config)) = (name, config) else { continue };
                let function = ctx.target(name).filter(|function| function.kind == "AWS::Lambda::Function");
                if let Some(function) = function.filter(|function| has_snapshots(ctx, function)) {
                    out.add(
                        RULE.at(config.handle(), "a version with SnapStart has no provisioned concurrency")
                            .related(function.id_span, "has SnapStart")
                            .help("leave one of the two out"),
                    );
                }
            }
        }
    }
}

fn has_snapshots<'t>(ctx: &Context<'t>, function: &Resource<'t>) -> bool {
    let properties = function.properties();
    let on = properties.map(|properties| ctx.all(properties, &["SnapStart", "ApplyOn"])).unwrap_or_default();
    matches!(on.as_slice(), [on] if on.text() == Some("PublishedVersions"))
}

fn supports(runtime: &str) -> bool {
    let major = |text: &str| text.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if let Some(version) = runtime.strip_prefix("java") {
        // Java 8 has other names too.
        major(version).is_some_and(|version| version >= 11)
    } else if let Some(minor) = runtime.strip_prefix("python3.") {
        major(minor).is_some_and(|minor| minor >= 12)
    } else if runtime.starts_with("dotnetcore") {
        false
    } else if let Some(version) = runtime.strip_prefix("dotnet") {
        major(version).is_some_and(|version| version >= 8)
    } else {
        false
    }
}

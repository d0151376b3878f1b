//! Code that a function cannot be made of.

use cfn::read::Node;
use diag::Severity;

use super::inline::PAGE;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-code",
    severity: Severity::Error,
    title: "A function's code comes from nowhere, from two places, or in a form that does not fit its package type.",
    explanation: "The code is one of three: text in the template, an archive in S3 (bucket and key), or a container image. An image \
                  needs the package type Image and brings its own runtime and handler; an archive needs both properties, and text \
                  is for Python and Node.js alone. Lambda or CloudFormation refuses the function otherwise.",
    pages: &[
        PAGE,
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for function in ctx.of_type("AWS::Lambda::Function") {
        let Some(properties) = function.properties() else { continue };
        for [code, kind, runtime, handler] in
            ctx.ways(properties, ["Code", "PackageType", "Runtime", "Handler"])
        {
            let Some(code) = code.filter(|code| code.is_map()) else { continue };
            let kind_text = kind.map_or(Some("Zip".into()), |kind| ctx.text(kind));
            for [text, bucket, key, image] in ctx.ways(code, ["ZipFile", "S3Bucket", "S3Key", "ImageUri"]) {
                sources(code, [text, bucket, key, image], out);
                match (image, kind_text.as_deref()) {
                    (Some(image), Some("Zip")) => out.add(
                        RULE.at(image.handle(), "an image in a function of package type `Zip`")
                            .help("set `PackageType: Image`"),
                    ),
                    (None, Some("Image")) if text.or(bucket).is_some() => out.add(
                        RULE.at(code.handle(), "a function of package type `Image` without an image")
                            .help("name it under `ImageUri`"),
                    ),
                    _ => {}
                }
                if let (Some(text), Some(runtime)) = (text, runtime) {
                    language(ctx, text, runtime, out);
                }
                let is_archive =
                    image.is_none() && text.or(bucket).is_some() && kind_text.as_deref() == Some("Zip");
                for (property, value) in [("Runtime", runtime), ("Handler", handler)] {
                    // Of inline code the schema says that it needs a runtime.
                    let is_said = property == "Runtime" && text.is_some();
                    if is_archive && value.is_none() && !is_said {
                        out.add(
                            RULE.at(function.id_span, format!("the function has no `{property}`"))
                                .help(format!("add `{property}`")),
                        );
                    }
                }
            }
        }
    }
}

fn sources(code: &Node, [text, bucket, key, image]: [Option<&Node>; 4], out: &mut Findings) {
    let places = [text, bucket.or(key), image];
    let given: Vec<_> = places.into_iter().flatten().collect();
    if let [first, second, ..] = given.as_slice() {
        out.add(
            RULE.at(second.handle(), "the code comes from two places")
                .related(first.handle(), "the other")
                .help("keep one"),
        );
    } else if given.is_empty() && !code.is_open() {
        out.add(
            RULE.at(code.handle(), "the code comes from nowhere")
                .help("add `ZipFile`, `S3Bucket` and `S3Key`, or `ImageUri`"),
        );
    }
    if text.or(image).is_some() {
        return;
    }
    if let (Some(one), None) | (None, Some(one)) = (bucket, key) {
        let missing = if bucket.is_none() { "S3Bucket" } else { "S3Key" };
        out.add(
            RULE.at(one.handle(), format!("the archive in S3 has no `{missing}`"))
                .help(format!("add `{missing}`")),
        );
    }
}

fn language<'t>(ctx: &Context<'t>, text: &'t Node, runtime: &'t Node, out: &mut Findings) {
    let Some(name) = ctx.text(runtime) else { return };
    if !name.starts_with("python") && !name.starts_with("nodejs") {
        out.add(
            RULE.at(runtime.handle(), format!("`{name}` takes no inline code"))
                .related(text.handle(), "inline code")
                .help("inline code is for Python and Node.js: put an archive into S3"),
        );
    }
}

//! Functions that run a container image: one that this pipeline builds, for the processor and in the region that they have.

use diag::{Span, nearest};

use crate::codes::Finding;
use crate::findings::Findings;
use crate::purpose::Purpose;
use crate::read::list;
use crate::{Function, FunctionImage, Located, Setting, Stack, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (key, function) in stack.functions() {
        let Some(image) = &function.image else { continue };
        findings.within(format!("function `{}`", key.as_str()), |findings| {
            built(stack, image, findings);
            beside(function, image, findings);
            match &function.existing {
                None => first(key, image, findings),
                Some(_) => created_only(image, findings),
            }
            processor(stack, function, image, findings);
        });
        packaged(stack, key, image, findings);
        elsewhere(stack, key, image, findings);
    }
    layers_of_environments(stack, findings);
}

/// The stage that it names is one that builds an image.
fn built(stack: &Stack, image: &FunctionImage, findings: &mut Findings) {
    let images = || {
        let images = stack.tasks().filter(|task| matches!(task.work(), Work::Image(_)));
        images.map(|task| task.name().as_str())
    };
    let name = &image.built_by;
    if images().any(|known| known == name.as_str()) {
        return;
    }
    let label = match nearest(name, images()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "no stage or action of that name builds an image".to_owned(),
    };
    let help = match images().next() {
        Some(_) => format!("images of this pipeline: {}", list(images())),
        None => format!("add a stage that builds it: `- {{ name: {}, image: {{}} }}`", name.as_str()),
    };
    findings.error(
        Finding::UnknownAction,
        name.span(),
        format!("`{}` builds no image", name.as_str()),
        label,
        help,
    );
}

/// What belongs to a package.
/// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>
fn beside(function: &Function, image: &FunctionImage, findings: &mut Findings) {
    let code = function.code.as_ref().map(|code| match code {
        crate::Code::Folder { folder: path, .. } | crate::Code::Archive(path) => path.span(),
    });
    let layers = function.layers.first().map(Setting::span);
    let keys: [(&str, Option<Option<Span>>, &str); 4] = [
        ("runtime", function.runtime.as_ref().map(Located::span), "the image brings its own"),
        ("code", code, "the image holds it: `COPY` it in the Dockerfile"),
        (
            "handler",
            function.handler.as_ref().map(Located::span),
            "the image's `CMD` says it, or `image: { command: [app.handler] }`",
        ),
        ("layers", layers, "what a layer holds goes into the image: `COPY` it in the Dockerfile"),
    ];
    for (key, place, cure) in keys {
        let Some(place) = place else { continue };
        findings.push(
            Finding::KeysExclude
                .error(format!("`{key}` has no meaning beside `image`"))
                .at(place)
                .label("only for a function that has a package")
                .related(image.built_by.span(), "this function runs a container image")
                .help(format!("delete `{key}`: {cure}")),
        );
    }
}

/// Lambda takes no image that is not in ECR, and the repository that the stack makes begins without any.
/// <https://docs.aws.amazon.com/lambda/latest/dg/images-create.html>
fn first(key: &Located<String>, image: &FunctionImage, findings: &mut Findings) {
    match &image.first {
        None => findings.error(
            Finding::MissingKey,
            image.built_by.span(),
            format!("`{}` has no image for its first version", key.as_str()),
            "`first` is missing beside this",
            "the function is there before anything is built: `first: { parameter: FirstImage }`, the URI of any image in ECR that Lambda can run",
        ),
        Some(Setting::Literal(uri)) if !Purpose::Image.takes(uri) => findings.error(
            Finding::InvalidImage,
            uri.span(),
            format!("`{}` is not the URI of an image in ECR", uri.escape_debug()),
            "Lambda takes images from ECR alone, in the function's region",
            "push one there, and write `111122223333.dkr.ecr.eu-west-1.amazonaws.com/first:1`, or a parameter",
        ),
        _ => {}
    }
}

/// Of a function that is there, the release sends the image and nothing else.
fn created_only(image: &FunctionImage, findings: &mut Findings) {
    let keys = [
        ("first", image.first.as_ref().map(Setting::span)),
        ("command", image.command.first().map(Located::span)),
        ("entry-point", image.entry_point.first().map(Located::span)),
        ("working-directory", image.working_directory.as_ref().map(Located::span)),
    ];
    for (key, place) in keys {
        let Some(place) = place else { continue };
        findings.error(
            Finding::CreatedOnly,
            place,
            format!("`{key}` has no effect on a function that exists already"),
            "only for a function that the stack creates",
            "the stack that owns the function sets this; `image: { built-by: … }` alone says what is released",
        );
    }
}

/// An image is for one processor.
fn processor(stack: &Stack, function: &Function, image: &FunctionImage, findings: &mut Findings) {
    let (Some(own), Some((_, built))) = (&function.architecture, stack.image_of(function)) else { return };
    if **own == *built.architecture {
        return;
    }
    let (runs, is) = (own.identifier(), built.architecture.identifier());
    findings.push(
        Finding::KeysExclude
            .error(format!("the function runs on {runs}, and its image is for {is}"))
            .at(own.span())
            .label(format!("the image is for {is}"))
            .related(built.architecture.span().or(image.built_by.span()), "the image")
            .help(format!("delete it here, for the image says it; or build the image for it: `image: {{ architecture: {runs} }}`")),
    );
}

/// No build has anything to do with it.
fn packaged(stack: &Stack, key: &Located<String>, image: &FunctionImage, findings: &mut Findings) {
    for (task, build) in stack.builds() {
        let named = build.functions.iter().flatten().filter(|function| function.name() == key);
        for function in named {
            findings.within(task.part(), |findings| {
                findings.push(
                    Finding::KeysExclude
                        .error(format!("`{}` runs an image, and has no package", key.as_str()))
                        .at(function.name().span())
                        .label("nothing to package")
                        .related(image.built_by.span(), "what it runs is built here")
                        .help("delete it from the build's `functions`"),
                );
            });
        }
    }
}

/// An image has to be in the function's region, and the repository's policy lets in the functions of the pipeline's own stack.
/// <https://docs.aws.amazon.com/lambda/latest/dg/images-create.html>
fn elsewhere(stack: &Stack, key: &Located<String>, image: &FunctionImage, findings: &mut Findings) {
    for task in stack.tasks() {
        let Work::Deploy(deploy) = task.work() else { continue };
        let Some((name, environment)) = stack.environment_of(deploy) else { continue };
        let mut released = deploy.released().into_iter();
        let Some(function) =
            released.find(|function| function.name() == key).filter(|_| environment.is_remote())
        else {
            continue;
        };
        findings.within(task.part(), |findings| {
            findings.push(
                Finding::InvalidEnvironment
                    .error(format!("`{}` runs an image of the pipeline's region and account", key.as_str()))
                    .at(function.name().span())
                    .label(format!("`{}` is in another", name.as_str()))
                    .related(image.built_by.span(), "the image is pushed to ECR where the pipeline is")
                    .help("Lambda takes an image from its own region alone, and the repository lets in the functions of this stack: give that environment a pipeline of its own"),
            );
        });
    }
}

/// What an environment says of a function's layers.
fn layers_of_environments(stack: &Stack, findings: &mut Findings) {
    for (name, environment) in stack.environments() {
        for (key, differences) in &environment.functions {
            let runs_image = stack.functions().any(|(other, it)| other == key && it.image.is_some());
            let Some(layer) = differences.layers.iter().flatten().next().filter(|_| runs_image) else {
                continue;
            };
            findings.within(format!("environment `{}`", name.as_str()), |findings| {
                findings.error(
                    Finding::KeysExclude,
                    layer.span(),
                    format!("`{}` runs an image, and images take no layers", key.as_str()),
                    "only for a function that has a package",
                    "delete `layers`: what a layer holds goes into the image",
                );
            });
        }
    }
}

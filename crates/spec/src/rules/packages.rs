//! Packages: dependencies run where they are installed for.
//!
//! pip and npm install for the machine that they run on, the build; the function runs on another. Pure Python or
//! JavaScript does not care, so this is a warning.

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Architecture, Build, Code, Dependencies, Function, Image, Located, Runtime, Stack, Task};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (key, function) in stack.functions() {
        let (Some(runtime), Some(Code::Folder { dependencies: Some(dependencies), .. })) =
            (&function.runtime, &function.code)
        else {
            continue;
        };
        let Some((task, build)) = stack.builds().find(|(_, build)| build.packages(key)) else { continue };
        findings.within(format!("function `{}`", key.as_str()), |findings| {
            processor(key, function, built_on(stack, task, build), findings);
            if matches!(dependencies, Dependencies::Pip(_)) {
                python(runtime, build, findings);
            }
        });
    }
}

/// The processor of a build's machine.
fn built_on(stack: &Stack, task: Task<'_>, build: &Build) -> Architecture {
    match &build.image {
        Image::Managed(name) if name.contains("aarch64") => Architecture::Arm64,
        Image::Managed(_) => Architecture::X86_64,
        Image::Ecr(image) => *image.architecture,
        Image::BuiltBy(name) => {
            stack.image_before(task, name).map_or(Architecture::X86_64, |(_, image)| *image.architecture)
        }
    }
}

fn processor(key: &Located<String>, function: &Function, built_on: Architecture, findings: &mut Findings) {
    if function.architecture() != built_on {
        let (runs, built) = (function.architecture().identifier(), built_on.identifier());
        let place = function.architecture.as_ref().and_then(Located::span).or(key.span());
        findings.push(
            Finding::ForeignPackages
                .warning(format!("its dependencies are installed for {built}, and it runs on {runs}"))
                .at(place)
                .label(format!("{runs}, and the build is {built}"))
                .help(format!(
                    "packages with compiled parts fail at the first call: give the function `architecture: {built}`, or the build an image for {runs}"
                )),
        );
    }
}

/// `pip install` fetches wheels for the Python that runs it. An image from ECR has the one that it has.
fn python(runtime: &Located<Runtime>, build: &Build, findings: &mut Findings) {
    let wanted = runtime.identifier().trim_start_matches("python");
    let version = build.runtime_versions.iter().find(|(language, _)| language.as_str() == "python");
    if matches!(build.image, Image::Ecr(_) | Image::BuiltBy(_))
        || version.is_some_and(|(_, version)| version.as_str() == wanted)
    {
        return;
    }
    let label = match version {
        Some((_, version)) => format!("the build has Python {}", version.as_str()),
        None => "the build has whatever Python its image begins with".to_owned(),
    };
    findings.push(
        Finding::ForeignPackages
            .warning(format!("its dependencies may be installed for another Python than {wanted}"))
            .at(runtime.span())
            .label(label)
            .help(format!("give the build `runtime-versions: {{ python: \"{wanted}\" }}`")),
    );
}

//! The two buildspecs: the build's from the user's commands, the release's from our script.

use cfn::codebuild::ReportGroup;
use cfn::{Handle, IntoParts, Part, Text, text};
use serde_json::{Map, Value as Json, json};
use spec::{Build, Cache, Code, Dependencies, Function, Located};

use crate::assets;
use crate::build::Built;
use crate::context::Context;
use crate::deploy::deploy_task;
use crate::functions::Target;
use crate::hook::{self, Hooked};
use crate::mirrors;
use crate::permissions::distinct;
use crate::render::render;
use crate::storage::PACKAGES;

/// A build's or a test's: the repository's own file, or the user's commands and then our packaging of the functions.
pub(crate) fn of(
    build: &Build,
    functions: &[Packaged<'_>],
    packages: Option<&str>,
    reports: &[Handle<ReportGroup>],
) -> Text {
    if let Some(file) = &build.buildspec {
        return text![file.as_str()];
    }
    let slots = Slots::beside(build, functions);
    let context = context(build, functions, &slots).into_iter().chain(artifacts(build, packages));
    let text = render("build", Json::Object(context.collect()));
    slots.fill(&text, reports)
}

fn context(build: &Build, functions: &[Packaged<'_>], slots: &Slots) -> Map<String, Json> {
    let texts =
        |texts: &[Located<String>]| -> Vec<String> { texts.iter().map(ToString::to_string).collect() };
    let mut install = mirrors::commands(&build.mirrors);
    install.extend(texts(&build.phases.install));
    let mut commands = texts(&build.commands);
    commands.extend(texts(&build.phases.build));
    let runtime_versions: Vec<_> = build
        .runtime_versions
        .iter()
        .map(|(name, version)| json!({ "name": name.as_str(), "version": version.as_str() }))
        .collect();
    let reports: Vec<_> = build
        .reports
        .values()
        .enumerate()
        .map(|(index, report)| {
            json!({
                "key": slots.token(index),
                "files": texts(&report.files),
                "base_directory": report.base_directory.as_ref().map(|directory| directory.as_str()),
                "format": report.format.identifier(),
            })
        })
        .collect();
    let cache_paths = match &build.cache {
        Some(Cache::S3(paths) | Cache::LocalPaths(paths)) => texts(paths),
        Some(Cache::Local(_)) | None => Vec::new(),
    };
    let id = (!functions.is_empty()).then(|| "CODEBUILD_BUILD_ID".to_owned());
    let exports = distinct(id.into_iter().chain(texts(&build.exports)));
    let zips = functions.iter().any(|(_, function)| matches!(function.code, Some(Code::Folder { .. })));
    let packages: Vec<_> = functions.iter().map(|(key, _)| format!("{}.zip", key.as_str())).collect();
    let context = json!({
        "install": !install.is_empty() || !runtime_versions.is_empty(),
        "runtime_versions": runtime_versions,
        "build": !commands.is_empty() || !functions.is_empty(),
        "phases": {
            "install": install,
            "pre_build": texts(&build.phases.pre_build),
            "build": commands,
            "post_build": texts(&build.phases.post_build),
        },
        "package": {
            "script": zips.then_some(assets::PACKAGE),
            "commands": functions.iter().map(|(key, function)| package(key, function)).collect::<Vec<_>>(),
        },
        "exports": exports,
        "reports": reports,
        "packages": packages,
        "cache_paths": cache_paths,
    });
    match context {
        Json::Object(context) => context,
        _ => Map::new(),
    }
}

/// What it hands on: where that is more than one artifact, CodeBuild takes each under its name.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-pipeline-multi-input-output.html>
fn artifacts(build: &Build, packages: Option<&str>) -> [(String, Json); 2] {
    let handed_on = build.artifacts.iter().map(|(name, artifact)| {
        let files: Vec<_> = artifact.files.iter().map(|file| file.as_str()).collect();
        let base_directory = artifact.base_directory.as_ref().map(|directory| directory.as_str());
        json!({ "name": name.as_str(), "files": files, "base_directory": base_directory })
    });
    let mut handed_on: Vec<_> = handed_on.collect();
    let only = (packages.is_none() && handed_on.len() == 1).then(|| handed_on.remove(0));
    let named = packages.filter(|_| !handed_on.is_empty());
    [
        ("only_artifact".to_owned(), only.unwrap_or(Json::Null)),
        ("secondary".to_owned(), json!({ "packages": named, "others": handed_on })),
    ]
}

/// A function that the build packages, under its name.
pub(crate) type Packaged<'a> = (&'a Located<String>, &'a Function);

/// The command that packages one function.
fn package(key: &str, function: &Function) -> String {
    let mut context = json!({
        "name": key,
        "archive": null,
        "folder": ".",
        "exclude": [],
        "overlay": false,
        "pip": null,
        "npm": null,
    });
    match &function.code {
        Some(Code::Archive(archive)) => context["archive"] = json!(archive.as_str()),
        Some(Code::Folder { folder, exclude, dependencies }) => {
            context["folder"] = json!(folder.as_str());
            context["exclude"] = exclude.iter().map(|pattern| pattern.as_str()).collect();
            context["overlay"] = json!(dependencies.is_some());
            match dependencies {
                Some(Dependencies::Pip(requirements)) => context["pip"] = json!(requirements.as_str()),
                Some(Dependencies::Npm(folder)) => context["npm"] = json!(folder.as_str()),
                None => {}
            }
        }
        None => {}
    }
    render("package", context).trim_end().to_owned()
}

/// The release's: release.sh for one function after the other.
pub(crate) fn of_release(
    cx: &Context<'_>,
    targets: &[&Target<'_>],
    builds: &[Built<'_>],
    abroad: bool,
) -> Text {
    let mut hooks = Vec::new();
    let functions: Vec<_> = targets
        .iter()
        .map(|target| {
            let its: Vec<_> = hooks_of(cx, targets, target)
                .into_iter()
                .map(|hook| {
                    hooks.push(hook.name);
                    json!({ "moment": hook.moment, "name": slot(hooks.len() - 1) })
                })
                .collect();
            let appspec = json!({ "logical_name": target.words(), "hooks": its });
            json!({
                "name": target.key.as_str(),
                "folder": target.spec.image.is_none().then(|| folder(Built::of(builds, target))),
                "package": target.package.as_str(),
                "prefix": target.prefix(),
                "appspec": render("appspec", appspec).trim_end(),
                "keep": target.spec.keep_versions.as_deref(),
                "abroad": abroad,
            })
        })
        .collect();
    let images = targets.iter().filter(|target| target.spec.image.is_some()).count();
    let prunes = targets.iter().any(|target| target.spec.keep_versions.is_some());
    let context = json!({
        "functions": functions,
        "script": (images < targets.len()).then_some(assets::RELEASE),
        "image": (images > 0).then_some(assets::RELEASE_IMAGE),
        "prune": prunes.then_some(assets::PRUNE),
        "abroad": abroad.then_some(assets::RELEASE_ABROAD),
    });
    let text = render("release", context);
    fill(&text, hooks.into_iter().enumerate().map(|(index, name)| (slot(index), name.into_parts())))
}

/// The variable that holds where a build's packages are: the first input is the primary one.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html>
fn folder(built: &Built<'_>) -> String {
    match built.packages.as_deref() {
        None | Some(PACKAGES) => "CODEBUILD_SRC_DIR".to_owned(),
        Some(other) => format!("CODEBUILD_SRC_DIR_{other}"),
    }
}

/// The hooks of the deployment of a function.
fn hooks_of(cx: &Context<'_>, targets: &[&Target<'_>], target: &Target<'_>) -> Vec<Hooked> {
    let mut deploys = cx.stack.tasks().filter_map(deploy_task).map(|(_, deploy)| deploy);
    let its = deploys.find(|deploy| {
        target.is_in(deploy) && deploy.functions.iter().any(|function| function.name() == target.package)
    });
    its.map_or_else(Vec::new, |deploy| hook::of(cx, targets.iter().copied(), deploy))
}

/// Where a hook's name goes: no name can hold these signs.
fn slot(index: usize) -> String {
    format!("@HOOK-{index}@")
}

/// The text with parts in place of tokens, which it has in that order.
fn fill(text: &str, slots: impl IntoIterator<Item = (String, Vec<Part>)>) -> Text {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = text;
    for (token, slot) in slots {
        let Some((before, after)) = rest.split_once(&token) else { continue };
        parts.extend(before.into_parts());
        parts.extend(slot);
        rest = after;
    }
    parts.extend(rest.into_parts());
    Text::concat(parts)
}

/// Places in a rendered text where references go, marked by a token that the user's own text doesn't contain.
struct Slots {
    token: String,
}

impl Slots {
    fn beside(build: &Build, functions: &[Packaged<'_>]) -> Self {
        let code: Vec<_> = functions.iter().map(|(_, function)| &function.code).collect();
        let user = format!("{build:?} {code:?}");
        let mut token = "@report-".to_owned();
        while user.contains(&token) {
            token.insert(1, '-');
        }
        Self { token }
    }

    fn token(&self, index: usize) -> String {
        format!("{}{index}@", self.token)
    }

    fn fill(&self, text: &str, reports: &[Handle<ReportGroup>]) -> Text {
        let groups = reports.iter().enumerate();
        fill(text, groups.map(|(index, group)| (self.token(index), group.arn().into_parts())))
    }
}

//! The two buildspecs: the build's from the user's commands, the release's from our script.

use cfn::codebuild::ReportGroup;
use cfn::{Handle, IntoParts, Part, Text, text};
use serde_json::{Value as Json, json};
use spec::{Build, Cache, Code, Dependencies, Function, Located};

use crate::assets;
use crate::context::Context;
use crate::deploy::deploy_task;
use crate::functions::Target;
use crate::hook::{self, Hooked};
use crate::mirrors;
use crate::permissions::distinct;
use crate::render::render;

/// A build's or a test's: the repository's own file, or the user's commands and then our packaging of the functions.
pub(crate) fn of<'a>(
    build: &Build,
    functions: impl Iterator<Item = (&'a Located<String>, &'a Function)>,
    reports: &[Handle<ReportGroup>],
) -> Text {
    if let Some(file) = &build.buildspec {
        return text![file.as_str()];
    }
    let functions: Vec<_> = functions.collect();
    let slots = Slots::beside(build, &functions);
    let text = render("build", context(build, &functions, &slots));
    slots.fill(&text, reports)
}

fn context(build: &Build, functions: &[Packaged<'_>], slots: &Slots) -> Json {
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
        Some(Cache::S3(paths)) => texts(paths),
        Some(Cache::Local(_)) | None => Vec::new(),
    };
    let id = (!functions.is_empty()).then(|| "CODEBUILD_BUILD_ID".to_owned());
    let exports = distinct(id.into_iter().chain(texts(&build.exports)));
    let zips = functions.iter().any(|(_, function)| matches!(function.code, Some(Code::Folder { .. })));
    json!({
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
        "artifacts": functions.iter().map(|(key, _)| format!("{}.zip", key.as_str())).collect::<Vec<_>>(),
        "cache_paths": cache_paths,
    })
}

/// A function that the build packages, under its name.
type Packaged<'a> = (&'a Located<String>, &'a Function);

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
pub(crate) fn of_release(cx: &Context<'_>, targets: &[&Target<'_>], abroad: bool) -> Text {
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
                "package": target.package.as_str(),
                "prefix": target.prefix(),
                "appspec": render("appspec", appspec).trim_end(),
                "keep": target.spec.keep_versions.as_deref(),
                "abroad": abroad,
            })
        })
        .collect();
    let prunes = targets.iter().any(|target| target.spec.keep_versions.is_some());
    let context = json!({
        "functions": functions,
        "script": assets::RELEASE,
        "prune": prunes.then_some(assets::PRUNE),
        "abroad": abroad.then_some(assets::RELEASE_ABROAD),
    });
    let text = render("release", context);
    fill(&text, hooks.into_iter().enumerate().map(|(index, name)| (slot(index), name.into_parts())))
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
